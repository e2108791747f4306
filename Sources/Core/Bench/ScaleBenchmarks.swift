import Foundation
import Synchronization

extension Benchmark {
    /// What bookkeeping costs: planning, resuming and showing many jobs, the scheduler, the journal.
    static let scale = [planned, resumed, shown, told, started, ended, crashed, scheduledJob, journalFlush, shortJobs, simulated]

    /// From a sweep file's content to jobs with their identities.
    private static let planned = Benchmark("jobs/plan") { session in
        let folder = try ScaleFolder(jobs: session.pace.scaleJobs, isFinished: false)
        return try row("jobs/plan", session, "into \(text(session.pace.scaleJobs)) jobs with identities") {
            let plan = folder.plan
            return plan.ids.count
        }
    }

    /// From a journal to a runner that knows that nothing is missing.
    private static let resumed = Benchmark("jobs/resume") { session in
        let folder = try ScaleFolder(jobs: session.pace.scaleJobs, isFinished: true)
        return try row("jobs/resume", session, "\(text(session.pace.scaleJobs)) finished jobs, planning included") {
            let plan = folder.plan
            let known = try KnownResults.read(folder.results).known
            let runner = SweepRunner(
                plan: plan, known: known, executor: NoExecutor(), pool: VirtualScheduler(lanes: 1), journal: NoJournal(),
                notify: { _ in }, stopping: {})
            runner.start()
            return runner.outline.done
        }
    }

    /// `sweep plan` on a folder where all is done.
    private static let shown = Benchmark("jobs/show") { session in
        let folder = try ScaleFolder(jobs: session.pace.scaleJobs, isFinished: true)
        return try row("jobs/show", session, "sweep plan on \(text(session.pace.scaleJobs)) finished jobs") {
            let known = try KnownResults.read(folder.results).known
            return RunPlan(folder.plan, spec: folder.spec, known: known).outline.done
        }
    }

    /// `sweep status` there, when no run goes on.
    private static let told = Benchmark("jobs/status") { session in
        let folder = try ScaleFolder(jobs: session.pace.scaleJobs, isFinished: true)
        return try row("jobs/status", session, "sweep status on \(text(session.pace.scaleJobs)) finished jobs") {
            try FolderStatus(folder.results).outline.done
        }
    }

    /// `sweep run` on new jobs, up to the first one's begin.
    private static let started = Benchmark("jobs/start") { session in
        let folder = try ScaleFolder(jobs: session.pace.scaleJobs, isFinished: false)
        return try row("jobs/start", session, "\(text(session.pace.scaleJobs)) new jobs handed to the scheduler, planning included") {
            let plan = folder.plan
            var records = RecordReader(spec: folder.spec, plan: plan, folder: folder.results)
            let known = try records.open(folder.results).known
            let pool = VirtualScheduler(lanes: 1)
            let runner = SweepRunner(
                plan: plan, known: known, executor: NoExecutor(), pool: pool, journal: NoJournal(),
                notify: { _ in }, stopping: {})
            _ = runner.outline
            runner.start()
            return pool.cancelWaiting().count
        }
    }

    /// `sweep run` on a folder where all is done, without the data: the journal, what is missing, the tables.
    private static let ended = Benchmark("jobs/run") { session in
        let folder = try ScaleFolder(jobs: session.pace.scaleJobs, isFinished: true)
        return try row("jobs/run", session, "sweep run on \(text(session.pace.scaleJobs)) finished jobs, tables included") {
            let plan = folder.plan
            var records = RecordReader(spec: folder.spec, plan: plan, folder: folder.results)
            let known = try records.open(folder.results).known
            let runner = SweepRunner(
                plan: plan, known: known, executor: NoExecutor(), pool: VirtualScheduler(lanes: 1), journal: NoJournal(),
                notify: { _ in }, stopping: {})
            runner.start()
            let record = try records.record(isWhole: true)
            try folder.results.writeTables(record)
            return record.jobs.count
        }
    }

