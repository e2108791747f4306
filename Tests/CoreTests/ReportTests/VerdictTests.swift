import Testing

@testable import Core

/// How the page says in a line how a sweep came out.
@Suite struct VerdictTests {
    private static let again = " The same sweep run goes on from here."

    private func verdict(_ sweep: SampleSweep) -> String {
        let record = sweep.record
        let verdict = ReportVerdict(record, Summary.rows(record))
        return "\(verdict.tone): \(verdict.text)"
    }

    private func begin(_ job: Job, _ sweep: inout SampleSweep) {
        sweep.events.append(
            .started(StartedEvent(id: job.id, label: job.label, place: LaneRecord(lane: 0, processors: "0"))))
    }

    private func open(_ sweep: inout SampleSweep) {
        sweep.events.append(
            .opened(RunHeader(date: "2026-01-01T00:00:00Z", host: "h", program: "p", instructionSet: "avx2", lanes: 1)))
    }

    /// As a run is stopped, goes on and comes to its end.
    @Test func `green is a sweep that has all that it asks for`() {
        var sweep = SampleSweep(methods: [.DA], seeds: [0, 1, 2])
        let jobs = [UInt64(0), 1, 2].map { sweep.job(.DA, seed: $0) }
        func measure(_ job: Job) { sweep.measure(job, .test, ["accuracy": 0.5, "SI": 1]) }
        #expect(verdict(sweep) == "unfinished: Unfinished: 3 networks missing. The table is empty so far." + Self.again)
        begin(jobs[0], &sweep)
        // One that the sweep does not ask for: of an earlier form of its file, or ahead of a search.
        begin(sweep.job(.DA, seed: 7), &sweep)
        #expect(
            verdict(sweep) == "unfinished: Unfinished: 2 networks interrupted, 1 missing. The table is empty so far." + Self.again,
            "nothing is known of the data yet")
        sweep.train(jobs[0])
        let trained = "unfinished: Unfinished: 1 network interrupted, 2 missing. The table is empty so far." + Self.again
        #expect(verdict(sweep) == trained)
        measure(jobs[0])
        #expect(
            verdict(sweep) == "unfinished: Unfinished: 2 networks missing. The table rests on 1 of 3 networks." + Self.again)
        begin(jobs[1], &sweep)
        sweep.fail(jobs[2])
        let stopped = "unfinished: Unfinished: 1 network interrupted, 1 failed. The table rests on 1 of 3 networks." + Self.again
        #expect(verdict(sweep) == stopped)
        // Of a process that has not told of its end nobody knows whether it goes on.
        open(&sweep)
        #expect(verdict(sweep) == stopped.replacing("interrupted", with: "begun"))
        sweep.events.append(.closed(RunEnd(date: "2026-01-01T00:01:00Z", seconds: 60)))
        #expect(verdict(sweep) == stopped)
        sweep.train(jobs[1])
        measure(jobs[1])
        #expect(verdict(sweep) == "bad: 1 of 3 networks failed.")
        sweep.train(jobs[2])
        measure(jobs[2])
        #expect(verdict(sweep) == "good: No network failed.")
    }

    @Test func `what was finished for an earlier form of the file is not interrupted`() {
        var sweep = SampleSweep(methods: [.DA])
        for seed in UInt64(0) ..< 2 {
            let job = sweep.job(.DA, seed: seed)
            sweep.events.append(
                .started(StartedEvent(id: sweep.id(job), label: job.label, place: LaneRecord(lane: 0, processors: "0"))))
            if seed == 0 { sweep.train(job) } else { sweep.fail(job) }
        }
        sweep.spec.training.epochs += 1
        #expect(verdict(sweep) == "unfinished: Unfinished: 2 networks missing. The table is empty so far." + Self.again)
    }

    @Test func `a search on a fallback that is not needed any more is not waited for`() {
        var sweep = SampleSweep.passing(on: .mnist)
        var before = SampleSweep.passing(on: .strokes)
        before.events.removeLast()
        sweep.events = before.events + sweep.events
        #expect(verdict(sweep) == "good: The search for ν passed. No network failed.")
    }

    @Test func `searches tell what they wait for`() {
        var sweep = SampleSweep.passing()
        #expect(verdict(sweep) == "good: The search for ν passed. No network failed.")
        sweep.events.removeLast()
        let rest = " 0 of 1 search for ν passed; 1 not finished. The table rests on 2 of 2 networks; 1 row of it waits for a search."
        #expect(verdict(sweep) == "unfinished: Unfinished." + rest + Self.again)
        // Of three probes two: the third is asked for.
        sweep.events.removeAll { event in
            switch event {
            case .trained(let event): event.job.nu == 2
            case .evaluated(let event): event.evaluation.job.contains("/2.0/")
            default: false
            }
        }
        #expect(verdict(sweep) == "unfinished: Unfinished: 2 networks missing." + rest + Self.again)
        begin(sweep.job(.IR, nu: 2, seed: 1), &sweep)
        begin(sweep.job(.IR, nu: 4, seed: 1), &sweep)
        #expect(verdict(sweep) == "unfinished: Unfinished: 1 network interrupted, 1 missing." + rest + Self.again)
        // Its answer is to be measured like any other row.
        sweep = SampleSweep.passing()
        sweep.events.removeAll { event in
            guard case .evaluated(let event) = event else { return false }
            return event.evaluation.job.hasSuffix("/1.0/1") && event.evaluation.split == .test
        }
        #expect(
            verdict(sweep) == "unfinished: Unfinished: 1 network interrupted. The search for ν passed. "
                + "The table rests on 3 of 4 networks." + Self.again)
    }

    @Test func `measures and analyses that are asked for are missed`() {
        var sweep = SampleSweep(methods: [.DA])
        sweep.spec.analyses = [.layers]
        let jobs = [UInt64(0), 1].map { sweep.job(.DA, seed: $0) }
        for job in jobs {
            sweep.train(job)
            sweep.measure(job, .test, ["accuracy": 0.5, "SI": 1])
        }
        let none = "unfinished: Unfinished: 2 analyses missing. The table rests on 2 of 2 networks." + Self.again
        #expect(verdict(sweep) == none)
        sweep.analyse(jobs[0], .layers(sweep.spec.options.layers), series: ["layer_LI_relative": [1, 0.5]])
        sweep.fail(jobs[1], stage: "layer_LI")
        #expect(verdict(sweep) == "bad: 1 of 2 networks failed.")
        sweep.analyse(jobs[1], .layers(sweep.spec.options.layers), series: ["layer_LI_relative": [1, 0.5]])
        #expect(verdict(sweep) == "good: No network failed.")
        // A measure that the file asks for since.
        sweep.spec.measures.append(.LI)
        let more = "unfinished: Unfinished: 2 networks interrupted. The table rests on 2 of 2 networks." + Self.again
        #expect(verdict(sweep) == more)
        sweep.spec.measures.removeLast()
        sweep.measure(jobs[0], .test, ["SI": .nan], name: "f")
        #expect(verdict(sweep) == "unfinished: No network failed. 1 network with values that are not finite, in no mean.")
    }

    @Test func `a network that two variants want counts once`() {
        var sweep = SampleSweep(methods: [.DA])
        sweep.variant("base")
        sweep.variant("longer_search") { $0.methods = [.DA, .WT] }
        #expect(verdict(sweep) == "unfinished: Unfinished: 4 networks missing. The table is empty so far." + Self.again)
        for seed in [UInt64(0), 1] {
            let job = sweep.job(in: sweep.spec.variants[0], .DA, seed: seed)
            sweep.train(job)
            sweep.measure(job, .test, ["accuracy": 0.5, "SI": 0.5])
        }
        #expect(
            verdict(sweep) == "unfinished: Unfinished: 2 networks missing. The table rests on 2 of 4 networks." + Self.again)
    }

    @Test func `unfinished has a colour of its own`() {
        var sweep = SampleSweep.passing()
        sweep.events.removeLast()
        let html = ReportExamples.html(sweep.record)
        #expect(html.contains("<p class=\"unfinished\" id=\"verdict\">Unfinished. 0 of 1 search"))
        #expect(html.contains("<span class=\"unfinished\">not finished</span>"))
        #expect(html.contains("<td class=\"unfinished\" colspan=\"2\">search not finished</td>"))
        #expect(ReportStyle.sheet.contains(".unfinished { color: var(--open)") && ReportStyle.sheet.ranges(of: "--open: ").count == 2)
    }
}
