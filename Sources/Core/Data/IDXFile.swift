/// The IDX format of MNIST and its kin: big-endian 32-bit magic number, one 32-bit size per
/// dimension, then one byte per value.
///
/// Any byte sequence is either parsed or refused with a `DataError`; nothing here can trap.
public enum IDXFile {
    /// Unsigned bytes in three dimensions: count, height, width.
    public static let imageMagic: UInt32 = 0x803
    /// Unsigned bytes in one dimension.
    public static let labelMagic: UInt32 = 0x801

    /// Pixels as they lie in the file: image after image, rows from the top, N × height × width.
    public struct Images: Sendable, Equatable {
        /// N, the images in the file.
        public var count: Int
        /// (N, height, width), a byte each, row by row; a part of the bytes that were read.
        public var pixels: ArraySlice<UInt8>
    }

    /// - Throws: `.headerTruncated`, `.wrongMagic`, `.wrongDimension`, `.truncated`, `.extraBytes`.
    public static func images(
        _ content: [UInt8], file: String, height: Int, width: Int
    ) throws(DataError) -> Images {
        try checkHeader(content, magic: imageMagic, length: 16, file: file)
        let found = (height: Int(word(content, at: 8)), width: Int(word(content, at: 12)))
        guard found.height == height else {
            throw .wrongDimension(file: file, dimension: "height", expected: height, found: found.height)
        }
        guard found.width == width else {
            throw .wrongDimension(file: file, dimension: "width", expected: width, found: found.width)
        }
        let count = Int(word(content, at: 4))
        try checkBody(content, header: 16, expected: count * height * width, file: file)
        return Images(count: count, pixels: content[16...])
    }

    /// - Returns: (N), each below `classes`.
    /// - Throws: `.headerTruncated`, `.wrongMagic`, `.truncated`, `.extraBytes`, `.labelOutOfRange`.
    public static func labels(_ content: [UInt8], file: String, classes: Int) throws(DataError) -> ArraySlice<UInt8> {
        try checkHeader(content, magic: labelMagic, length: 8, file: file)
        try checkBody(content, header: 8, expected: Int(word(content, at: 4)), file: file)
        let labels = content[8...]
        if let bad = labels.firstIndex(where: { Int($0) >= classes }) {
            throw .labelOutOfRange(file: file, index: bad - labels.startIndex, label: labels[bad], classes: classes)
        }
        return labels
    }

    /// The magic number is judged as soon as there are four bytes: a short file that is no IDX
    /// file at all is better called that than truncated.
    private static func checkHeader(
        _ content: [UInt8], magic: UInt32, length: Int, file: String
    ) throws(DataError) {
        guard content.count >= 4 else { throw .headerTruncated(file: file, expected: length, found: content.count) }
        let found = word(content, at: 0)
        guard found == magic else { throw .wrongMagic(file: file, expected: magic, found: found) }
        guard content.count >= length else {
            throw .headerTruncated(file: file, expected: length, found: content.count)
        }
    }

    private static func checkBody(
        _ content: [UInt8], header: Int, expected: Int, file: String
    ) throws(DataError) {
        let found = content.count - header
        if found < expected { throw .truncated(file: file, expected: expected, found: found) }
        if found > expected { throw .extraBytes(file: file, expected: expected, found: found) }
    }

    private static func word(_ bytes: [UInt8], at offset: Int) -> UInt32 {
        UInt32(bytes[offset]) << 24 | UInt32(bytes[offset + 1]) << 16
            | UInt32(bytes[offset + 2]) << 8 | UInt32(bytes[offset + 3])
    }
}