    /// What a supervisor reads before it starts a run again, and its worker about crashes.
    private static let crashed = Benchmark("jobs/crash") { session in
        let folder = try ScaleFolder(jobs: session.pace.scaleJobs, isFinished: true)
        let note = "what was running when a run of \(text(session.pace.scaleJobs)) jobs crashed, and its suspects"
        return try row("jobs/crash", session, note) {
            let after = try RunAftermath.read(journal: folder.results.journal.path)
            let history = try CrashHistory.read(folder.results, KnownResults(), earlierProcesses: 1, forgiving: false)
            return after.results / 2 + history.suspects.count
        }
    }

    /// 1,024 lanes that are not here.
    private static let simulated = Benchmark("jobs/simulate") { session in
        let folder = try ScaleFolder(jobs: session.pace.scaleJobs, isFinished: false)
        let plan = folder.plan
        return try row("jobs/simulate", session, "\(text(session.pace.scaleJobs)) jobs on 1024 virtual lanes") {
            Simulation(plan, known: KnownResults(), lanes: 1024).stays.count
        }
    }

    private static func row(
        _ name: String, _ session: BenchSession, _ note: String, _ work: () throws -> Int
    ) throws -> BenchRow {
        var seconds: [Double] = []
        let before = ResidentMemory.bytes
        var after = before
        for _ in 0 ..< session.pace.leastRepetitions {
            var count = 0
            seconds.append(try Stopwatch.seconds { count = try work() })
            guard count == session.pace.scaleJobs else {
                throw BenchError.wrongCount(row: name, expected: session.pace.scaleJobs, found: count)
            }
            after = max(after, ResidentMemory.bytes)
        }
        return BenchRow(
            name: name, SampleSummary(seconds), unit: "s",
            note: "\(note); memory grows by \((after - before) / 1_000_000) MB at most")
    }

    /// One lane, one event in the journal for each job, nothing else to do.
    private static let scheduledJob = Benchmark("scheduler/job") { session in
        let count = session.pace.scaleJobs
        let seconds = try (0 ..< session.pace.leastRepetitions).map { _ in
            try journalled(session, lanes: 1, jobs: count) {} / Double(count) * 1e6
        }
        return BenchRow(
            name: "scheduler/job", SampleSummary(seconds), unit: "µs",
            note: "submit, run an empty body on a lane, write a measuring's event of \(text(eventSize)) bytes; fsync meanwhile")
    }

    private static let eventSize = (try? JournalLine.encode(sample(0), with: JournalLine.makeEncoder()).count) ?? 0

    private static func sample(_ index: Int) -> JournalEvent {
        let evaluation = Evaluation(
            job: "0123456789abcdef", split: .test, measures: Measure.standard, saliency: SaliencyOptions())
        return ScaleFolder.evaluated(evaluation, 1 / Double(index + 3), LaneRecord(lane: 0, processors: "0"))
    }

    /// Seconds from the first submission to the last event in the operating system's hands.
    /// - Parameter body: what a job does before its event is written.
    private static func journalled(
        _ session: BenchSession, lanes: Int, jobs: Int, _ body: @escaping @Sendable () -> Void
    ) throws -> Double {
        let folder = try ScaleFolder(jobs: 0, isFinished: false)
        // Deleted with the object, which has no other use below: not under the journal.
        defer { withExtendedLifetime(folder) {} }
        let journal = try JournalWriter(folder: folder.results.journal.path, shard: "main")
        let failure = Mutex<JournalError?>(nil)
        let event = sample(0)
        let plan = LanePlan(lanes: Array(session.lanes.lanes.prefix(lanes)), notices: [])
        let scheduler = Scheduler(plan, binder: Binder(session.topology))
        let work = { @Sendable in
            body()
            do throws(JournalError) {
                try journal.append(event)
            } catch {
                failure.withLock { $0 = error }
            }
        }
        // A closure for each job, as in a run; but not a copy of the event in each, which a run has not either.
        let seconds = Stopwatch.seconds {
            scheduler.run((0 ..< jobs).map { _ in WorkItem(id: "bench") { _ in work() } })
        }
        try journal.close()
        if let error = failure.withLock({ $0 }) { throw error }
        return seconds
    }

