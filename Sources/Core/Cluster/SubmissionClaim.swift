import Foundation

/// Says that somebody submits from a folder: `slurm/submitting`, made by O_EXCL, which network file systems keep where
/// locks mean nothing on another host.
public final class SubmissionClaim: Sendable {
    private let path: String
    private let output: String
    /// What a submission that was killed half-way left: the job that sbatch gave it, as far as it had time to say so.
    public let leftover: (job: String, cluster: String?)?

    /// Takes over the claim of a process of this host that lives no more.
    /// - Parameters:
    ///   - folder: with `slurm/` in it.
    ///   - isAlive: whether a process of this host lives.
    /// - Throws: `SubmissionClaimError`.
    public init(
        _ folder: ResultsFolder, holder: LockHolder = .current(),
        isAlive: (Int32) -> Bool = { kill($0, 0) == 0 || errno == EPERM }
    ) throws(SubmissionClaimError) {
        path = folder.submitting.path
        output = folder.submittingOutput.path
        while true {
            let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
            if descriptor >= 0 {
                Self.write(holder, to: descriptor)
                break
            }
            let code = errno
            if code == EINTR { continue }
            guard code == EEXIST else { throw .system(path: path, reason: SystemError.text(code)) }
            guard let other = Self.read(path) else {
                // Gone meanwhile, or somebody is about to write down who he is.
                if access(path, F_OK) != 0 { continue }
                throw .held(path: path, by: nil)
            }
            // One with this process's number lives no more.
            guard other.host == holder.host, other.pid == holder.pid || !isAlive(other.pid) else {
                throw .held(path: path, by: other)
            }
            Self.takeAway(path, of: other, for: holder)
        }
        guard Self.isQuiet(output) else {
            unlink(path)
            throw .sbatchRuns
        }
        leftover = (try? String(contentsOfFile: output, encoding: .utf8)).flatMap(SlurmCommand.number)
    }

    /// Call it once, when all is written down or taken back.
    public func release() {
        unlink(output)
        unlink(path)
    }

    /// By another name first: of several that do so at once only one takes it away, and what is another's by then is put
    /// back.
    private static func takeAway(_ path: String, of other: LockHolder, for holder: LockHolder) {
        let aside = "\(path)-\(holder.pid)"
        guard rename(path, aside) == 0 else { return }
        if read(aside) != other { link(aside, path) }
        unlink(aside)
    }

    /// Whether no sbatch of a submission that was killed still runs, which keeps its output locked.
    private static func isQuiet(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return true }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) == 0 || errno != EWOULDBLOCK
    }

    private static func read(_ path: String) -> LockHolder? {
        (try? Data(contentsOf: URL(fileURLWithPath: path))).flatMap { try? JSONDecoder().decode(LockHolder.self, from: $0) }
    }

    private static func write(_ holder: LockHolder, to descriptor: Int32) {
        let text = (try? JSONEncoder().encode(holder)) ?? Data()
        _ = text.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
    }
}

/// Why nothing can be submitted to this folder at this moment.
public enum SubmissionClaimError: Error, Equatable, CustomStringConvertible {
    /// Nil where it is not told who.
    case held(path: String, by: LockHolder?)
    /// Of a submission that was killed.
    case sbatchRuns
    case system(path: String, reason: String)

    /// For people: who submits, or what else is in the way, and what to do.
    public var description: String {
        switch self {
        case .held(let path, let holder?):
            "process \(holder.pid) on \(holder.host) submits from this folder since \(holder.since); wait for it. If it is gone, "
                + "see that squeue has nothing of this sweep, and remove \(path)"
        case .held(let path, nil):
            "somebody submits from this folder; wait for it. If nobody does, see that squeue has nothing of this sweep, and "
                + "remove \(path)"
        case .sbatchRuns: "a sweep submit was killed here, and its sbatch still runs; wait for that, and try again"
        case .system(let path, let reason): "\(path): could not be made: \(reason)"
        }
    }
}
