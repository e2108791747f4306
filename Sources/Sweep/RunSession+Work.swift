import ArgumentParser
import Core
import Foundation

extension RunSession {
    func work(_ data: RunData, _ content: FolderContent, _ taken: TakenLanes) throws {
        let lanes = taken.plan
        var records = content.records
        let (known, crashes, plan) = (content.known, content.crashes, content.plan)
        let journal: JournalWriter
        do {
            let name = folder.shard == nil ? "main" : try JournalClaim.next(folder: folder.journal.path)
            journal = try JournalWriter(folder: folder.journal.path, shard: name)
        } catch {
            throw failure(ExitStatus.incomplete, "\(error)")
        }
        let checkpoints = CheckpointFolder(folder.checkpoints)
        checkpoints.removeLeftovers { known.trained[$0] != nil } isEvaluated: { known.evaluated[$0] != nil }
        for notice in lanes.notices { StandardError.print("note: \(notice)") }

        let start = Date()
        let clock = ContinuousClock()
        let begin = clock.now
        let scheduler = Scheduler(lanes, binder: Binder(request.machine.topology))
        let display = RunDisplay(plan, lanes: lanes.lanes.count, mode: mode)
        let keeper = StatusKeeper(folder)
        let signals = StopSignals(
            warning: self.deadline?.warning,
            second: { number in leave(ExitCode(128 + number), display, keeper) },
            early: { display.remark("too soon after the first to count; once more ends at once") }
        ) {
            scheduler.cancelWaitingAndRefuse()
            display.remark("finishing the epoch, then writing checkpoints; once more ends at once")
        }
        if mode == .live { PauseSignal.hear(isWatched: safety.role?.supervisor != nil) { display.pause() } }
        let stop = signals.request
        let broken = StopFlag()
        let signs = LifeSigns(safety.rule)
        let notify: @Sendable (RunEvent) -> Void = { event in
            signs.note(event)
            display.show(event)
        }
        let shouldStop: @Sendable () -> Bool = { stop.signal != nil || broken.isRaised }
        let models = SpeculativeModels(
            folder: folder.speculative, model: { folder.model($0) }, checkpoints: checkpoints)
        let executor = safety.executor(
            try executor(
                data, plan, nodes: lanes.nodes, model: models.url, help: scheduler,
                makeDurable: { (try? journal.flush()) != nil }, notify: notify, shouldStop: shouldStop),
            crashes, plan, folder: folder, model: models.url, kernels: kernels.instructionSet,
            say: { display.note($0) }, notify: notify, shouldStop: shouldStop)
        let header = RunHeader(
            date: ISO8601DateFormatter().string(from: start), host: HostName.current,
            program: Program.name, instructionSet: kernels.instructionSet.rawValue,
            lanes: lanes.lanes.count, earlier: safety.isRestarted ? safety.role?.earlierProcesses : nil)
        let runner = SweepRunner(
            plan: plan, known: known, executor: executor, pool: scheduler,
            journal: journal, retries: spec.limits.retries, checkpoints: checkpoints.all(), crashes: crashes,
            signs: signs, speculativeLanes: speculates ? lanes.lanes.count : 0, speculativeModels: models,
            header: header, notify: notify,
            stopping: {
                broken.raise()
                scheduler.cancelWaitingAndRefuse()
            })
        do {
            try journal.append(.opened(header))
            safety.role?.say(.opened)
            try folder.writeSplits(data)
        } catch {
            throw failure(ExitStatus.incomplete, "\(error)")
        }
        announce(runner.outline, data.identities, lanes)
        if safety.role == nil { CrashDiversion.arm(folder, again: again) }
        keeper.begin(sweep: spec.name, supervisor: safety.role?.supervisor, again: again, display: display)
        var curves = CurvesNotice(content.curves, plan)
        curves.tell(within: 0.25)

        display.replaying { runner.start() }
        display.goesOn(after: runner.secondsBefore / Double(max(1, lanes.lanes.count)))
        var watchdog = Watchdog(
            signs: signs, runner: runner, scheduler: scheduler, journal: journal, display: display, role: safety.role,
            rule: taken.replacements, helpGrace: safety.rule.stopGrace,
            isStopping: { stop.signal != nil || broken.isRaised },
            stopOthers: {
                broken.raise()
                scheduler.cancelWaitingAndRefuse()
            })
        var nextTables = clock.now + .seconds(60)
        var deadline = deadline
        while !scheduler.waitUntilIdle(seconds: 0.25) {
            deadline?.look { display.remark($0) }
            let secondsLeft = runner.secondsLeft(lanes: lanes.lanes.count)
            display.redraw(secondsLeft: secondsLeft)
            keeper.note(display, secondsLeft: secondsLeft, isStopping: shouldStop())
            watchdog.look()
            curves.tell(within: 0) { display.end() }
            if folder.shard == nil, clock.now > nextTables {
                // For whoever looks in the night. Once a minute, and never more than a twentieth of the
                // time, whatever the number of jobs.
                let before = clock.now
                writeTables(&records, runner)
                nextTables = clock.now + max(Duration.seconds(60), before.duration(to: clock.now) * 20)
            }
        }
        scheduler.stopWhenIdle()
        models.removeAll()
        if runner.isComplete, runner.failures.isEmpty {
            // Of work ahead that was cut off, or of what an earlier form of the sweep asked for.
            checkpoints.removeAll()
        }
        Output.makeRoom()
        display.end()
        curves.tell(within: nil)
        let ending = RunEnding(
            runner: runner, journal: journal, scheduler: scheduler, display: display, identities: Array(data.all.keys),
            header: header, seconds: begin.duration(to: clock.now) / .seconds(1), signal: stop.signal)
        let status = finish(ending, &records)
        keeper.end(display, exitStatus: status.rawValue)
        if scheduler.behindCount > 0 {
            // Whatever a hung thread holds, the end of the process must not wait for it.
            safety.role?.say(.ended)
            beforeExit(status, false)
            Output.end()
            _exit(status.rawValue)
        }
        if status != .success { throw status }
    }

