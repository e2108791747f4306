import Foundation

/// Slurm's own programs, as a person would call them: nothing of ours stands between.
public enum SlurmCommand {
    /// What one of them said.
    public struct Answer: Sendable {
        public var ending: ChildEnding
        public var output: String
        public var errors: String

        public var isGood: Bool { ending == .exited(0) }
        /// In one piece, for people: what it said of its trouble, or else how it ended.
        public var trouble: String {
            let said = errors.split(whereSeparator: \.isNewline).joined(separator: "\n")
            return said.isEmpty ? "\(ending)" : said
        }
    }

    /// Where a program lies on the PATH; nil where it does not.
    public static func path(of name: String, environment: [String: String]) -> String? {
        (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map { "\($0)/\(name)" }.first {
            access($0, X_OK) == 0
        }
    }

    /// Runs it and waits for its end. What it prints goes through files without a name, so that it never waits for us.
    /// Times are asked for in seconds since 1970.
    /// - Throws: `SlurmError`; not where the program itself says no.
    public static func run(
        _ name: String, _ arguments: [String], environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(SlurmError) -> Answer {
        guard let path = path(of: name, environment: environment) else { throw .missing(name) }
        guard let output = tmpfile(), let errors = tmpfile() else {
            throw .notStarted(name, reason: SystemError.text(errno))
        }
        defer {
            fclose(output)
            fclose(errors)
        }
        for file in [output, errors] { _ = fcntl(fileno(file), F_SETFD, FD_CLOEXEC) }
        var own = environment
        own["SLURM_TIME_FORMAT"] = "%s"
        // Whoever has set these means his own terminal, not our reading.
        for name in ["SQUEUE_FORMAT", "SQUEUE_FORMAT2", "SQUEUE_STATES", "SQUEUE_SORT", "SACCT_FORMAT", "SBATCH_TEST_ONLY"] {
            own[name] = nil
        }
        let ending: ChildEnding
        do throws(SpawnError) {
            let child = try ChildProcess.start(
                path, [name] + arguments, environment: own,
                files: [STDOUT_FILENO: fileno(output), STDERR_FILENO: fileno(errors)], defaults: [SIGINT])
            ending = child.wait()
        } catch {
            throw .notStarted(name, reason: "\(error)")
        }
        return Answer(ending: ending, output: text(output), errors: text(errors))
    }

    private static func text(_ file: UnsafeMutablePointer<FILE>) -> String {
        let descriptor = fileno(file)
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = pread(descriptor, &block, block.count, off_t(bytes.count))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += block[..<count]
        }
    }
}

public enum SlurmError: Error, Equatable, CustomStringConvertible {
    /// The program is not on the PATH.
    case missing(String)
    case notStarted(String, reason: String)
    /// It said no.
    case refused(String, message: String)

    public var description: String {
        switch self {
        case .missing(let name): "\(name) is not on the PATH: there is no Slurm on this machine, or its module is not loaded"
        case .notStarted(let name, let reason): "\(name) could not be started: \(reason)"
        case .refused(_, let message): message
        }
    }
}
