import ArgumentParser
import Foundation

/// What the program's exit status means. Of a run that a signal stopped it is 128 and the signal's number.
enum ExitStatus {
    /// A job failed, a search did not pass, or data were wrong.
    static let incomplete = ExitCode(1)
    /// The results folder is in use, or was made by another configuration.
    static let resultsInUse = ExitCode(2)
    /// Bad arguments or a bad sweep file.
    static let usage = ExitCode(64)
}

/// Says why on standard error, and ends the program with a status.
func failure(_ status: ExitCode, _ message: some CustomStringConvertible) -> ExitCode {
    StandardError.print("\(message)")
    return status
}

enum StandardError {
    static func print(_ text: String) {
        Terminal.write(text + "\n", to: STDERR_FILENO)
    }

    /// Broken between words where it is a terminal. A note of several lines keeps them.
    static func note(_ text: String) {
        for line in "note: \(text)".split(separator: "\n", omittingEmptySubsequences: false) { show(ProseLine(String(line))) }
    }

    static func show(_ line: ProseLine) {
        for text in line.lines(columns: Terminal.columns(of: STDERR_FILENO)) { print(text) }
    }
}
