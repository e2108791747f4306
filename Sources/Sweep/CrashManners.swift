import Foundation

/// How Swift's runtime reports a crash of this program: it reads that once, before `main`, from the environment.
enum CrashManners {
    static let variable = "SWIFT_BACKTRACE"
    /// The crashed thread is what matters, and looking up all others takes seconds. Nobody is asked anything, for which
    /// the runtime would stop for half a minute with the folder and the cores in hand.
    static let text = "threads=crashed,registers=none,images=none,interactive=no,color=no"

    /// Whether crashes of this process are reported so, and not as a person has set.
    nonisolated(unsafe) private(set) static var areOurs = false

    /// A run on a terminal has nobody to start it with that environment: it starts itself over, as the same process. Where
    /// that is refused it goes on, and would crash with more words. Call it first of all.
    static func takeOn(_ arguments: [String]) {
        let given = getenv(variable).map { String(cString: $0) }
        if given == text {
            areOurs = true
            // Not for what this process starts in its turn.
            unsetenv(variable)
            return
        }
        guard given == nil, arguments.first == "run", isatty(STDOUT_FILENO) == 1, getenv(WorkerRole.variable) == nil
        else { return }
        setenv(variable, text, 1)
        // By its name where that is known, so that the process keeps it.
        let path = try? FileManager.default.destinationOfSymbolicLink(atPath: ThisProgram.path)
        for path in [path, ThisProgram.path].compactMap(\.self) { execv(path, CommandLine.unsafeArgv) }
        unsetenv(variable)
    }
}
