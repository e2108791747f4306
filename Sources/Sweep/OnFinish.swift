import ArgumentParser
import Core
import Foundation
import Synchronization

/// A command of the user's that is run when a run has ended, in whatever way; once, whoever tells of the end.
final class OnFinish: Sendable {
    let command: String
    private let isTold = Atomic<Bool>(false)

    /// Seconds that an end at once gives the command before it is left to itself.
    static let haste = 1.0

    init(command: String) {
        self.command = command
    }

    /// How a run ended, in a word for scripts.
    static func word(_ status: Int32) -> String {
        switch status {
        case 0: "complete"
        case ExitStatus.incomplete.rawValue: "incomplete"
        case 129...: "stopped"
        default: "failed"
        }
    }

    /// Blocks until the command has ended. What comes of it is told and changes nothing. Where the command was run before,
    /// by a second signal while the run came to its end by itself, this does nothing but to leave that one time.
    /// - Parameters:
    ///   - results: the results folder; nil where it is not known, since the sweep file cannot be read.
    ///   - status: that the run ends with.
    ///   - isJSON: whether standard output is for JSON alone: then the command's goes to standard error.
    ///   - isHurried: whether the process is to end at once: then the command goes on by itself after a second.
    ///   - started: given the child, so that signals can be passed on to it.
    func run(
        results: ResultsFolder?, status: Int32, isJSON: Bool, isHurried: Bool = false, started: (ChildProcess) -> Void
    ) {
        guard !isTold.exchange(true, ordering: .acquiringAndReleasing) else {
            // The other thread ends the process, with the status that the command was told.
            if !isHurried { sleep(5) }
            return
        }
        var environment = ProcessInfo.processInfo.environment
        environment["SWEEP_RESULTS"] = results?.url.standardizedFileURL.path ?? ""
        environment["SWEEP_STATUS"] = Self.word(status)
        environment["SWEEP_EXIT"] = "\(status)"
        // The command writes for itself, after all that was said before.
        if isHurried { Output.endSoon() } else { Output.end() }
        do throws(SpawnError) {
            let child = try ChildProcess.start(
                "/bin/sh", ["sh", "-c", command], environment: environment, files: isJSON ? [1: STDERR_FILENO] : [:],
                defaults: [SIGINT, SIGTTOU])
            started(child)
            guard let ending = isHurried ? child.end(within: Self.haste) : child.wait() else { return }
            if ending != .exited(0) { StandardError.print("warning: --on-finish: the command \(ending)") }
        } catch {
            StandardError.print("warning: --on-finish: the command did not start: \(error)")
        }
    }
}

extension ChildProcess {
    /// How it ended; nil where it still runs after so many seconds.
    func end(within seconds: Double) -> ChildEnding? {
        for _ in 0 ..< Int(seconds * 100) {
            if let ending = poll() { return ending }
            usleep(10_000)
        }
        return poll()
    }
}
