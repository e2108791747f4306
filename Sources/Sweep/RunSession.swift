import ArgumentParser
import Core
import Foundation

/// One process's work on a results folder, from the lock to the last lines on the terminal.
struct RunSession {
    let spec: SweepSpec
    /// The sweep file as it was given.
    let source: String
    let folder: ResultsFolder
    /// Other results folders, whose networks are taken over where this sweep asks for them.
    let earlier: [ResultsFolder]
    let kernels: KernelSet
    let request: LaneRequest
    let accept: Bool
    let offline: Bool
    let retryFailed: Bool
    /// Whether to wait where other sweeps have all cores.
    let waits: Bool
    /// Whether idle lanes may work ahead of the searches.
    let speculates: Bool
    /// The command to go on with.
    let again: String
    let safety: RunSafety
    /// How the run is shown.
    let mode: RunDisplay.Mode
    /// When the process must have ended; nil where nobody knows.
    var deadline: RunDeadline?
    /// Called where the process ends without coming back from `run`, before it does; told whether that is to be at once.
    let beforeExit: @Sendable (ExitCode, _ isHurried: Bool) -> Void

    /// - Throws: the exit status, unless that is 0.
    func run() throws {
        let start = ContinuousClock.now
        var isAtWork = false
        do {
            try run { isAtWork = true }
        } catch {
            // Whoever reads events waits for this one. Of a worker that was to go on, its supervisor tells the end.
            if !isAtWork, mode == .json, !safety.isRestarted {
                let (status, seconds) = (RunCommand.exitCode(for: error), start.duration(to: .now) / .seconds(1))
                Terminal.line(RunEventRecord.ended(status: status.rawValue, again: again, at: seconds).line)
            }
            throw error
        }
    }

    /// - Parameter atWork: called when nothing can be refused any more.
    private func run(atWork: () -> Void) throws {
        try checkEarlier()
        let lock = try openFolder()
        try withExtendedLifetime(lock) {
            let data = try RunData.prepare(spec, offline: offline, isShown: mode.isForPeople)
            var content = try content(data)
            let lanes = try takeLanes(data, content)
            // Only now: a folder in which nothing could begin belongs to no configuration.
            if isFirstOfShards { try writeConfiguration() }
            try withExtendedLifetime(lanes.locks) {
                // Behind the configuration, which what is taken over belongs to.
                if try takeOver(data) { content = try self.content(data, isFirst: false) }
                atWork()
                try work(data, content, lanes)
            }
        }
    }

    /// Whether nobody has written down what the folder is of; always where there are no shards.
    private var isFirstOfShards: Bool {
        folder.shard == nil || !FileManager.default.fileExists(atPath: folder.specification.path)
    }

    private func writeConfiguration() throws {
        do {
            try folder.writeConfiguration(spec, source: source)
        } catch {
            throw failure(ExitStatus.incomplete, "\(error)")
        }
    }

    // MARK: - Before

    /// - Returns: nil for a shard. Locks of one host mean nothing on another, and some file systems have none: a shard
    ///   writes files of its own, and names them by `JournalClaim`.
    private func openFolder() throws -> ResultsLock? {
        if let refusal = FolderRefusal.text(folder) { throw failure(ExitStatus.resultsInUse, refusal) }
        do {
            try folder.create()
        } catch {
            throw failure(ExitStatus.resultsInUse, "\(error)")
        }
        var lock: ResultsLock?
        if folder.shard == nil {
            do throws(ResultsLockError) {
                lock = try ResultsLock(folder: folder.url.path, patience: 1)
            } catch {
                throw failure(ExitStatus.resultsInUse, error)
            }
        }
        let active = folder.shard == nil ? folder.activeShards() : 0
        if active > 0 {
            StandardError.print(
                "note: \(active.of("shard")) of this sweep \(active == 1 ? "is" : "are") at work on a cluster: what "
                    + "this run does, they may do too")
        }
        // In what is shared somebody else's file may be half-way at this moment.
        if folder.shard == nil, active == 0 {
            // A task that has not yet said that it is at work, or a node whose clock differs, may be writing.
            let age: Double = FileManager.default.fileExists(atPath: folder.shards.path) ? 86_400 : 0
            for url in [folder.url, folder.models, folder.artefacts] { AtomicFile.removeLeftovers(in: url, olderThan: age) }
        }
        if !accept, let difference = FolderRefusal.otherConfiguration(folder, spec) {
            throw failure(
                ExitStatus.resultsInUse,
                difference
                    + "\nGive another --results, or --accept to go on there: what both have in common is not computed again.")
        }
        // Of the last run: from now on it would say that this process does what that one did. Of the same run it says who
        // watches it, should this process not come to its first word.
        if !safety.isRestarted { try? AtomicFile.remove(folder.status) }
        return lock
    }

    /// The groups of all parts on one of their data sets.
    func groups(_ request: DataRequest, _ data: RunData) throws -> [GroupName: PermutationGroup] {
        let parts = spec.parts.filter { $0.data == request }
        do throws(GroupError) {
            return try JobExecutor.groups(parts.flatMap(\.groups), of: data[request], own: spec.ownGroups)
        } catch {
            throw failure(ExitStatus.usage, error)
        }
    }

    func executor(
        _ data: RunData, _ plan: SweepPlan, nodes: Set<Int>, model: @escaping @Sendable (String) -> URL, help: any IdleHelp,
        makeDurable: @escaping @Sendable () -> Bool,
        notify: @escaping @Sendable (RunEvent) -> Void, shouldStop: @escaping @Sendable () -> Bool
    ) throws -> JobExecutors {
        var executors: [DataIdentity: JobExecutor] = [:]
        let identities = data.identities
        for request in spec.dataRequests {
            let identity = identities[request]
            // Two requests may come to the same data, as where one's fallback is another's source: one executor has the
            // groups of both.
            guard executors[identity] == nil else { continue }
            let names = spec.parts.filter { identities[$0.data] == identity }.flatMap(\.groups)
            do throws(GroupError) {
                executors[identity] = try JobExecutor.make(
                    safety.settings(folder, plan), data: data[request], groups: names, own: spec.ownGroups,
                    kernels: kernels, nodes: nodes, others: data.all, model: model, help: help,
                    makeDurable: makeDurable, notify: notify, shouldStop: shouldStop)
            } catch {
                throw failure(ExitStatus.usage, error)
            }
        }
        return JobExecutors(executors)
    }
}

extension ResultsFolder {
    /// Writes down what the folder is of. - Throws: `FileError`.
    func writeConfiguration(_ spec: SweepSpec, source: String) throws {
        try writeGroups(spec.ownGroups.values)
        try AtomicFile.update(SpecWriter.yaml(spec), to: specification)
        try AtomicFile.update(source, to: self.source)
        try keepDiff(Program.source)
    }

    /// Writes down which samples were used for what. - Throws: `FileError`.
    func writeSplits(_ data: RunData) throws {
        for (set, url) in zip(data.sets, splitFiles(data)) {
            // Those of all shards are the same, and one of them writes it.
            if shard != nil, FileManager.default.fileExists(atPath: url.path) { continue }
            let split = set.data.split
            try SplitsExport.file(
                train: split.train, test: split.test, validation: split.validation, data: data.identities[set.request]
            ).write(to: url)
        }
    }
}
