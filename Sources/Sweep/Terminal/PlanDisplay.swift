import Core

/// A plan for people.
struct PlanDisplay {
    let spec: SweepSpec
    let folder: ResultsFolder
    let identities: DataIdentities
    let lanes: LanePlan
    /// Of the terminal; nil where there is none, as in a file.
    var columns = Terminal.columns

    func show(_ plan: RunPlan, withJobs: Bool) {
        let path = folder.url.relativePath
        var text = lines(ProseLine("\(Text.data(of: spec, identities)); results in \(path)", whole: [path])) + "\n"
        let kinds = plan.outline.groups.map(\.reason.kind)
        let hasSearches = plan.rows.contains { $0.searched != nil }
        var table: [[String]] = [
            variant("variant") + ["group", "method", "ν", "done"] + kinds.map(\.text)
                + (hasSearches ? ["to search"] : []) + [spec.variants.isEmpty ? "time on one lane" : "one lane"]
        ]
        for row in plan.rows {
            let method = row.method.rawValue + (row.regulariser.map { " \($0.rawValue)" } ?? "")
            table.append(
                variant(SweepPlan.words(row.variants)) + [row.group.label, method, row.nu ?? "", count(row.done)]
                    + kinds.map { count(row.counts[$0] ?? 0) }
                    + (hasSearches ? [row.searched.map { $0 > 0 ? "about \($0)" : "" } ?? ""] : [])
                    + [row.missing > 0 ? Text.duration(row.seconds) : ""])
        }
        text += PlanTable(rows: table, left: spec.variants.isEmpty ? 3 : 4).text(columns: columns)
        if withJobs { list(plan, &text) }
        if !plan.outline.explanation.isEmpty { text += "\n" }
        for line in plan.outline.explanation { text += lines(ProseLine("  \(line)")) }
        let missing = plan.rows.reduce(0) { $0 + $1.missing }
        var sum = "\(plan.outline.done) done, \(hasSearches && missing > 0 ? "about " : "")\(missing) to do"
        if missing > 0 {
            let (seconds, places) = (plan.wallSeconds(lanes: lanes.lanes.count), lanes.lanes.count.of("lane"))
            sum += plan.speedsAreMeasured
                ? "; about \(Text.duration(seconds)) on \(places), at the speeds in the journal"
                : "; a guess: \(Text.guess(seconds)) on \(places); nothing was measured here yet"
        }
        text += "\n" + lines(ProseLine(sum))
        for line in missing > 0 ? LanePlaces(lanes).lines : [] { text += lines(ProseLine("  \(line)")) }
        Terminal.write(text)
    }

    /// Every network that is known by now, and of searches how much may follow.
    private func list(_ plan: RunPlan, _ text: inout String) {
        func add(_ job: Job, _ id: String, _ reason: Reason?) {
            text += lines(ProseLine("\(id)  \(plan.plan.label(of: job)): \(reason?.description ?? "done")"))
            guard text.utf8.count > 1 << 20 else { return }
            Terminal.write(text)
            text = ""
        }
        text += "\n"
        for (index, job) in plan.plan.jobs.enumerated() { add(job, plan.plan.ids[index].text, plan.reasons[index]) }
        for search in plan.searches {
            text += "\n"
            for line in SearchWords.plan(search, plan.plan.label(of: search.unit)).split(separator: "\n") {
                text += lines(ProseLine(String(line)))
            }
            for network in search.networks { add(network.job, network.job.id, network.reason) }
        }
    }

    /// A column of its own, in a sweep that has variants.
    private func variant(_ text: String) -> [String] { spec.variants.isEmpty ? [] : [text] }

    func show(_ simulation: Simulation, assumedNu: Double, hasSearches: Bool) {
        if simulation.stays.isEmpty { return Terminal.line("simulated: nothing to do") }
        var head = "simulated on \(simulation.lanes.of("lane")): \(simulation.stays.count.of("piece")) of work"
        if hasSearches {
            head += "; searches assumed to pass from ν = \(SpecWriter.number(assumedNu)) on (\(simulation.probed) networks asked for)"
        }
        let sum = """
            makespan \(Text.duration(simulation.makespan)); no schedule can take less than \(Text.duration(simulation.bound)) \
            (longest chain \(Text.duration(simulation.longestChain))): ratio \(Text.decimals(simulation.ratio, 3)), \
            lanes busy \(Text.percent(simulation.utilisation))
            """
        var text = "\n" + lines(ProseLine(head)) + lines(ProseLine(sum))
        // One less: a terminal that has written its last column may go to the next line.
        for line in simulation.picture(width: columns.map { $0 - 1 } ?? Terminal.width) { text += line + "\n" }
        Terminal.write(text)
    }

    private func count(_ number: Int) -> String { number > 0 ? "\(number)" : "" }

    private func lines(_ line: ProseLine) -> String { line.lines(columns: columns).map { $0 + "\n" }.joined() }
}
