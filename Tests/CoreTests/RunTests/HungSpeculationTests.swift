import Foundation
import Synchronization
import Testing

@testable import Core

/// Work ahead of a search that does not come back.
@Suite struct HungSpeculationTests {
    private let sweep: FakeSweep
    private let plain: [String]
    /// Jobs that the search asks for.
    private let asked: Set<String>

    init() throws {
        var settings = NuSearchSettings()
        settings.threshold = 0.6
        sweep = FakeSweep.search(groups: ["R4"], methods: [.IR], seeds: 1, settings: settings) { job in
            job.nu.map { $0 / ($0 + 3) }
        }
        let course = try Self.run(sweep, hang: { _ in false }, speculates: false)
        plain = course.answer
        asked = Set(course.events.trained.map(\.id))
    }

    private struct Course {
        var events: [JournalEvent]
        var answer: [String]
        var begun: Set<String>
        var hung: Job?
        var what: SweepRunner.Abandoned?
        var isComplete: Bool
    }

    /// A job that hangs does so when it is worked on for the first time, ahead of its search.
    private static func run(
        _ sweep: FakeSweep, known: [JournalEvent] = [], retries: Int = 2, hang: @escaping @Sendable (Job) -> Bool,
        speculates: Bool = true
    ) throws -> Course {
        struct State {
            var begun = Set<String>()
            var hung: Job?
            var isOpen = false
        }
        let state = Mutex(State())
        let (hangs, release) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        // All others wait until the hung one is given up: whether the search asked before must not be luck.
        @Sendable func pause(_ job: Job) {
            let isHung = state.withLock { state in
                guard state.hung == nil, state.begun.contains(job.id), hang(job) else { return false }
                state.hung = job
                return true
            }
            if isHung {
                hangs.signal()
                release.wait()
            }
            while !state.withLock({ $0.isOpen }) { usleep(500) }
        }
        let folder = try OwnedFolder()
        let journal = try JournalWriter(folder: folder.path + "/journal", shard: "main")
        let scheduler = Scheduler(LanePlan.unpinned(3), binder: nil)
        let signs = LifeSigns(.impatient)
        let runner = SweepRunner(
            plan: sweep.plan, known: KnownResults(events: known, hasModel: { _ in true }),
            executor: FakeSweep.Executor(sweep: sweep, pause: pause), pool: scheduler, journal: journal, retries: retries,
            signs: signs, speculativeLanes: speculates ? 3 : 0,
            notify: { event in
                if case .speculative(let job) = event { state.withLock { _ = $0.begun.insert(job.id) } }
            },
            stopping: {})
        runner.start()
        scheduler.start()
        var what: SweepRunner.Abandoned?
        if speculates, known.isEmpty {
            try #require(hangs.wait(timeout: .now() + 60) == .success)
            let job = try #require(state.withLock { $0.hung })
            let silence = try #require(signs.silences().first { $0.job == job })
            #expect(scheduler.giveUp(lane: silence.lane, token: silence.token) != nil)
            what = runner.abandon(
                FailedEvent(
                    id: job.id, job: job, kind: .timedOut, stage: "training", epoch: 1, reason: "no sign of life",
                    place: LaneRecord(lane: silence.lane, processors: "")), attempt: silence.token)
        }
        state.withLock { $0.isOpen = true }
        // Returns although a lane is stuck.
        scheduler.stopWhenIdle()
        try journal.close()
        release.signal()
        let events = try Journal.read(folder: folder.path + "/journal").events
        let record = SweepRecord(spec: sweep.spec, events: events)
        let answer = [
            CSVWriter.text(JobsTable.table(record)), CSVWriter.text(SearchTable.table(record)),
            CSVWriter.text(SummaryTable.table(record)),
        ] + runner.outcomes.map { "\($0.unit.label): \($0.outcome.map { "\($0)" } ?? "none")" } + runner.failures.map(\.job.label)
        return state.withLock {
            Course(
                events: events, answer: answer, begun: $0.begun, hung: $0.hung, what: what,
                isComplete: runner.isComplete)
        }
    }

    private func abandoned(_ events: [JournalEvent]) -> [String] {
        events.compactMap { if case .abandoned(let event) = $0 { event.id } else { nil } }
    }

    @Test(arguments: [true, false]) func `it is given up and remembered, and the answer is the same`(_ isAsked: Bool) throws {
        let asked = asked
        for retries in [0, 2] {
            let course = try Self.run(sweep, retries: retries, hang: { asked.contains($0.id) == isAsked })
            let hung = try #require(course.hung)
            guard case .ahead? = course.what else {
                Issue.record("\(String(describing: course.what))")
                return
            }
            #expect(course.isComplete && course.answer == plain)
            #expect(abandoned(course.events) == [hung.id] && course.events.failed.isEmpty)
            #expect(course.events.trained.contains { $0.id == hung.id } == isAsked)
        }
    }

    @Test(arguments: [true, false]) func `a later run does not work on it ahead again`(_ isAsked: Bool) throws {
        let asked = asked
        let first = try Self.run(sweep, hang: { asked.contains($0.id) == isAsked })
        let hung = try #require(first.hung)
        // As if the process had died right after.
        let known = first.events.filter { if case .abandoned = $0 { true } else { false } }
        let second = try Self.run(sweep, known: known, retries: 0, hang: { _ in false })
        #expect(!second.begun.contains(hung.id) && !second.begun.isEmpty)
        #expect(second.isComplete && second.answer == plain)
        let reasons = sweep.plan.reasons(
            known: KnownResults(events: known, hasModel: { _ in true }), checkpoints: [:], retries: 0)
        #expect(reasons.allSatisfy { $0.reason?.isRun == true })
        var forgiving = KnownResults(events: known, hasModel: { _ in true })
        #expect(forgiving.hungAhead == [hung.id] && forgiving.failures.isEmpty)
        forgiving.forgetFailures()
        #expect(forgiving.hungAhead.isEmpty)
    }

    @Test func `at the end nobody waits for what nobody wants`() throws {
        let runner = SweepRunner(
            plan: sweep.plan, known: KnownResults(), executor: FakeSweep.Executor(sweep: sweep),
            pool: VirtualScheduler(lanes: 3), journal: NoJournal(), speculativeLanes: 3, notify: { _ in }, stopping: {})
        #expect(runner.unwanted(isStopping: false).isEmpty)
        runner.start()
        // Nothing has begun, so that there is nothing to wait for.
        #expect(runner.unwanted(isStopping: false).isEmpty && runner.unwanted(isStopping: true).isEmpty)
    }
}
