import Testing

@testable import Core

@Suite struct GzipReaderTests {
    let text = [UInt8]("all work and no play".utf8)

    private func read(_ bytes: [UInt8], limit: Int = 1 << 20) throws(DataError) -> [UInt8] {
        try GzipReader.content(of: bytes, file: "f.gz", limit: limit)
    }

    @Test func plainContentPassesThrough() throws {
        #expect(try read(text) == text)
        #expect(try read([]) == [])
        #expect(try read([0x1F]) == [0x1F])
    }

    @Test func gzipIsInflated() throws {
        #expect(try read(Workshop.gzip(text)) == text)
        #expect(try read(Workshop.gzip([])) == [])
        #expect(try read(Workshop.bomb) == [UInt8](repeating: 0, count: 100_000))
    }

    @Test func largeContentCrossesTheBuffers() throws {
        let long = (0 ..< 700_000).map { UInt8($0 % 253) }
        #expect(try read(Workshop.gzip(long)) == long)
    }

    @Test func membersAreJoined() throws {
        #expect(try read(Workshop.gzip(text) + Workshop.gzip([1, 2])) == text + [1, 2])
    }

    @Test func aBombIsStoppedAtTheLimit() {
        #expect(throws: DataError.tooLarge(file: "f.gz", limit: 99_999)) { try read(Workshop.bomb, limit: 99_999) }
        #expect(throws: DataError.tooLarge(file: "f.gz", limit: 3)) { try read(text, limit: 3) }
    }

    @Test func everyPrefixIsTruncated() {
        let whole = Workshop.gzip(text)
        for length in 2 ..< whole.count {
            let error = Workshop.error { _ = try read(Array(whole[..<length])) }
            guard case .gzipTruncated("f.gz", _)? = error else {
                Issue.record("prefix of \(length) bytes gave \(String(describing: error))")
                continue
            }
        }
    }

    @Test func damageIsNoticed() {
        let whole = Workshop.gzip(text)
        // After the block's first byte: zlib rightly ignores time and system in the header, and the
        // five bits that only fill up that byte.
        for place in 11 ..< whole.count {
            for bit in 0 ..< 8 {
                var bytes = whole
                bytes[place] ^= 1 << bit
                #expect(throws: DataError.self, "byte \(place), bit \(bit)") { try read(bytes) }
            }
        }
    }

    @Test func trailingBytesAreAnError() {
        #expect(throws: DataError.gzipTrailing(file: "f.gz", bytes: 2)) { try read(Workshop.gzip(text) + [7, 7]) }
    }
}
