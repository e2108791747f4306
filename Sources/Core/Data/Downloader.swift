import Foundation

/// Brings files of a published set into a folder: mirrors in turn, each file to a temporary name,
/// checked, then renamed. What stands under its final name is therefore whole and right, however
/// often a download was broken off, and however many processes download at once.
struct Downloader {
    var transport: any Transport

    /// Every address that was tried for a file failed.
    struct Failure: Error, Equatable {
        var attempts: [UnavailableData.Attempt]
    }

    /// - Returns: path of the file, which lies in `folder` under its published name with `.gz`.
    func fetch(
        _ file: DatasetFiles.File, of set: DatasetFiles, into folder: String, progress: (DataProgress) -> Void
    ) throws(Failure) -> String {
        let final = folder + "/" + file.name + ".gz"
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw Failure(attempts: [.init(url: folder, reason: "cannot be created: \(error.localizedDescription)")])
        }
        // Of processes that were killed; others may be downloading now.
        AtomicFile.removeLeftovers(in: URL(fileURLWithPath: folder), olderThan: 86_400)
        var attempts: [UnavailableData.Attempt] = []
        for mirror in set.mirrors {
            let address = mirror + file.name + ".gz"
            let temporary = AtomicFile.temporaryPath(in: folder, for: file.name + ".gz")
            defer { try? FileManager.default.removeItem(atPath: temporary) }
            do throws(TransportError) {
                try transport.download(address, to: temporary, limit: set.contentLimit) { received, total in
                    progress(
                        DataProgress(
                            dataset: set.dataset, file: file.name, url: address, received: received, total: total))
                }
                try check(temporary, file, set)
                guard rename(temporary, final) == 0 else {
                    throw TransportError("\(final) cannot be written: \(String(cString: strerror(errno)))")
                }
                return final
            } catch {
                attempts.append(.init(url: address, reason: error.description))
            }
        }
        throw Failure(attempts: attempts)
    }

    /// Whether what came is what was asked for.
    private func check(_ path: String, _ file: DatasetFiles.File, _ set: DatasetFiles) throws(TransportError) {
        do throws(DataError) {
            let bytes = try FileReader.bytes(of: path, limit: set.contentLimit)
            if bytes.first == UInt8(ascii: "<") { throw .gzipCorrupt(file: path, detail: "a web page") }
            let content = try GzipReader.content(of: bytes, file: path, limit: set.contentLimit)
            if let expected = file.sha256 {
                let found = Digest.sha256(content)
                if found != expected { throw .wrongContent(file: path, expected: expected, found: found) }
            }
        } catch {
            throw TransportError(Self.reason(error))
        }
    }

    /// `DataError` speaks to somebody who has the file; here it is about to be removed.
    private static func reason(_ error: DataError) -> String {
        switch error {
        case .gzipCorrupt(_, let detail): "what came is no gzip file (\(detail))"
        case .gzipTruncated(_, let produced): "what came breaks off after \(produced) bytes of content"
        case .gzipTrailing(_, let bytes): "what came has \(bytes) bytes too many"
        case .tooLarge(_, let limit): "what came holds more than \(limit) bytes"
        case .wrongContent(_, let expected, let found):
            "what came is another file: expected SHA-256 \(expected), found \(found)"
        default: error.description
        }
    }
}
