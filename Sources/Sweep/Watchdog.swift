import Core
import Foundation

/// Looks after jobs of this process that give no sign of life. A thread cannot be ended from outside: its
/// lane is given up, or with a supervisor the whole process is replaced.
struct Watchdog {
    let signs: LifeSigns
    let runner: SweepRunner
    let scheduler: Scheduler
    let journal: JournalWriter
    let display: RunDisplay
    let role: WorkerRole?
    /// Whether the run was asked to stop.
    let isStopping: () -> Bool
    /// Asks the other lanes to stop in good order and lets nothing more begin.
    let stopOthers: () -> Void

    /// Does not return where the process is to be replaced.
    func look() {
        let silences = signs.silences(unwanted: runner.unwanted(isStopping: isStopping()))
        var (lost, failed) = (0, 0)
        for silence in silences {
            guard silence.isHung else {
                display.note(
                    "\(runner.plan.label(of: silence.job)): no sign of life for \(Text.duration(silence.seconds)), "
                        + "\(silence.progress.words); there is no limits.minutes_per_job, so it is waited for")
                continue
            }
            let lane = scheduler.lanes[silence.lane]
            // The lane may have got on meanwhile, and with another job.
            guard scheduler.giveUp(lane: silence.lane, token: silence.token) else { continue }
            lost += 1
            let what = runner.abandon(
                FailedEvent(
                    id: silence.job.id, job: silence.job, kind: .timedOut, stage: silence.progress.stage,
                    epoch: silence.progress.epochUnderWay, reason: "no sign of life \(silence.progress.words)",
                    place: lane.record), attempt: silence.token)
            if case .job? = what { failed += 1 }
            if case .ahead? = what {
                display.note(
                    "\(runner.plan.label(of: silence.job)), ahead of its search: no sign of life \(silence.progress.words); it is given up, "
                        + "and not worked on ahead again")
            }
        }
        // Where nothing is left to be done, the lane is not missed.
        guard lost > 0, failed > 0 || !runner.isComplete, !isStopping() else { return }
        guard let role else {
            display.note(
                "warning: \(Text.count(lost, "lane")) lost to a hung job; the others go on. With --supervise the run would "
                    + "be started again on all lanes")
            return
        }
        stopOthers()
        _ = scheduler.waitUntilIdle(seconds: RunSafety.partingSeconds)
        display.end()
        try? journal.close()
        role.say(.startAgain)
        _exit(WorkerRole.startAgainStatus)
    }
}