    /// Before the process is ended at once. Nothing here waits for long: the disk and the terminal may be why it is.
    private func leave(_ status: ExitCode, _ display: RunDisplay, _ keeper: StatusKeeper) {
        Output.makeRoom()
        display.close()
        if mode == .json {
            Terminal.line(RunEventRecord.ended(status: status.rawValue, again: again, at: display.elapsed).line)
        } else {
            Terminal.show(
                ProseLine("ended at once: what was done since the last checkpoints is lost; go on with:", command: again))
        }
        keeper.endSoon(display, exitStatus: status.rawValue)
        safety.role?.say(.ended)
        beforeExit(status, true)
    }

    /// On the way. A full disk stops the run; anything else is tried again with the next tables.
    private func writeTables(_ records: inout RecordReader, _ runner: SweepRunner) {
        do {
            try folder.writeTables(try records.record(isWhole: false))
        } catch {
            if let file = error as? FileError, file.concernsAll { runner.stop("\(file)") }
        }
    }

    private func announce(_ outline: SweepOutline, _ identities: DataIdentities, _ lanes: LanePlan) {
        switch mode {
        case .quiet: return
        case .json:
            let record = RunEventRecord.begun(
                spec, folder: folder.url.standardizedFileURL.path, outline: outline, lanes: lanes.lanes.count,
                earlier: safety.role?.earlierProcesses ?? 0)
            return Terminal.line(record.line)
        case .live, .log: break
        }
        let bound = ProcessorSet(lanes.lanes.flatMap { $0.processors?.numbers ?? [] })
        let places = bound.isEmpty ? ", not bound to processors" : " on processors \(bound)"
        let lines = [
            Text.data(of: spec, identities),
            "\(lanes.lanes.count.of("lane"))\(places), \(kernels.instructionSet.rawValue) kernels; "
                + "results in \(folder.url.relativePath)\(folder.shard.map { "; shard \($0.number)" } ?? "")",
            "\(outline.summary)\(outline.searches > 0 ? " · ν searches \(outline.searches)" : "")",
        ]
        Terminal.show((lines + outline.explanation.map { "  \($0)" }).map { ProseLine($0) })
    }
}
