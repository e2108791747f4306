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

    /// The program in commands for people, as they have called it: from the PATH by its name, else by its path, as one word
    /// of a shell.
    static var command: String { command(called: CommandLine.arguments.first) }

    static func command(called name: String?) -> String { name.flatMap { $0.isEmpty ? nil : $0.quotedForShell } ?? "sweep" }

    /// A command line of this program to be copied.
    /// - Parameter arguments: not yet quoted.
    static func command(_ arguments: String...) -> String {
        ([command] + arguments.map(\.quotedForShell)).joined(separator: " ")
    }

    /// For processes of this program. Whoever has set that has it their way.
    static var childEnvironment: [String: String] {
        ProcessInfo.processInfo.environment.merging([CrashManners.variable: CrashManners.text]) { given, _ in given }
    }
}
