/// Small pictures as PNG (W3C PNG, third edition; RFC 1950, 1951), for embedding in SVG.
///
/// Not by zlib: its versions compress to different bytes, and an SVG file shall be the same everywhere.
enum PNGEncoder {
    /// The whole file: 8 bits each of red, green, blue.
    static func bytes(_ image: PixelImage) -> [UInt8] {
        let rowBytes = image.width * 3
        var rows: [UInt8] = []
        rows.reserveCapacity((rowBytes + 1) * image.height)
        for row in 0 ..< image.height {
            // No filter: equal rows and pixels then repeat byte by byte, which is what is looked for.
            rows.append(0)
            rows += image.bytes[row * rowBytes ..< (row + 1) * rowBytes]
        }
        let header = bigEndian(UInt32(image.width)) + bigEndian(UInt32(image.height)) + [8, 2, 0, 0, 0]
        let data =
            [0x78, 0x01] + FixedDeflate.bytes(rows, distances: [3, rowBytes + 1]) + bigEndian(adler32(rows))
        return signature + chunk("IHDR", header) + chunk("IDAT", data) + chunk("IEND", [])
    }

    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
        let content = Array(type.utf8) + data
        return bigEndian(UInt32(data.count)) + content + bigEndian(crc32(content))
    }

    static func bigEndian(_ value: UInt32) -> [UInt8] {
        [UInt8(value >> 24), UInt8(value >> 16 & 0xFF), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF)]
    }

    private static func crc32(_ bytes: [UInt8]) -> UInt32 {
        var crc: UInt32 = .max
        for byte in bytes { crc = crcTable[Int((crc ^ UInt32(byte)) & 0xFF)] ^ (crc >> 8) }
        return ~crc
    }

    private static let crcTable: [UInt32] = (0 ..< 256).map { index in
        (0 ..< 8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }

    private static func adler32(_ bytes: [UInt8]) -> UInt32 {
        var (low, high): (UInt32, UInt32) = (1, 0)
        for byte in bytes {
            low = (low + UInt32(byte)) % 65521
            high = (high + low) % 65521
        }
        return high << 16 | low
    }
}
