import ArgumentParser
import Core
import Foundation

/// The process that `sweep run --isolate` starts for each job. Not for people.
struct JobCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "isolated-job", abstract: "One job of a run, told by its parent on standard input.",
        shouldDisplay: false)

    func run() throws {
        do {
            try IsolatedJob.run()
        } catch {
            throw failure(ExitStatus.incomplete, "\(error)")
        }
    }
}
