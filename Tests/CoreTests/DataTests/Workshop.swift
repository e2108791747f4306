import Foundation

@testable import Core

/// Makes IDX and gzip files, folders and sets for the tests of Data.
enum Workshop {
    /// 100,000 zero bytes in 130.
    static let bomb = [UInt8](
        Data(
            base64Encoded: "H4sIAAAAAAACA+3BMQEAAADCoPVPbQ0PoAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAIBXA32VEdSghgEA") ?? Data())

    static func word(_ value: UInt32) -> [UInt8] {
        [UInt8(value >> 24), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)]
    }

    static func images(_ count: Int, height: Int = 28, width: Int = 28, byte: (Int) -> UInt8 = { UInt8($0 % 251) })
        -> [UInt8]
    {
        word(0x803) + word(UInt32(count)) + word(UInt32(height)) + word(UInt32(width))
            + (0 ..< count * height * width).map(byte)
    }

    static func labels(_ labels: [UInt8]) -> [UInt8] { word(0x801) + word(UInt32(labels.count)) + labels }

    /// A gzip file with one stored block: the tests need no compressor.
    static func gzip(_ content: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
        var rest = content[...]
        repeat {
            let block = rest.prefix(65_535)
            rest = rest.dropFirst(block.count)
            let size = UInt16(block.count)
            bytes.append(rest.isEmpty ? 1 : 0)
            bytes += [UInt8(size & 255), UInt8(size >> 8), UInt8(~size & 255), UInt8(~size >> 8)]
            bytes += block
        } while !rest.isEmpty
        var crc: UInt32 = ~0
        for byte in content {
            crc ^= UInt32(byte)
            for _ in 0 ..< 8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return bytes + word(~crc).reversed() + word(UInt32(content.count)).reversed()
    }

    /// Content of the four files of a small set of 30 + 20 samples, classes 0–9 in turn.
    static let content: [DatasetFiles.Role: [UInt8]] = [
        .trainImages: images(30), .trainLabels: labels((0 ..< 30).map { UInt8($0 % 10) }),
        .testImages: images(20) { UInt8($0 % 13) }, .testLabels: labels((0 ..< 20).map { UInt8($0 % 10) }),
    ]

    /// The set of `content`, under the name of MNIST.
    static func set(
        _ name: DatasetName = .mnist, content: [DatasetFiles.Role: [UInt8]] = content, mirrors: [String] = []
    ) -> DatasetFiles {
        DatasetFiles(
            dataset: name,
            files: DatasetFiles.Role.allCases.map { .init(role: $0, sha256: content[$0].map { Digest.sha256($0) }) },
            mirrors: mirrors, subfolders: [name.rawValue])
    }

    /// Gives a new empty folder and removes it afterwards.
    static func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = NSTemporaryDirectory() + "sweep-test-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try body(folder)
    }

    static func write(_ bytes: [UInt8], _ path: String) throws {
        let url = URL(fileURLWithPath: path)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
    }

    /// Writes the four files of `content` into a folder.
    static func writeSet(
        _ folder: String, content: [DatasetFiles.Role: [UInt8]] = content, suffix: String = ""
    ) throws {
        for file in set().files {
            let bytes = content[file.role] ?? []
            try write(suffix == ".gz" ? gzip(bytes) : bytes, folder + "/" + file.name + suffix)
        }
    }

    /// A request that `content` can satisfy: 45 samples are not of class 9.
    static var request: DataRequest {
        var request = DataRequest()
        (request.train, request.test, request.validation) = (20, 15, 10)
        return request
    }

    static func error(_ body: () throws -> Void) -> DataError? {
        do {
            try body()
            return nil
        } catch {
            return error as? DataError
        }
    }
}

/// A transport that answers from a table, and remembers what it was asked.
final class TableTransport: Transport, @unchecked Sendable {
    private let lock = NSLock()
    private let answers: [String: [UInt8]]
    private var asked: [String] = []

    init(_ answers: [String: [UInt8]]) { self.answers = answers }

    var addresses: [String] { lock.withLock { asked } }

    func download(
        _ address: String, to file: String, limit: Int, progress: (Int, Int?) -> Void
    ) throws(TransportError) {
        lock.withLock { asked.append(address) }
        guard let bytes = answers[address] else { throw TransportError("the server answered with status 404") }
        progress(bytes.count, bytes.count)
        do {
            try Workshop.write(bytes, file)
        } catch {
            throw TransportError("\(error)")
        }
    }
}
