import Foundation

/// How this program starts itself again.
enum ThisProgram {
    /// On Linux the link to the running program itself: it stays the same one when another is installed
    /// in its place during the night.
    static var path: String {
        #if os(Linux)
        "/proc/self/exe"
        #else
        Bundle.main.executablePath ?? CommandLine.arguments[0]
        #endif
    }

    /// For processes of this program: where Swift reports a crash, the crashed thread is what matters, and
    /// looking up all others takes seconds. Whoever has set that has it their way.
    static var childEnvironment: [String: String] {
        ProcessInfo.processInfo.environment.merging(
            ["SWIFT_BACKTRACE": "threads=crashed,registers=none,images=none,interactive=no,color=no"]
        ) { given, _ in given }
    }
}
