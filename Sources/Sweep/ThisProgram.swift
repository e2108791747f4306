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

    /// For processes of this program. Whoever has set that has it their way.
    static var childEnvironment: [String: String] {
        ProcessInfo.processInfo.environment.merging([CrashManners.variable: CrashManners.text]) { given, _ in given }
    }
}
