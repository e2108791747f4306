import Foundation
import Synchronization

/// What figures take from a results folder beside the record: tensors of analyses, learning curves.
public final class FigureFiles: Sendable {
    private let folder: ResultsFolder
    private let archive = Mutex<CurvesArchive?>(nil)

    /// Nothing is read yet.
    public init(_ folder: ResultsFolder) {
        self.folder = folder
    }

    /// The tensors that an analysis found.
    /// - Throws: `FigureFileError`, `SafetensorsError`, `FileError` where they are not as the journal has them.
    func tensors(_ found: JobRecord.Analysed) throws -> SafetensorsFile {
        let url = folder.artefact(found.id)
        let bytes: [UInt8]
        do {
            bytes = Array(try Data(contentsOf: url))
        } catch {
            throw FigureFileError.unreadable(file: url.relativePath, reason: (error as NSError).localizedDescription)
        }
        // A flipped bit in a picture would go unseen.
        if let expected = found.measurements.file, Digest.sha256(bytes) != expected {
            throw FigureFileError.changed(file: url.relativePath)
        }
        return try SafetensorsFile(bytes: bytes, file: url.relativePath)
    }

    /// The learning curves of a record's networks, read one by one as they are asked for: all at once they are most of a
    /// journal. Where they lie is looked for once.
    ///
    /// - Parameter record: the same in every call.
    /// - Returns: lines that were passed over count as jobs without curves.
    /// - Throws: `JournalError` where a file cannot be read at all.
    func curves(_ record: SweepRecord) throws(JournalError) -> CurvesArchive {
        if let found = archive.withLock({ $0 }) { return found }
        let found = try folder.curves(record)
        archive.withLock { $0 = found }
        return found
    }
}

/// A file that a figure is made of is not what it should be.
enum FigureFileError: Error, Equatable, CustomStringConvertible {
    case unreadable(file: String, reason: String)
    /// Not the bytes that the journal has the digest of.
    case changed(file: String)

    var description: String {
        switch self {
        case .unreadable(let file, let reason): "cannot read \(file): \(reason); \(Self.advice)"
        case .changed(let file):
            "\(file) is damaged: expected the content that the journal has the SHA-256 of, found another; \(Self.advice)"
        }
    }

    private static let advice = "the next sweep run makes it again"
}

/// One figure that a run could not make. Nothing else is less for it.
public struct FigureNotice: Sendable, Equatable, CustomStringConvertible {
    /// Its name, as a file's without extension.
    public let figure: String
    /// Which file, and what is wrong with it.
    public let problem: String

    /// - Parameter figure: its name, as a file's without extension.
    public init(figure: String, problem: String) {
        self.figure = figure
        self.problem = problem
    }

    /// A sentence without its full stop.
    public var description: String { "figure \(figure) is left out: \(problem)" }
}
