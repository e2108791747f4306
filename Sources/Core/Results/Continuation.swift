import Foundation

/// How to go on with the sweep of a results folder, as its report says it.
public struct Continuation: Sendable, Equatable {
    /// What a person types.
    public let command: String
    /// Whether it is to be typed within the folder.
    public let isWithin: Bool

    /// As the last run there gave it to the terminal. Where none left a word, as on a cluster, nothing tells from where the
    /// folder is seen, and the command is one to be typed within it: the page is the same from everywhere.
    public init(_ folder: ResultsFolder) {
        if let status = RunStatus(contentsOf: folder.status) {
            (command, isWithin) = (status.command, false)
        } else {
            let isSubmitted = FileManager.default.fileExists(atPath: folder.slurm.path)
            (command, isWithin) = ("sweep \(isSubmitted ? "submit" : "run") sweep.yaml --results .", true)
        }
    }
}
