import Testing

@testable import Core

@Suite struct IDXFileTests {
    private func images(_ bytes: [UInt8]) throws(DataError) -> IDXFile.Images {
        try IDXFile.images(bytes, file: "i", height: 28, width: 28)
    }

    private func labels(_ bytes: [UInt8]) throws(DataError) -> [UInt8] {
        Array(try IDXFile.labels(bytes, file: "l", classes: 10))
    }

    @Test func wellFormedFilesAreRead() throws {
        let read = try images(Workshop.images(3))
        #expect(read.count == 3)
        #expect(Array(read.pixels) == (0 ..< 3 * 784).map { UInt8($0 % 251) })
        #expect(try images(Workshop.images(0)).count == 0)
        #expect(try labels(Workshop.labels([0, 9, 4])) == [0, 9, 4])
    }

    @Test func wrongImageFilesAreNamed() {
        let good = Workshop.images(2)
        let table: [([UInt8], DataError)] = [
            ([], .headerTruncated(file: "i", expected: 16, found: 0)),
            (Array(good[..<3]), .headerTruncated(file: "i", expected: 16, found: 3)),
            (Array(good[..<15]), .headerTruncated(file: "i", expected: 16, found: 15)),
            (Workshop.labels([1]), .wrongMagic(file: "i", expected: 0x803, found: 0x801)),
            ([UInt8]("<!DOCTYPE".utf8), .wrongMagic(file: "i", expected: 0x803, found: 0x3C21_444F)),
            (Workshop.images(2, height: 14), .wrongDimension(file: "i", dimension: "height", expected: 28, found: 14)),
            (Workshop.images(2, width: 32), .wrongDimension(file: "i", dimension: "width", expected: 28, found: 32)),
            (Array(good.dropLast()), .truncated(file: "i", expected: 1568, found: 1567)),
            (Array(good[..<16]), .truncated(file: "i", expected: 1568, found: 0)),
            (good + [0], .extraBytes(file: "i", expected: 1568, found: 1569)),
        ]
        for (bytes, expected) in table { #expect(Workshop.error { _ = try images(bytes) } == expected) }
    }

    @Test func wrongLabelFilesAreNamed() {
        let table: [([UInt8], DataError)] = [
            ([0, 0, 8, 1, 0], .headerTruncated(file: "l", expected: 8, found: 5)),
            (Workshop.images(1), .wrongMagic(file: "l", expected: 0x801, found: 0x803)),
            (Array(Workshop.labels([1, 2, 3]).dropLast()), .truncated(file: "l", expected: 3, found: 2)),
            (Workshop.labels([1]) + [1], .extraBytes(file: "l", expected: 1, found: 2)),
            (Workshop.labels([3, 10]), .labelOutOfRange(file: "l", index: 1, label: 10, classes: 10)),
        ]
        for (bytes, expected) in table { #expect(Workshop.error { _ = try labels(bytes) } == expected) }
    }

    @Test func hugeSizesDoNotOverflow() {
        let all = Workshop.word(.max)
        let header = Workshop.word(0x803) + all
        #expect(throws: DataError.self) { try images(header + all + all) }
        #expect(throws: DataError.truncated(file: "i", expected: Int(UInt32.max) * 784, found: 0)) {
            try images(header + Workshop.word(28) + Workshop.word(28))
        }
        #expect(throws: DataError.truncated(file: "l", expected: Int(UInt32.max), found: 0)) {
            try labels(Workshop.word(0x801) + all)
        }
    }

    @Test func noiseNeverCrashes() {
        var stream = RandomStream(seed: 1, purpose: .test)
        for _ in 0 ..< 2000 {
            var bytes = (0 ..< Int(stream.integer(below: 40))).map { _ in UInt8(stream.nextWord() & 255) }
            if stream.nextWord() & 1 == 1 {
                for (place, byte) in Workshop.word(0x803).enumerated() where place < bytes.count { bytes[place] = byte }
            }
            #expect(throws: DataError.self) { try images(bytes) }
            _ = try? labels(bytes)
            _ = try? GzipReader.content(of: [0x1F, 0x8B] + bytes, file: "g", limit: 1000)
        }
    }
}
