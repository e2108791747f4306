import Core
import Foundation

/// Looks after jobs of this process that give no sign of life. A thread cannot be ended from outside: it is left
/// behind and its lane goes on in another; where too many are, the lane is lost, or with a supervisor the whole process
/// is replaced.
struct Watchdog {
    let signs: LifeSigns
    let runner: SweepRunner
    let scheduler: Scheduler
    let journal: JournalWriter
    let display: RunDisplay
    let role: WorkerRole?
    /// How many threads may stay behind.
    let rule: ReplacementRule
    /// Seconds for which the run waits for help that is left over.
    let helpGrace: Double
    /// Whether the run was asked to stop.
    let isStopping: () -> Bool
    /// Asks the other lanes to stop in good order and lets nothing more begin.
    let stopOthers: () -> Void

    /// When help was first seen to be all that is left.
    private var helpSince: Double?

    init(
        signs: LifeSigns, runner: SweepRunner, scheduler: Scheduler, journal: JournalWriter, display: RunDisplay,
        role: WorkerRole?, rule: ReplacementRule, helpGrace: Double, isStopping: @escaping () -> Bool,
        stopOthers: @escaping () -> Void
    ) {
        (self.signs, self.runner, self.scheduler, self.journal) = (signs, runner, scheduler, journal)
        (self.display, self.role, self.rule, self.helpGrace) = (display, role, rule, helpGrace)
        (self.isStopping, self.stopOthers) = (isStopping, stopOthers)
    }

    /// Does not return where the process is to be replaced.
    mutating func look() {
        lookAtHelp()
        let silences = signs.silences(unwanted: runner.unwanted(isStopping: isStopping()), isStopping: isStopping())
        var lost = 0
        for silence in silences {
            let label = runner.plan.label(of: silence.job)
            let place = scheduler.lanes[silence.lane].record
            switch silence.verdict {
            case .quiet(let most):
                display.note(
                    "\(label): no sign of life for \(Text.duration(silence.seconds)), \(silence.progress.words); "
                        + "given up after \(Text.duration(most))")
                continue
            case .leftBehind:
                guard scheduler.giveUp(lane: silence.lane, token: silence.token) != nil else { continue }
                runner.leaveBehind(attempt: silence.token, place: place)
                display.note("\(label): no sign of life \(silence.progress.words); the run stops without it")
                continue
            case .hung: break
            }
            // The lane may have got on meanwhile, and with another job.
            // Where nothing is left to be done, the lane is not missed.
            let isMissed = !isStopping() && !runner.isComplete
            guard
                let lane = scheduler.giveUp(
                    lane: silence.lane, token: silence.token, replacing: isMissed ? rule : .never)
            else { continue }
            if isMissed, !lane.isReplaced { lost += 1 }
            let what = runner.abandon(
                FailedEvent(
                    id: silence.job.id, job: silence.job, kind: .timedOut, stage: silence.progress.stage,
                    epoch: silence.progress.epochUnderWay, reason: "no sign of life \(silence.progress.words)",
                    place: place), attempt: silence.token, isLaneLost: !lane.isReplaced)
            if case .ahead? = what {
                display.note(
                    "\(label), ahead of its search: no sign of life \(silence.progress.words); it is given up, "
                        + "and not worked on ahead again")
            }
            if lane.isReplaced {
                display.note(
                    "lane \(silence.lane) goes on in a new thread; the hung one stays behind with its memory "
                        + "(\(lane.behind) of at most \(rule.most))")
            }
        }
        guard lost > 0, !runner.isComplete else { return }
        guard let role else {
            let left = scheduler.lanes.count - scheduler.lostCount
            display.note(
                "warning: \(lost.of("lane")) lost to a hung job, since \(rule.most) hung threads are behind already; "
                    + (left > 0 ? "\(left.of("lane")) left" : "the run ends")
                    + ". With --supervise it would be started again on all lanes")
            return
        }
        stopOthers()
        _ = scheduler.waitUntilIdle(seconds: RunSafety.partingSeconds)
        display.end()
        try? journal.close()
        role.say(.startAgain)
        Output.endSoon()
        _exit(WorkerRole.startAgainStatus)
    }

    /// Whoever helped a job that was given up may hang like it, and no job is left that would tell.
    private mutating func lookAtHelp() {
        guard scheduler.isHelpAlone else {
            helpSince = nil
            return
        }
        let now = RunningClock.process.now
        guard let since = helpSince else {
            helpSince = now
            return
        }
        guard now - since > helpGrace else { return }
        helpSince = nil
        scheduler.giveUpHelp()
        display.note("lanes that helped a job which hangs are given up")
    }
}
