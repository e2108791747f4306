import Foundation

/// A job in Slurm's queue that has a number from a results folder's records, and does not work in that folder.
public struct DisplacedJob: Sendable, Hashable {
    /// How that came about.
    public enum Kind: Sendable, Hashable {
        /// The folder is a copy; the job belongs to the one that it works in.
        case original
        /// The folder was moved: where the job would work it is no longer, or another lies there.
        case moved
        /// Slurm gave the number again: that job has nothing to do with any results folder.
        case another
    }

    /// Slurm's number.
    public let job: String
    /// The results folder that it works in.
    public let place: String
    /// Why it is not the folder that has a record of it.
    public let kind: Kind

    /// - Parameters:
    ///   - script: absolute path of what the job was submitted with.
    ///   - folder: that has a record of it.
    ///   - submission: that record.
    /// - Returns: nil where it works in that very folder, by whatever path; also where that cannot be told from here, as on
    ///   a machine that has the file system by another name: a job that is taken for another's is submitted twice.
    init?(_ job: String, script: String, _ folder: ResultsFolder, _ submission: Submission) {
        let script = URL(fileURLWithPath: script)
        let place = script.deletingLastPathComponent().deletingLastPathComponent()
        (self.job, self.place) = (job, place.path)
        let theirs = ResultsFolder(place)
        guard [theirs.arrayScript, theirs.collectScript].map(\.path).contains(script.path) else {
            kind = .another
            return
        }
        guard RealPath.of(place) != RealPath.of(folder.url) else { return nil }
        switch FileMark.of(theirs.file(of: submission)) {
        case .found(let mark):
            if case .found(mark) = FileMark.of(folder.file(of: submission)) { return nil }
            kind = .original
        // Tasks that are at work here are not at work there.
        case .missing where folder.activeShards() == 0: kind = .moved
        case .missing, .unknown: return nil
        }
    }
}
