import CZlib

/// Content of a file that may or may not be compressed: gzip (RFC 1952) is told by its first two
/// bytes. Inflation is the system's zlib.
public enum GzipReader {
    /// - Parameters:
    ///   - bytes: the file as it lies on disk.
    ///   - file: its name, for errors.
    ///   - limit: the most bytes of content to produce. A small file can announce gigabytes;
    ///     inflation stops here, and no more than this is ever allocated.
    /// - Throws: `.tooLarge`, `.gzipTruncated`, `.gzipCorrupt`, `.gzipTrailing`.
    public static func content(of bytes: [UInt8], file: String, limit: Int) throws(DataError) -> [UInt8] {
        guard isGzip(bytes[...]) else {
            if bytes.count > limit { throw .tooLarge(file: file, limit: limit) }
            return bytes
        }
        var content: [UInt8] = []
        var rest = bytes[...]
        // RFC 1952 allows several members one after another (`cat a.gz b.gz`).
        repeat {
            rest = try inflateMember(rest, into: &content, file: file, limit: limit)
        } while isGzip(rest)
        if !rest.isEmpty { throw .gzipTrailing(file: file, bytes: rest.count) }
        return content
    }

    /// By the two bytes that a gzip stream begins with (RFC 1952).
    public static func isGzip(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.count >= 2 && bytes[bytes.startIndex] == 0x1F && bytes[bytes.startIndex + 1] == 0x8B
    }

    /// Inflates one member and returns what stands after it.
    private static func inflateMember(
        _ input: ArraySlice<UInt8>, into content: inout [UInt8], file: String, limit: Int
    ) throws(DataError) -> ArraySlice<UInt8> {
        var stream = z_stream()
        // 16 asks zlib for the gzip wrapping, CRC-32 and length check included.
        guard
            inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { throw .gzipCorrupt(file: file, detail: "zlib could not start") }
        defer { inflateEnd(&stream) }

        let chunk = 1 << 18
        var buffer = [UInt8](repeating: 0, count: chunk)
        var position = input.startIndex
        while true {
            let offered = min(input.endIndex - position, 1 << 20)
            var produced = 0
            var left = 0
            let status = input[position ..< position + offered].withUnsafeBufferPointer { source in
                buffer.withUnsafeMutableBufferPointer { target in
                    stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
                    stream.avail_in = UInt32(offered)
                    stream.next_out = target.baseAddress
                    stream.avail_out = UInt32(chunk)
                    let status = inflate(&stream, Z_NO_FLUSH)
                    produced = chunk - Int(stream.avail_out)
                    left = Int(stream.avail_in)
                    return status
                }
            }
            position += offered - left
            if content.count + produced > limit { throw .tooLarge(file: file, limit: limit) }
            content.append(contentsOf: buffer[..<produced])
            switch status {
            case Z_STREAM_END:
                return input[position...]
            case Z_OK where produced > 0 || left < offered:
                continue
            case Z_OK, Z_BUF_ERROR:
                throw .gzipTruncated(file: file, produced: content.count)
            default:
                throw .gzipCorrupt(file: file, detail: stream.msg.map { String(cString: $0) } ?? "zlib status \(status)")
            }
        }
    }
}
