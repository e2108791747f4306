import ArgumentParser
import Core
import Foundation

/// A command of the user's that is run when a run has ended, in whatever way.
struct OnFinish {
    let command: String

    /// How a run ended, in a word for scripts.
    static func word(_ status: Int32) -> String {
        switch status {
        case 0: "complete"
        case ExitStatus.incomplete.rawValue: "incomplete"
        case 129...: "stopped"
        default: "failed"
        }
    }

    /// Blocks until the command has ended. What comes of it is told and changes nothing.
    /// - Parameters:
    ///   - results: the results folder; nil where it is not known, since the sweep file cannot be read.
    ///   - status: that the run ends with.
    ///   - isJSON: whether standard output is for JSON alone: then the command's goes to standard error.
    ///   - started: given the child, so that signals can be passed on to it.
    func run(results: ResultsFolder?, status: Int32, isJSON: Bool, started: (ChildProcess) -> Void) {
        var environment = ProcessInfo.processInfo.environment
        environment["SWEEP_RESULTS"] = results?.url.standardizedFileURL.path ?? ""
        environment["SWEEP_STATUS"] = Self.word(status)
        environment["SWEEP_EXIT"] = "\(status)"
        do throws(SpawnError) {
            let child = try ChildProcess.start(
                "/bin/sh", ["sh", "-c", command], environment: environment, files: isJSON ? [1: STDERR_FILENO] : [:],
                defaults: [SIGINT])
            started(child)
            let ending = child.wait()
            if ending != .exited(0) { StandardError.print("warning: --on-finish: the command \(ending)") }
        } catch {
            StandardError.print("warning: --on-finish: the command did not start: \(error)")
        }
    }
}
