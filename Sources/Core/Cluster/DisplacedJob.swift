import Foundation

/// A job in Slurm's queue that a results folder has a record of, and that works in another folder: since it was submitted
/// the folder was moved, or copied, and its records with it.
public struct DisplacedJob: Sendable, Hashable {
    /// Slurm's number.
    public let job: String
    /// The results folder that it works in; of one that was moved it is no longer there.
    public let place: String
    /// Whether the job belongs to the folder there, and this one is a copy.
    public let isOfOriginal: Bool

    /// - Parameters:
    ///   - script: absolute path of what the job was submitted with.
    ///   - folder: that has a record of it.
    /// - Returns: nil where it works in that very folder, by whatever path.
    init?(_ job: String, script: String, _ folder: ResultsFolder) {
        let place = URL(fileURLWithPath: script).deletingLastPathComponent().deletingLastPathComponent()
        guard RealPath.of(place) != RealPath.of(folder.url) else { return nil }
        (self.job, self.place) = (job, place.path)
        isOfOriginal = ResultsFolder(place).submissions.contains { $0.array == job || $0.collect == job }
    }
}

/// Paths as the file system knows them.
enum RealPath {
    /// Symbolic links followed, as far as the path exists.
    static func of(_ url: URL) -> String {
        let url = url.standardizedFileURL
        if let real = realpath(url.path, nil) {
            defer { free(real) }
            return String(cString: real)
        }
        guard url.path != "/" else { return "/" }
        let parent = of(url.deletingLastPathComponent())
        return (parent == "/" ? "" : parent) + "/" + url.lastPathComponent
    }
}
