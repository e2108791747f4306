import Testing

@testable import Core

/// Why each job runs.
@Suite struct ReasonTests {
    private let bench: RunBench
    private let jobs: [Job]
    private let place = LaneRecord(lane: 0, processors: "0")

    init() throws {
        var bench = try RunBench(methods: [.DA], seeds: [0, 1, 2, 3, 4, 5, 6, 7])
        bench.spec.measures = [.accuracy]
        self.bench = bench
        jobs = bench.plan.jobs
    }

    private func trained(_ job: Job, id: String? = nil) -> JournalEvent {
        .trained(
            TrainedEvent(
                id: id ?? job.id, job: job, bestEpoch: 1, validationAccuracy: 0.5, crossEntropy: [1], regulariser: [],
                accuracy: [0.5], seconds: 1, place: place))
    }

    private func evaluated(_ job: Job) -> JournalEvent {
        let evaluation = bench.plan.evaluation(of: job)
        return .evaluated(
            EvaluatedEvent(
                id: evaluation.id, evaluation: evaluation, measurements: Measurements(samples: 1, values: [:]),
                seconds: 1, place: place))
    }

    private func failed(_ job: Job, _ kind: FailureKind = .diverged) -> JournalEvent {
        .failed(FailedEvent(id: job.id, job: job, kind: kind, stage: "training", epoch: 1, reason: "x", place: place))
    }

    private var events: [JournalEvent] {
        [
            trained(jobs[0]), evaluated(jobs[0]), failed(jobs[1]), failed(jobs[1]), failed(jobs[2]),
            RunBench.opened, failed(jobs[2]), RunBench.opened, failed(jobs[2]),
            trained(jobs[4]), trained(jobs[5]), evaluated(jobs[5]), trained(jobs[6], id: "of other numerics"),
        ]
    }

    private let expected: [Reason?] = [
        nil, .failedBefore(.diverged, retry: 1, of: 2), .givenUp(failures: 3), .interrupted(epoch: 120), .notMeasured,
        .modelGone, .otherNumerics, .new,
    ]

    @Test func `each has its own`() {
        let known = KnownResults(events: events) { $0 != jobs[5].id }
        let checkpoints: FoundCheckpoints = [jobs[3].id: 120]
        let reasons = bench.plan.reasons(known: known, checkpoints: checkpoints, retries: 2)
        #expect(reasons.map(\.job) == jobs)
        #expect(reasons.map(\.reason) == expected)
        let outline = SweepOutline(plan: bench.plan, known: known, checkpoints: checkpoints, retries: 2)
        #expect(outline.numbers == [1, 6, 1, 0])
        #expect(
            outline.summary
                == "done 1 · failed 1 (retry 1 of 2) · given up 1 · interrupted 1 · model gone 1 · other numerics 1 "
                + "· not measured 1 · new 1"
        )
        #expect(outline.explanation == [
            "R4 DA seed 1: failed before (diverged), retry 1 of 2",
            "R4 DA seed 2: failed 3 times, not tried again; --retry-failed tries it",
            "R4 DA seed 3: interrupted, goes on after epoch 120", "R4 DA seed 5: its model file is gone",
            "R4 DA seed 6: computed by other numerics (now version \(NumericsVersion.current))",
            "R4 DA seed 4: trained, not measured yet",
        ])
    }

    @Test func `many for one reason are one line with an example`() {
        let known = KnownResults(events: [failed(jobs[1]), failed(jobs[2], .timedOut), failed(jobs[3])]) { _ in true }
        let outline = SweepOutline(plan: bench.plan, known: known, checkpoints: [:], retries: 2)
        #expect(outline.summary == "done 0 · failed 3 (retry 1 of 2) · new 5")
        #expect(outline.explanation == ["R4 DA seed 1: failed before (diverged), retry 1 of 2; and 2 more"])
        #expect(outline.missing == 8 && outline.failedBefore == 3)
    }

    /// Dates in a journal say when, and decide nothing: somebody set the clock back between two runs.
    @Test func `dates that go backwards change nothing`() throws {
        func opened(_ date: String) -> JournalEvent {
            .opened(RunHeader(date: date, host: "h", program: "p", instructionSet: "AVX2", lanes: 1))
        }
        let first = try bench.run(shouldStop: { notices in
            notices.filter { if case .trained = $0 { true } else { false } }.count >= 3
        }).added
        let whole = try bench.run().added
        let closed = JournalEvent.closed(RunEnd(date: "1970-01-01T00:00:00Z", seconds: 1))
        try bench.restart(
            with: [opened("2038-01-01T00:00:00Z")] + first + [closed, opened("1999-12-31T23:59:59Z")]
                + whole.dropLast(3) + [closed, opened("1970-01-01T00:00:00Z")])
        let rest = try bench.run()
        #expect(try rest.added.content == Array(whole.suffix(3)).content)
        #expect(try bench.run().added.isEmpty)
    }
}
