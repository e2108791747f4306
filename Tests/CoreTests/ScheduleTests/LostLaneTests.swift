import Foundation
import Synchronization
import Testing

@testable import Core

/// Lanes whose work does not come back.
@Suite struct LostLaneTests {
    @Test func `a lane that is given up is waited for no more, and the others go on`() {
        let scheduler = Scheduler(LanePlan.unpinned(2), binder: nil)
        let (began, release) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let done = Mutex(0)
        let lost = Mutex(0)
        var hung = WorkItem(id: "hung", priority: 1) { lane in
            lost.withLock { $0 = lane.index }
            began.signal()
            release.wait()
        }
        hung.token = 7
        scheduler.submit(hung)
        scheduler.start()
        began.wait()
        // It is with another item than whoever asks believes.
        #expect(scheduler.giveUp(lane: lost.withLock { $0 }, token: 6) == nil && scheduler.lostCount == 0)
        scheduler.submit((0 ..< 50).map { WorkItem(id: "\($0)") { _ in done.withLock { $0 += 1 } } })
        #expect(scheduler.giveUp(lane: lost.withLock { $0 }, token: 7) == .init(isReplaced: false, behind: 1))
        #expect(scheduler.giveUp(lane: lost.withLock { $0 }, token: 7) == nil)
        // Nor is a lane that has nothing to do.
        scheduler.waitUntilIdle()
        #expect(scheduler.giveUp(lane: 1 - lost.withLock { $0 }, token: 0) == nil)
        #expect(done.withLock { $0 } == 50)
        #expect(scheduler.lostCount == 1 && scheduler.runningCount == 0)
        scheduler.stopWhenIdle()
        release.signal()
    }

    @Test func `a lane that comes back is one like the others`() {
        let scheduler = Scheduler(LanePlan.unpinned(2), binder: nil)
        let (began, release) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let lost = Mutex(0)
        scheduler.submit(
            WorkItem(id: "hung") { lane in
                lost.withLock { $0 = lane.index }
                began.signal()
                release.wait()
            })
        scheduler.start()
        began.wait()
        scheduler.giveUp(lane: lost.withLock { $0 }, token: 0)
        release.signal()
        while scheduler.lostCount > 0 { usleep(1000) }
        let lanes = Mutex(Set<Int>())
        let both = DispatchSemaphore(value: 0)
        // Each waits for the other, so that both lanes must take one.
        scheduler.submit(
            (0 ..< 2).map { index in
                WorkItem(id: "\(index)") { lane in
                    lanes.withLock { _ = $0.insert(lane.index) }
                    while lanes.withLock({ $0.count }) < 2 { usleep(1000) }
                    both.signal()
                }
            })
        scheduler.stopWhenIdle()
        #expect(lanes.withLock { $0 } == [0, 1])
        #expect(scheduler.runningCount == 0)
    }

    @Test func `with the last lane the waiting work is dropped`() {
        let scheduler = Scheduler(LanePlan.unpinned(1), binder: nil)
        let (began, release) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        scheduler.submit(
            WorkItem(id: "hung") { _ in
                began.signal()
                release.wait()
            })
        scheduler.start()
        began.wait()
        let ran = Mutex(false)
        scheduler.submit(WorkItem(id: "waiting") { _ in ran.withLock { $0 = true } })
        scheduler.giveUp(lane: 0, token: 0)
        scheduler.stopWhenIdle()
        #expect(!ran.withLock { $0 })
        #expect(!scheduler.submit(WorkItem(id: "late") { _ in }))
        release.signal()
    }

