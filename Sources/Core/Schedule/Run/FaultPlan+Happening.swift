import Foundation

extension FaultPlan {
    /// What a fault that does not end the process makes of the job.
    enum Outcome: Error, Hashable {
        case thrown
        case diverged

        var kind: FailureKind { self == .thrown ? .error : .diverged }
        var reason: String { "a planned fault (\(FaultPlan.variable): \(self == .thrown ? "throw" : "diverge"))" }
    }

    /// Lets happen what was planned for this job at this place. Costs nothing where nothing was.
    /// - Parameter folder: the results folder, for faults that happen once.
    func happen(_ job: Job, at place: Place, in folder: URL?) -> Outcome? {
        guard !faults.isEmpty else { return nil }
        for fault in faults where fault.fits(place) && fault.means(job) {
            if fault.once, !Self.isFirst(fault, in: folder) { continue }
            switch fault.action {
            case .trap: fatalError("a planned fault (\(Self.variable)) in \(fault.job)")
            case .hang: while true { sleep(1000) }
            case .throw: return .thrown
            case .diverge: return .diverged
            case .exit: Foundation.exit(0)
            case .kill: kill(getpid(), SIGKILL)
            case .slow(let milliseconds): Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
            }
        }
        return nil
    }

    /// Makes the file that remembers; false where it is there. O_EXCL: two processes cannot both be first.
    private static func isFirst(_ fault: Fault, in folder: URL?) -> Bool {
        guard let folder else { return true }
        let name = String(Digest.sha256("\(fault.action) \(fault.job) \(fault.place)").prefix(16))
        let descriptor = open(
            folder.appendingPathComponent(".fault-\(name)").path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { return false }
        close(descriptor)
        return true
    }
}

extension FaultPlan.Fault {
    fileprivate func means(_ job: Job) -> Bool { jobs?.contains(job.id) ?? (self.job == job.label) }

    fileprivate func fits(_ place: FaultPlan.Place) -> Bool {
        switch (self.place, place) {
        case (.epoch(let first), .epoch(let now)):
            if case .slow = action { return now >= first }
            return now == first
        // Chunks come in no fixed steps where lanes share them. Whatever is not slow ends the job the first time.
        case (.measuring(let first), .measuring(let now)): return now >= first
        case (.analysing(let first, let done), .analysing(let analysis, let now)): return first == analysis && now >= done
        default: return false
        }
    }
}