    /// What an fsync of the events of a fifth of a second costs, beside the run and not in it.
    private static let journalFlush = Benchmark("journal/fsync") { session in
        let folder = try ScaleFolder(jobs: 0, isFinished: false)
        defer { withExtendedLifetime(folder) {} }
        let journal = try JournalWriter(folder: folder.results.journal.path, shard: "main")
        var times: [Double] = []
        for index in 0 ..< 4 * session.pace.leastRepetitions {
            for event in 0 ..< 50 { try journal.append(sample(index * 50 + event)) }
            times.append(try Stopwatch.seconds { try journal.flush() } * 1e6)
        }
        try journal.close()
        let summary = SampleSummary(times)
        let share = (summary?.median ?? 0) / 1e6 / JournalWriter.interval
        return BenchRow(
            name: "journal/fsync", summary, unit: "µs",
            note: "50 events to disk; at most one in \(JournalWriter.interval) s, on a thread that no lane waits for: "
                + "\((share * 1000).rounded() / 10) % of the time of one thread, asleep")
    }

    /// Many short jobs on two lanes against what two lanes could do.
    private static let shortJobs = Benchmark("scheduler/short-jobs") { session in
        let name = "scheduler/short-jobs"
        guard session.lanes.lanes.count > 1 else {
            return .unavailable(name, unit: "s", because: "this process has one core")
        }
        let jobs = session.pace.scaleJobs / 10
        var seconds: [Double] = []
        var shares: [Double] = []
        for _ in 0 ..< min(3, session.pace.leastRepetitions) {
            let bodies = Mutex(0.0)
            let wall = try journalled(session, lanes: 2, jobs: jobs) {
                // A job is 1 ms of work, not 1 ms of the day: what a neighbour takes of the core makes the job
                // longer, and is not the scheduler's doing.
                let clock = ContinuousClock()
                let start = clock.now
                let end = Self.threadSeconds() + 0.001
                while Self.threadSeconds() < end {}
                let took = start.duration(to: clock.now) / .seconds(1)
                bodies.withLock { $0 += took }
            }
            seconds.append(wall)
            shares.append(bodies.withLock { $0 } / 2 / wall)
        }
        let summary = SampleSummary(seconds)
        let share = SampleSummary(shares)?.median
        return BenchRow(
            name: name, summary, unit: "s", bound: share.flatMap { share in summary.map { $0.median * share } }, ratio: share,
            note: "\(text(jobs)) jobs of 1 ms of processor time on two lanes, journal on; the bound is half of the wall "
                + "time that the bodies took, as measured in them")
    }

    /// Processor time of this thread.
    private static func threadSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// `100,000`.
    private static func text(_ count: Int) -> String {
        count < 1000 ? "\(count)" : "\(count / 1000),\(String("\(1000 + count % 1000)".dropFirst()))"
    }
}

/// For runs in which nothing is missing.
private struct NoExecutor: JobExecuting {
    func run(
        _ job: Job, trained: TrainedEvent?, evaluations: [Evaluation], lane: Lane,
        isWanted: @escaping @Sendable () -> Bool, record: (JournalEvent) -> Bool
    ) -> JobEnding { .stopped }

    func work(of job: Job, isTrained: Bool, evaluations: [Evaluation]) -> [JobWork] {
        [JobWork(kind: "train", multiplyAdds: 2), JobWork(kind: "measure", multiplyAdds: 1)]
    }
}

enum ResidentMemory {
    /// Of this process at this moment; 0 where the system does not tell.
    static var bytes: Int {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
            let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { return 0 }
        return pages * Int(getpagesize())
    }
}
