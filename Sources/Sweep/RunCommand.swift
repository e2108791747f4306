import ArgumentParser
import Core
import Foundation

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run a sweep, or go on with one.",
        discussion: """
            Trains and measures what the results folder does not have yet, and writes the tables. Ctrl-C finishes \
            the epochs and chunks under way, leaves checkpoints and tables, and the same command then goes on from \
            there; a second Ctrl-C ends at once. A job that failed is tried again by later runs, up to limits.retries \
            times. On a terminal each lane has a line; elsewhere there is a log. sweep status, from another terminal, \
            shows how far a run is.

              sweep run sweeps/quickstart.yaml
              sweep run sweeps/nu_search.yaml --set training.epochs=30 --set seeds=1 --results results/rough
              sweep run sweeps/nu_search.yaml --lanes 4 --results /scratch/nu
              nohup sweep run sweeps/nu_search.yaml > night.log 2>&1 &
              sweep run sweeps/nu_search.yaml --on-finish 'notify-send "$SWEEP_STATUS"'

            For a night in tmux or screen, where output is a terminal, give --supervise: it is on by default only where \
            output goes to a file.

            Sweeps on one machine keep off each other's cores; one that finds none free waits, and says for whom. \
            SWEEP_CORE_LOCKS names the folder where they lock cores (/tmp/sweep-cores), or is off. SWEEP_MEMORY=64G \
            plans with so much memory instead of what the machine and its cgroups have left; off does not ask.

            --on-finish is given to /bin/sh once, when the run has ended, unless by SIGKILL, by SIGQUIT (Ctrl-\\), or by a \
            crash that no second process watches (--supervise). Its environment has SWEEP_STATUS (complete, incomplete, \
            stopped, failed), SWEEP_EXIT (the exit status) and SWEEP_RESULTS (the folder). How the command ends does not \
            change the exit status. A second signal does not wait for it.

            A terminal or pipe that nobody reads (Ctrl-S, a closed laptop, less) does not hold a run up: its lines wait in \
            memory, up to 4 MB; how many were lost then is said. The end of the run waits a few seconds for a reader.

            Exit status: 0 all done and every search passed; 1 a job failed or a search did not pass; 2 the results \
            folder is in use or was made by another configuration, or no core is free with --no-wait; 64 bad \
            arguments or a bad sweep file; 130, 143, 129, 138 interrupted (Ctrl-C, SIGTERM, terminal closed, SIGUSR1 or time \
            over).
            """)

    @OptionGroup var arguments: RunArguments

    func run() throws {
        // A reader of our output that goes away must not end the run.
        signal(SIGPIPE, SIG_IGN)
        // Nor may one that stops reading hold it up.
        beginOutput()
        try arguments.check()
        try checkVariables()
        let role = WorkerRole.take()
        if role == nil { RunDeadline.begin(arguments.time) }
        let onFinish = arguments.onFinish.map(OnFinish.init)
        // A second process could not read the sweep from a pipe again.
        let isWatched = isatty(STDOUT_FILENO) != 1 && !SpecLoader.isPipe(arguments.file)
        if role == nil, arguments.supervise ?? isWatched { return try supervised(onFinish) }
        // A worker is in the background of its supervisor's terminal, which `stty tostop` would stop at its first word.
        if role != nil { signal(SIGTTOU, SIG_IGN) }
        // A worker's end is its supervisor's to tell.
        let beforeExit: @Sendable (ExitCode, Bool) -> Void = { [self] status, isHurried in
            guard role == nil else { return }
            finished(onFinish, status, isHurried) { StopSignals.passOn(to: $0, status: status) }
        }
        let atEnd: @Sendable (ExitCode) -> Void = { beforeExit($0, false) }
        // A supervisor sees that by itself.
        if role == nil { ExitGuard.arm(again: commandLine, atEnd: atEnd) }
        do {
            defer { ExitGuard.disarm() }
            try work(role, beforeExit)
        } catch {
            role?.say(.ended)
            atEnd(Self.exitCode(for: error))
            throw error
        }
        role?.say(.ended)
        atEnd(.success)
    }

    /// Those of rehearsals: one with a slip in it would rehearse something else.
    private func checkVariables() throws {
        let environment = ProcessInfo.processInfo.environment
        if let problem = HangRule.problem(environment: environment) ?? GrowingPauses.problem(environment: environment) {
            throw failure(ExitStatus.usage, problem)
        }
    }

    private func beginOutput() {
        let (isJSON, start) = (arguments.json, ContinuousClock.now)
        Output.begin { lost, descriptor in
            let text = "\(lost.of("line")) lost here: nobody read them, and too much was waiting"
            guard isJSON, descriptor == STDOUT_FILENO else { return "note: \(text)\n" }
            return RunEventRecord.message(text, at: start.duration(to: .now) / .seconds(1)).line + "\n"
        }
    }

    private func supervised(_ onFinish: OnFinish?) throws {
        // It must pass signals on, wherever it is.
        signal(SIGTTOU, SIG_IGN)
        let begin = ContinuousClock.now
        var supervisor: Supervisor?
        do {
            // The worker reads it again, and tells what there is to tell.
            let spec = try SweepFile.loaded(arguments.file, arguments.overrides, quietly: true).spec
            let watching = Supervisor(folder: arguments.folder(of: spec), again: commandLine)
            supervisor = watching
            try watching.run()
        } catch {
            let status = Self.exitCode(for: error)
            if arguments.json, supervisor?.isOpen == true {
                let seconds = begin.duration(to: .now) / .seconds(1)
                Terminal.line(RunEventRecord.ended(status: status.rawValue, again: commandLine, at: seconds).line)
            }
            finished(onFinish, status, false) { supervisor?.passOn(to: $0, status: status) }
            throw error
        }
    }

    /// The last that is done.
    /// - Parameters:
    ///   - isHurried: whether the process is to end at once.
    ///   - started: given the process of the user's command.
    private func finished(_ onFinish: OnFinish?, _ status: ExitCode, _ isHurried: Bool, _ started: (ChildProcess) -> Void) {
        defer {
            if arguments.shard != nil, !isHurried { RunDeadline.requeue(after: status.rawValue, again: commandLine) }
        }
        guard let onFinish else { return }
        let known = arguments.results.map { ResultsFolder(URL(fileURLWithPath: $0)) }
            // Whoever could not read it has said why.
            ?? (try? SpecLoader.load(path: arguments.file, overrides: arguments.overrides))
            .map { arguments.folder(of: $0.spec) }
        onFinish.run(results: known, status: status.rawValue, isJSON: arguments.json, isHurried: isHurried, started: started)
    }

    private func work(_ role: WorkerRole?, _ beforeExit: @escaping @Sendable (ExitCode, Bool) -> Void) throws {
        let loaded = try SweepFile.loaded(arguments.file, arguments.overrides)
        let spec = loaded.spec
        let faults = try plannedFaults()
        let kernels = KernelSet.of(try KernelChoice.make().chosen)
        let environment = ProcessInfo.processInfo.environment
        let request = try arguments.lanes.request(on: .this().narrowed(by: environment))
        let session = RunSession(
            spec: spec, source: SweepFile.source(loaded, arguments.overrides), folder: arguments.folder(of: spec),
            earlier: arguments.reuse.folders, kernels: kernels, request: request,
            accept: arguments.accept, offline: arguments.offline, retryFailed: arguments.retryFailed,
            waits: !arguments.noWait, speculates: arguments.speculation, again: commandLine,
            safety: RunSafety(
                role: role, isolate: arguments.isolate, faults: faults, limits: spec.limits,
                checkpointSeconds: arguments.checkpointSeconds),
            mode: arguments.mode, deadline: RunDeadline.of(environment, asksSlurm: arguments.shard != nil),
            beforeExit: beforeExit)
        try session.run()
    }

    private func plannedFaults() throws -> FaultPlan {
        do {
            let plan = try FaultPlan(environment: ProcessInfo.processInfo.environment)
            if !plan.faults.isEmpty {
                StandardError.print(
                    "note: \(plan.faults.count.of("fault")) planned by \(FaultPlan.variable): this run is a rehearsal")
            }
            return plan
        } catch {
            throw failure(ExitStatus.usage, error)
        }
    }

    /// What a person types to go on. A task of Slurm is not started by hand.
    private var commandLine: String {
        if arguments.shard != nil, let results = arguments.results, SlurmJob(environment: ProcessInfo.processInfo.environment) != nil {
            return ThisProgram.command("submit", arguments.file, "--results", results)
        }
        var words = CommandLine.arguments
        // What it gave is written down there; it gives it no second time.
        if SpecLoader.isPipe(arguments.file), let spec = try? SweepFile.loaded(arguments.file, arguments.overrides, quietly: true).spec {
            let folder = arguments.folder(of: spec)
            for place in words.indices.dropFirst() where words[place] == arguments.file {
                words[place] = folder.specification.relativePath
            }
            if arguments.results == nil { words += ["--results", folder.url.relativePath] }
        }
        return words.map(\.quotedForShell).joined(separator: " ")
    }
}

extension String {
    /// As one word for a shell.
    var quotedForShell: String {
        let plain = !isEmpty && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./=,:+@%".contains($0)) }
        return plain ? self : "'" + replacingOccurrences(of: "'", with: "'\\''") + "'"
    }
}