    @Test func `help that is left over is given up alone`() {
        let scheduler = Scheduler(LanePlan.unpinned(2), binder: nil)
        let (began, release, work) = (
            DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)
        )
        var job = WorkItem(id: "job", priority: 1) { _ in
            began.signal()
            work.wait()
        }
        job.token = 1
        scheduler.submit(job)
        scheduler.start()
        began.wait()
        while scheduler.idleLanes < 1 { usleep(500) }
        let asked = scheduler.askIdleLanes(2) { _ in
            began.signal()
            release.wait()
        }
        #expect(asked == 1)
        began.wait()
        #expect(!scheduler.isHelpAlone)
        work.signal()
        while scheduler.runningCount > 1 { usleep(500) }
        #expect(scheduler.isHelpAlone)
        scheduler.giveUpHelp()
        #expect(!scheduler.isHelpAlone && scheduler.lostCount == 1)
        scheduler.stopWhenIdle()
        release.signal()
    }

    private func silence(of job: Job) -> FailedEvent {
        FailedEvent(
            id: job.id, job: job, kind: .timedOut, stage: "training", epoch: 2, reason: "no sign of life",
            place: LaneRecord(lane: 0, processors: ""))
    }

    /// A run on one virtual lane whose listener knows the runner, and what is silent.
    private func drive(
        _ bench: RunBench, _ listen: @escaping @Sendable (RunEvent, SweepRunner, LifeSigns) -> Void
    ) throws -> SweepRunner {
        let runner = Mutex<SweepRunner?>(nil)
        let signs = LifeSigns(.impatient)
        let journal = try JournalWriter(folder: bench.journalFolder, shard: "main")
        try FileManager.default.createDirectory(at: bench.models, withIntermediateDirectories: true)
        let notify: @Sendable (RunEvent) -> Void = { event in
            if let runner = runner.withLock({ $0 }) { listen(event, runner, signs) }
        }
        let scheduler = VirtualScheduler(lanes: 1)
        let made = bench.runner(
            bench.knownResults([]), try bench.executor(notify: notify, shouldStop: { false }), scheduler, journal,
            signs: signs, notify: notify, stopping: {})
        runner.withLock { $0 = made }
        // The listener holds the runner, which holds the listener.
        defer { runner.withLock { $0 = nil } }
        made.start()
        scheduler.run()
        try journal.close()
        return made
    }

    /// A job that hangs so often, on a lane that goes on.
    @Test(arguments: [1, 2, 9]) func `a job whose lane goes on is tried once more, and no oftener`(_ times: Int) throws {
        let bench = try RunBench(methods: [.DA], seeds: [0, 1])
        let hung = bench.plan.jobs[0]
        let counts = Mutex((times: 0, begun: 0))
        let failure = silence(of: hung)
        let made = try drive(bench) { event, runner, signs in
            if case .trainingStarted(hung, _) = event { counts.withLock { $0.begun += 1 } }
            guard case .epochDone(let job, _, _, _) = event, job == hung,
                let token = signs.silences().first(where: { $0.job == hung })?.token
            else { return }
            let number = counts.withLock { counts in
                counts.times += 1
                return counts.times
            }
            guard number <= times, let what = runner.abandon(failure, attempt: token, isLaneLost: false) else { return }
            guard case .job(let isTriedAgain) = what else {
                Issue.record("\(what)")
                return
            }
            #expect(isTriedAgain == (number == 1))
        }
        let events = try bench.journalEvents()
        #expect(events.failed.count == min(times, 2))
        #expect(counts.withLock { $0.begun } == 2)
        #expect(Set(events.trained.map(\.job)) == Set(times == 1 ? bench.plan.jobs : [bench.plan.jobs[1]]))
        #expect(made.failures.map(\.id) == (times == 1 ? [] : [hung.id]))
        #expect(made.isComplete)
    }

    /// A run that stops without it.
    @Test func `a job that is left behind has not failed, and is like one that was cut off`() throws {
        let bench = try RunBench(methods: [.DA], seeds: [0])
        let job = bench.plan.jobs[0]
        let made = try drive(bench) { event, runner, signs in
            guard case .epochDone = event, let token = signs.silences().first?.token else { return }
            runner.leaveBehind(attempt: token, place: LaneRecord(lane: 0, processors: ""))
        }
        let events = try bench.journalEvents()
        #expect(events.failed.isEmpty && events.trained.isEmpty && made.failures.isEmpty)
        #expect(!made.isComplete)
        #expect(RunAftermath(events: [RunBench.opened] + events).running.isEmpty)
        // It goes on where it was.
        let course = try bench.run()
        #expect(course.added.trained.map(\.job) == [job] && course.runner.isComplete)
    }

    @Test func `a job that is given up has failed, whatever its lane still says`() throws {
        let bench = try RunBench(methods: [.DA], seeds: [0, 1])
        let hung = bench.plan.jobs[0]
        let failure = silence(of: hung)
        let made = try drive(bench) { event, runner, signs in
            guard case .epochDone(let job, _, _, _) = event, job == hung else { return }
            let token = signs.silences().first { $0.job == hung }?.token ?? -1
            // Of another attempt: nothing happens.
            #expect(runner.abandon(failure, attempt: token + 1) == nil)
            runner.abandon(failure, attempt: token)
        }
        let events = try bench.journalEvents()
        // Its lane is gone with it.
        var recorded = failure
        recorded.mark = .laneLost
        #expect(events.failed == [recorded])
        #expect(events.trained.map(\.job) == [bench.plan.jobs[1]])
        #expect(made.failures == [recorded])
        #expect(made.isComplete)
    }
}

extension HangRule {
    /// Whatever does not end at once hangs.
    static var impatient: HangRule {
        var rule = HangRule(RunLimits())
        (rule.limit, rule.grace) = (-1, -1)
        return rule
    }
}
