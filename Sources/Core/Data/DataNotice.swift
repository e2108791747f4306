/// What a person must be told about where data came from. Not an error: work goes on.
public enum DataNotice: Sendable, Equatable {
    /// Another set is used than the sweep's source, and why.
    case fallback(wanted: DatasetName, used: DatasetName, because: UnavailableData)
    /// Files were downloaded into a folder.
    case downloaded(dataset: DatasetName, files: [String], folder: String)
    /// `SWEEP_DATA` names something that is no folder; it was passed over.
    case noSuchFolder(String)
}

extension DataNotice {
    /// The first line: what was done.
    public var summary: String { description.split(separator: "\n").first.map(String.init) ?? "" }
}

extension DataNotice: CustomStringConvertible {
    /// For people: `summary`, and of a fallback below it why, in several lines.
    public var description: String {
        switch self {
        case .fallback(let wanted, let used, let because):
            "using \(used.rawValue) instead of \(wanted.rawValue), as the sweep's fallback says\n\(because)"
        case .downloaded(let dataset, let files, let folder):
            "\(dataset.rawValue): downloaded \(files.joined(separator: ", ")) into \(folder)"
        case .noSuchFolder(let path):
            "SWEEP_DATA names \(path), which is no folder; looking elsewhere"
        }
    }
}

/// How far a download has come.
public struct DataProgress: Sendable, Equatable {
    /// The set that the file belongs to.
    public var dataset: DatasetName
    /// Canonical name of the file.
    public var file: String
    /// The file's address at the mirror that is asked.
    public var url: String
    /// Bytes received so far, as sent (compressed).
    public var received: Int
    /// Bytes to come in all, where the server says so.
    public var total: Int?

    /// - Parameters:
    ///   - received: bytes so far, as sent (compressed).
    ///   - total: bytes in all; nil where the server does not say.
    public init(dataset: DatasetName, file: String, url: String, received: Int, total: Int?) {
        self.dataset = dataset
        self.file = file
        self.url = url
        self.received = received
        self.total = total
    }
}
