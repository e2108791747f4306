extension DataError: CustomStringConvertible {
    /// For people: the file, what was expected and found, and what to do where something can be done.
    public var description: String {
        switch self {
        case .unreadable(let file, let reason):
            "\(file): cannot be read: \(reason)"
        case .notAFile(let file):
            "\(file): expected a file, found a folder or device; take that away, or correct SWEEP_DATA"
        case .tooLarge(let file, let limit):
            "\(file): expected at most \(limit) bytes of content, found more; " + Self.replace
        case .gzipTruncated(let file, let produced):
            "\(file): the gzip stream breaks off after \(produced) bytes of content; " + Self.replace
        case .gzipCorrupt(let file, let detail):
            "\(file): the gzip stream is damaged (\(detail)); " + Self.replace
        case .gzipTrailing(let file, let bytes):
            "\(file): expected the end of the file after the gzip stream, found \(bytes) more \(Self.bytes(bytes)); "
                + Self.replace
        case .headerTruncated(let file, let expected, let found):
            "\(file): expected an IDX header of \(expected) bytes, found a file of \(found) \(Self.bytes(found)); "
                + Self.replace
        case .wrongMagic(let file, let expected, let found):
            "\(file): expected the IDX magic number \(Self.magic(expected)), found \(Self.magic(found)); " + Self.replace
        case .wrongDimension(let file, let dimension, let expected, let found):
            "\(file): expected images with a \(dimension) of \(expected) pixels, found \(found); " + Self.replace
        case .truncated(let file, let expected, let found):
            "\(file): expected \(expected) bytes after the header, found \(found): the file is truncated; " + Self.replace
        case .extraBytes(let file, let expected, let found):
            "\(file): expected \(expected) bytes after the header, found \(found): more than the header announces; "
                + Self.replace
        case .labelOutOfRange(let file, let index, let label, let classes):
            "\(file): expected labels in 0…\(classes - 1), found \(label) at index \(index); " + Self.replace
        case .countMismatch(let images, let imageCount, let labels, let labelCount):
            "\(images) holds \(imageCount) images, but \(labels) holds \(labelCount) labels; expected as many of one as of the other; "
                + "remove both files and fetch them again with: sweep data fetch"
        case .wrongContent(let file, let expected, let found):
            "\(file): not the published file: expected content with SHA-256 \(expected), found \(found); " + Self.replace
        case .tooFewSamples(let dataset, let available, let train, let test, let validation):
            "\(dataset.rawValue) has \(available) samples to split, but \(train) (train) + \(test) (test) + "
                + "\(validation) (validation) were asked for; ask for fewer"
        case .badRequest(let key, let found, let expected):
            "\(key): expected \(expected), found \(found)"
        case .wrongDrawing(let dataset, let expected, let found):
            "\(dataset.rawValue): this machine draws other images than expected (SHA-256 \(found), "
                + "expected \(expected)); its results compare with no others"
        case .unavailable(let data):
            data.description
        }
    }

    private static let replace = "remove the file and fetch it again with: sweep data fetch"

    private static func bytes(_ count: Int) -> String { count == 1 ? "byte" : "bytes" }

    /// The number in hexadecimal and, where it is a known one, what it stands for.
    private static func magic(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        let padded = "0x" + String(repeating: "0", count: 8 - digits.count) + digits
        switch value {
        case IDXFile.imageMagic: return padded + " (images)"
        case IDXFile.labelMagic: return padded + " (labels)"
        case 0x3C21_444F, 0x3C68_746D, 0x3C3F_786D: return padded + " (a web page)"
        default: return padded
        }
    }
}

extension UnavailableData: CustomStringConvertible {
    /// Several lines for people: what is missing, where it was looked for, what was tried, and what to do.
    public var description: String {
        var lines = ["\(dataset.rawValue): not found and not downloaded"]
        lines.append("  missing: " + missing.joined(separator: ", "))
        lines += searched.map { "  looked in: \($0)" }
        if downloadAllowed {
            lines += attempts.map { "  tried: \($0.url): \($0.reason)" }
        } else {
            lines.append("  downloading was not allowed")
        }
        lines.append("  by hand: put the files (plain, or gzip with .gz after the name) into \(folder)")
        lines.append("  or let SWEEP_DATA name a folder that holds \(dataset.rawValue)/ with the files in it")
        return lines.joined(separator: "\n")
    }
}

extension DataError {
    /// The same for whoever runs a sweep, which may have a fallback: `sweep check` and `sweep data` have none.
    public var ofSweep: String {
        guard case .unavailable(let data) = self else { return description }
        let (wanted, likeness) = (data.dataset.rawValue, data.dataset.likeness.rawValue)
        return "\(data)\n  or let the sweep use the embedded set: data: {source: \(wanted), fallback: \(likeness)}"
    }
}
