import Core

/// A plan for people.
struct PlanDisplay {
    let spec: SweepSpec
    let folder: ResultsFolder
    let identities: DataIdentities
    let lanes: LanePlan

    func show(_ plan: RunPlan, withJobs: Bool) {
        var text = "\(Text.data(of: spec, identities)); results in \(folder.url.relativePath)\n\n"
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
                    + (hasSearches ? [row.searched.map { $0 > 0 ? "≤ \($0)" : "" } ?? ""] : [])
                    + [row.missing > 0 ? Text.duration(row.seconds) : ""])
        }
        text += Self.lines(table, left: spec.variants.isEmpty ? 3 : 4)
        if withJobs { list(plan, &text) }
        for line in plan.outline.explanation { text += "\n  \(line)" }
        if !plan.outline.explanation.isEmpty { text += "\n" }
        let missing = plan.rows.reduce(0) { $0 + $1.missing }
        text += "\n\(plan.outline.done) done, \(hasSearches && missing > 0 ? "about " : "")\(missing) to do"
        if missing > 0 {
            let (seconds, places) = (plan.wallSeconds(lanes: lanes.lanes.count), lanes.lanes.count.of("lane"))
            text += plan.speedsAreMeasured
                ? "; about \(Text.duration(seconds)) on \(places), at the speeds in the journal"
                : "; a guess: \(Text.guess(seconds)) on \(places); nothing was measured here yet"
        }
        for line in missing > 0 ? LanePlaces(lanes).lines : [] { text += "\n  \(line)" }
        Terminal.write(text + "\n")
    }

    /// Every network that is known by now, and of searches how much may follow.
    private func list(_ plan: RunPlan, _ text: inout String) {
        func add(_ job: Job, _ id: String, _ reason: Reason?) {
            text += "\(id)  \(plan.plan.label(of: job)): \(reason?.description ?? "done")\n"
            guard text.utf8.count > 1 << 20 else { return }
            Terminal.write(text)
            text = ""
        }
        text += "\n"
        for (index, job) in plan.plan.jobs.enumerated() { add(job, plan.plan.ids[index].text, plan.reasons[index]) }
        for search in plan.searches {
            text += "\n\(SearchWords.plan(search, plan.plan.label(of: search.unit)))\n"
            for network in search.networks { add(network.job, network.job.id, network.reason) }
        }
    }

    /// A column of its own, in a sweep that has variants.
    private func variant(_ text: String) -> [String] { spec.variants.isEmpty ? [] : [text] }

    func show(_ simulation: Simulation, assumedNu: Double, hasSearches: Bool) {
        if simulation.stays.isEmpty { return Terminal.line("simulated: nothing to do") }
        var text = "\nsimulated on \(simulation.lanes.of("lane")): \(simulation.stays.count.of("piece")) of work"
        if hasSearches {
            text += "; searches assumed to pass from ν = \(SpecWriter.number(assumedNu)) on (\(simulation.probed) networks asked for)"
        }
        text += """

            makespan \(Text.duration(simulation.makespan)); no schedule can take less than \(Text.duration(simulation.bound)) \
            (longest chain \(Text.duration(simulation.longestChain))): ratio \(Text.decimals(simulation.ratio, 3)), \
            lanes busy \(Text.percent(simulation.utilisation))

            """
        for line in simulation.picture(width: Terminal.width) { text += line + "\n" }
        Terminal.write(text)
    }

    private func count(_ number: Int) -> String { number > 0 ? "\(number)" : "" }

    /// Columns as wide as their widest cell; the first `left` flush left, the others flush right. Tight where they
    /// would be wider than 80 characters.
    private static func lines(_ table: [[String]], left: Int) -> String {
        let widths = table[0].indices.map { column in table.map { $0[column].count }.max() ?? 0 }
        let gap = widths.reduce(0, +) + 2 * (widths.count - 1) > 80 ? " " : "  "
        return table.map { row in
            row.enumerated().map { column, cell in
                let pad = String(repeating: " ", count: widths[column] - cell.count)
                return column < left ? cell + pad : pad + cell
            }.joined(separator: gap).trimmedAtEnd + "\n"
        }.joined()
    }
}

extension String {
    fileprivate var trimmedAtEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
