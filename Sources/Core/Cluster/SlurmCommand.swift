import Foundation

/// Slurm's own programs, as a person would call them: nothing of ours stands between.
public enum SlurmCommand {
    /// What one of them said.
    public struct Answer: Sendable {
        /// How the program ended.
        public var ending: ChildEnding
        /// Standard output, in UTF-8.
        public var output: String
        /// Standard error, in UTF-8.
        public var errors: String

        /// Whether it ended with 0.
        public var isGood: Bool { ending == .exited(0) }
        /// In one piece, for people: what it said of its trouble, or else how it ended.
        public var trouble: String {
            let said = errors.split(whereSeparator: \.isNewline).joined(separator: "\n")
            return said.isEmpty ? "\(ending)" : said
        }
    }

    /// The number of a job that sbatch printed: `123`, or `123;cluster`. Nil where it printed none. Its exit status says
    /// nothing of that: with `--wait` it is the job's.
    public static func number(_ output: String) -> (job: String, cluster: String?)? {
        for line in output.split(whereSeparator: \.isNewline) {
            let halves = line.split(separator: ";", maxSplits: 1).map { $0.filter { !$0.isWhitespace } }
            guard let job = halves.first, !job.isEmpty, job.allSatisfy({ $0.isASCII && $0.isNumber }) else { continue }
            return (job, halves.count == 2 && !halves[1].isEmpty ? halves[1] : nil)
        }
        return nil
    }

    /// Where a program lies on the PATH; nil where it does not.
    public static func path(of name: String, environment: [String: String]) -> String? {
        (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map { "\($0)/\(name)" }.first {
            access($0, X_OK) == 0
        }
    }

    /// Runs it and waits for its end. What it prints goes through files without a name, so that it never waits for us.
    /// - Parameters:
    ///   - cluster: another than the machine's own, where Slurm named one (`Submission.cluster`).
    ///   - outlastsTermination: for what makes Slurm end this very job: its SIGTERM, which all processes of a job get, must
    ///     not take the answer away.
    /// - Throws: `SlurmError`; not where the program itself says no.
    public static func run(
        _ name: String, _ arguments: [String], cluster: String? = nil, outlastsTermination: Bool = false,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(SlurmError) -> Answer {
        let words = (cluster.map { ["--clusters=\($0)"] } ?? []) + arguments
        return try start(
            name, words, SlurmEnvironment.asking(environment), output: nil, blocked: outlastsTermination ? [SIGTERM] : [])
    }

    /// Gives a script to sbatch. No signal of the terminal reaches it: whether it submitted must be known.
    /// - Parameters:
    ///   - text: of the script.
    ///   - output: a file that keeps the number also where this process is killed meanwhile. It is locked (`flock`) for as
    ///     long as sbatch runs.
    /// - Throws: `SlurmError`; not where sbatch itself says no.
    public static func submit(
        _ script: URL, _ text: String, _ options: [String], output: URL? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(SlurmError) -> Answer {
        try start(
            "sbatch", ["--parsable"] + options + [script.standardizedFileURL.path],
            SlurmEnvironment.submitting(environment, script: text), output: output)
    }

    private static func start(
        _ name: String, _ arguments: [String], _ environment: [String: String], output place: URL?,
        blocked signals: [Int32] = []
    ) throws(SlurmError) -> Answer {
        guard let path = path(of: name, environment: environment) else { throw .missing(name) }
        guard let output = place.flatMap({ fopen($0.path, "w+") }) ?? tmpfile() else {
            throw .notStarted(name, reason: SystemError.text(errno))
        }
        defer { fclose(output) }
        guard let errors = tmpfile() else { throw .notStarted(name, reason: SystemError.text(errno)) }
        defer { fclose(errors) }
        // What changes the queue is not cut off in the midst by the terminal's Ctrl-C.
        let isWhole = ["sbatch", "scancel", "scontrol"].contains(name)
        if place != nil { flock(fileno(output), LOCK_EX | LOCK_NB) }
        for file in [output, errors] { _ = fcntl(fileno(file), F_SETFD, FD_CLOEXEC) }
        let waiting = SlurmPatience.watch(name)
        defer { waiting.cancel() }
        let ending: ChildEnding
        do throws(SpawnError) {
            let child = try ChildProcess.start(
                path, [name] + arguments, environment: environment,
                files: [STDOUT_FILENO: fileno(output), STDERR_FILENO: fileno(errors)], ownGroup: isWhole,
                defaults: [SIGINT], blocked: signals)
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

/// Why a program of Slurm's gave no answer that can be used.
public enum SlurmError: Error, Equatable, CustomStringConvertible {
    /// The program is not on the PATH.
    case missing(String)
    case notStarted(String, reason: String)
    /// It said no.
    case refused(String, message: String)

    /// For people: that the program is missing or why it did not start, or else what it said.
    public var description: String {
        switch self {
        case .missing(let name): "\(name) is not on the PATH: there is no Slurm on this machine, or its module is not loaded"
        case .notStarted(let name, let reason): "\(name) could not be started: \(reason)"
        case .refused(_, let message): message
        }
    }
}
