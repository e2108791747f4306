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
    /// Called where the process ends without coming back from `run`, before it does; told whether that is to be at once.
    let beforeExit: @Sendable (ExitCode, _ isHurried: Bool) -> Void

    /// - Throws: the exit status, unless that is 0.
    func run() throws {
        try checkEarlier()
        let lock = try openFolder()
        try withExtendedLifetime(lock) {
            let data = try prepareData()
            var content = try content(data)
            let lanes = try takeLanes(data, content)
            // Only now: a folder in which nothing could begin belongs to no configuration.
            do {
                try folder.writeGroups(spec.ownGroups.values)
                try AtomicFile.update(SpecWriter.yaml(spec), to: folder.specification)
                try AtomicFile.update(source, to: folder.source)
                try folder.keepDiff(Program.source)
            } catch {
                throw failure(ExitStatus.incomplete, "\(error)")
            }
            try withExtendedLifetime(lanes.locks) {
                // Behind the configuration, which what is taken over belongs to.
                if try takeOver(data) { content = try self.content(data, isFirst: false) }
                try work(data, content, lanes)
            }
        }
    }

    // MARK: - Before

    private func openFolder() throws -> ResultsLock {
        if let refusal = FolderRefusal.text(folder) { throw failure(ExitStatus.resultsInUse, refusal) }
        do {
            try folder.create()
        } catch {
            throw failure(ExitStatus.resultsInUse, "\(error)")
        }
        let lock: ResultsLock
        do throws(ResultsLockError) {
            lock = try ResultsLock(folder: folder.url.path, patience: 1)
        } catch {
            throw failure(ExitStatus.resultsInUse, error)
        }
        for url in [folder.url, folder.models, folder.artefacts] { AtomicFile.removeLeftovers(in: url) }
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

    private func prepareData() throws -> RunData {
        let display = DownloadDisplay(isShown: mode.isForPeople)
        defer { display.end() }
        do throws(DataError) {
            let store = DatasetStore(allowDownload: !offline)
            var sets: [(DataRequest, PreparedData)] = []
            for request in spec.allDataRequests {
                let data = try store.prepare(request) { display.show($0) }
                display.end()
                for notice in data.notices { StandardError.print("note: \(notice.summary)") }
                sets.append((request, data))
            }
            return RunData(sets: sets)
        } catch {
            display.end()
            throw failure(ExitStatus.incomplete, error)
        }
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
        for request in spec.dataRequests {
            let names = spec.parts.filter { $0.data == request }.flatMap(\.groups)
            do throws(GroupError) {
                executors[data.identities[request]] = try JobExecutor.make(
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
