import Core
import Foundation

/// What a run does about crashes and hung jobs.
struct RunSafety {
    /// Nil where nobody watches this process.
    let role: WorkerRole?
    /// Every job in a process of its own.
    let isolate: Bool
    let faults: FaultPlan
    let rule: HangRule
    let pace: JobPace

    /// Whether this process goes on with a run after a crash, or after a job that hung.
    var isRestarted: Bool { (role?.earlierProcesses ?? 0) > 0 }

    /// Seconds that the other jobs are given to stop in good order when a lane is lost.
    static let partingSeconds = 30.0

    init(role: WorkerRole?, isolate: Bool, faults: FaultPlan, limits: RunLimits, checkpointSeconds: Double) {
        self.role = role
        self.isolate = isolate
        self.faults = faults
        pace = JobPace(minutes: limits.minutesPerJob, checkpointSeconds: checkpointSeconds)
        rule = HangRule(limits, environment: ProcessInfo.processInfo.environment)
    }

    /// The journal is read once more only where there is something to learn from it.
    /// - Throws: `JournalError`.
    func history(_ folder: ResultsFolder, _ known: KnownResults, forgiving: Bool) throws -> CrashHistory {
        try CrashHistory.read(folder, known, earlierProcesses: role?.earlierProcesses ?? 0, forgiving: forgiving)
    }

    func settings(_ folder: ResultsFolder, _ plan: SweepPlan) -> JobSettings {
        JobSettings(
            folder: folder, minutes: pace.minutes, checkpointSeconds: pace.checkpointSeconds,
            program: Program.name, faults: faults.resolved(plan))
    }

    /// Where each job is done: here, or in a process of its own.
    /// - Parameter here: does jobs in this process.
    func executor(
        _ here: any JobExecuting, _ crashes: CrashHistory, _ plan: SweepPlan, folder: ResultsFolder,
        model: @escaping @Sendable (String) -> URL, kernels: InstructionSet,
        say: @escaping @Sendable (String) -> Void, notify: @escaping @Sendable (RunEvent) -> Void,
        shouldStop: @escaping @Sendable () -> Bool
    ) -> any JobExecuting {
        let program = IsolatedExecutor.Program(
            executable: ThisProgram.path,
            arguments: [CommandLine.arguments[0], JobCommand.configuration.commandName ?? ""],
            environment: ThisProgram.childEnvironment)
        let isolated = IsolatedExecutor(
            program: program, settings: settings(folder, plan), model: model, kernels: kernels, costs: here,
            rule: rule, pauses: GrowingPauses(environment: ProcessInfo.processInfo.environment), say: say, notify: notify,
            shouldStop: shouldStop)
        return isolate ? isolated : SuspectExecutor(usual: here, isolated: isolated, suspects: crashes.suspects)
    }
}
