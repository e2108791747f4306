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
        #expect(!scheduler.giveUp(lane: lost.withLock { $0 }, token: 6) && scheduler.lostCount == 0)
        scheduler.submit((0 ..< 50).map { WorkItem(id: "\($0)") { _ in done.withLock { $0 += 1 } } })
        #expect(scheduler.giveUp(lane: lost.withLock { $0 }, token: 7))
        #expect(!scheduler.giveUp(lane: lost.withLock { $0 }, token: 7))
        // Nor is a lane that has nothing to do.
        scheduler.waitUntilIdle()
        #expect(!scheduler.giveUp(lane: 1 - lost.withLock { $0 }, token: 0))
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

    @Test func `a job that is given up has failed, whatever its lane still says`() throws {
        let bench = try RunBench(methods: [.DA], seeds: [0, 1])
        let hung = bench.plan.jobs[0]
        let runner = Mutex<SweepRunner?>(nil)
        let signs = LifeSigns(.impatient)
        let journal = try JournalWriter(folder: bench.journalFolder, shard: "main")
        try FileManager.default.createDirectory(at: bench.models, withIntermediateDirectories: true)
        let failure = FailedEvent(
            id: hung.id, job: hung, kind: .timedOut, stage: "training", epoch: 2, reason: "no sign of life",
            place: LaneRecord(lane: 0, processors: ""))
        let notify: @Sendable (RunEvent) -> Void = { event in
            guard case .epochDone(let job, _, _, _) = event, job == hung else { return }
            let token = signs.silences().first { $0.job == hung }?.token ?? -1
            let runner = runner.withLock { $0 }
            // Of another attempt: nothing happens.
            #expect(runner?.abandon(failure, attempt: token + 1) == nil)
            runner?.abandon(failure, attempt: token)
        }
        let scheduler = VirtualScheduler(lanes: 1)
        let made = bench.runner(
            bench.knownResults([]), try bench.executor(notify: notify, shouldStop: { false }), scheduler, journal,
            signs: signs, notify: notify, stopping: {})
        runner.withLock { $0 = made }
        made.start()
        scheduler.run()
        try journal.close()
        let events = try bench.journalEvents()
        #expect(events.failed == [failure])
        #expect(events.trained.map(\.job) == [bench.plan.jobs[1]])
        #expect(made.failures == [failure])
        #expect(made.isComplete)
        runner.withLock { $0 = nil }
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

@Suite struct LifeSignsTests {
    private func rule(_ minutes: Double?) -> HangRule {
        var limits = RunLimits()
        limits.minutesPerJob = minutes
        return HangRule(limits)
    }

    @Test func `a job is hung when it is silent long after its limit`() {
        let short = rule(1)
        #expect(short.grace == 60)
        #expect(!short.isHung(running: 119, silent: 119))
        #expect(!short.isHung(running: 1000, silent: 59))
        #expect(short.isHung(running: 121, silent: 61))
        #expect(rule(100).grace == 1200)
        #expect(!rule(nil).isHung(running: 1e9, silent: 1e9))
        #expect(rule(nil).isQuiet(silent: 1801) && !rule(nil).isQuiet(silent: 1799))
        #expect(!rule(1).isQuiet(silent: 1e9))
        #expect(HangRule(RunLimits(), environment: ["SWEEP_GRACE": "0.5"]).grace == 0.5)
        #expect(HangRule(RunLimits(), environment: ["SWEEP_GRACE": "-1"]).grace == 60)
    }

    @Test func `silence is told once, and again after a sign of life`() throws {
        let job = try RunBench(methods: [.DA]).plan.jobs[0]
        let signs = LifeSigns(rule(1))
        let start = SuspendingClock.now
        var now = 0
        // As the run looks: often.
        func look(until seconds: Int) -> [LifeSigns.Silence] {
            var found: [LifeSigns.Silence] = []
            while now < seconds {
                now += 2
                found += signs.silences(at: start + .seconds(now))
            }
            return found
        }
        signs.began(job, lane: 3, at: start)
        signs.note(
            .epochDone(
                job, lane: 3, EpochReport(epoch: 5, crossEntropy: 1, regulariser: nil, validationAccuracy: 1), of: 9))
        #expect(look(until: 100).isEmpty)
        let silences = look(until: 200)
        #expect(silences.map(\.lane) == [3])
        #expect(silences.first?.isHung == true)
        #expect(silences.first?.progress.words == "since epoch 5")
        #expect(silences.first?.progress.epochUnderWay == 6)
        #expect(look(until: 300).isEmpty)
        signs.note(.measuringStarted(job, .test, lane: 3, samples: 10))
        #expect(look(until: 400).first?.progress.words == "while measuring test")
        signs.ended(lane: 3)
        signs.note(.measuring(job, .test, lane: 3, samplesDone: 1))
        #expect(look(until: 9000).isEmpty)
    }

    @Test func `a process that stood still has no hung jobs`() throws {
        let job = try RunBench(methods: [.DA]).plan.jobs[0]
        let signs = LifeSigns(rule(1))
        let start = SuspendingClock.now
        signs.began(job, lane: 0, at: start)
        #expect(signs.silences(at: start + .seconds(1)).isEmpty)
        #expect(signs.silences(at: start + .seconds(5000)).isEmpty)
        #expect(signs.silences(at: start + .seconds(5002)).isEmpty)
    }

    @Test func `what nobody wants is given up after the grace, without any limit`() throws {
        let job = try RunBench(methods: [.DA]).plan.jobs[0]
        let signs = LifeSigns(rule(nil))
        let start = SuspendingClock.now
        signs.began(job, lane: 0, token: 5, at: start)
        func hung(_ second: Int, _ unwanted: Set<Int>) -> [Int] {
            signs.silences(at: start + .seconds(second), unwanted: unwanted).filter(\.isHung).map(\.token)
        }
        for second in stride(from: 2, to: 200, by: 2) { #expect(hung(second, []).isEmpty) }
        for second in stride(from: 200, through: 260, by: 2) { #expect(hung(second, [5]).isEmpty) }
        // Wanted again, and the time begins anew.
        #expect(hung(262, []).isEmpty)
        for second in stride(from: 264, through: 324, by: 2) { #expect(hung(second, [5, 6]).isEmpty) }
        #expect(hung(326, [5]) == [5])
        #expect(hung(328, [5]).isEmpty)
    }

    @Test func `time in which a process stood still is no time of its jobs`() throws {
        let job = try RunBench(methods: [.DA]).plan.jobs[0]
        let signs = LifeSigns(rule(1))
        let start = SuspendingClock.now
        signs.began(job, lane: 0, at: start)
        #expect(signs.silences(at: start + .seconds(1)).isEmpty)
        for second in stride(from: 5000, to: 5100, by: 2) { #expect(signs.silences(at: start + .seconds(second)).isEmpty) }
        var found: [LifeSigns.Silence] = []
        for second in stride(from: 5100, to: 5200, by: 2) { found += signs.silences(at: start + .seconds(second)) }
        #expect(found.map(\.isHung) == [true])
    }
}
