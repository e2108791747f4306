import Core
import Foundation
import Testing

@Suite struct SafetensorsTests {
    static let sample = SafetensorsFile(
        metadata: ["nu": "0.1", "group": "R4", "quote": "a \"b\" \\ c\n\u{1F600}"],
        tensors: [
            SafetensorsTensor("layer0.weight", shape: [2, 3], .f32([0, -0.5, .infinity, 0x1p-140, 3.25, -7])),
            SafetensorsTensor("flags", shape: [3], .u8([1, 0, 255])),
            SafetensorsTensor("wide", shape: [2], .f64([0.1, -1e300])),
            SafetensorsTensor("empty", shape: [0, 4], .f32([])),
            SafetensorsTensor("train", shape: [1, 2], .i32([.min, .max])),
            SafetensorsTensor("position", shape: [], .i64([-42])),
        ])

    @Test func readsWhatItWrote() throws {
        let bytes = try Self.sample.encoded()
        #expect(try SafetensorsFile(bytes: bytes, file: "a") == Self.sample)
    }

    @Test func exactBytes() throws {
        let file = SafetensorsFile(
            metadata: ["b": "2", "a": "1"], tensors: [SafetensorsTensor("x", shape: [1], .f32([1]))])
        let header =
            #"{"__metadata__":{"a":"1","b":"2"},"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"# + " "
        #expect(header.utf8.count % 8 == 0)
        let expected = [UInt8(header.utf8.count), 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8) + [0, 0, 0x80, 0x3F]
        #expect(try file.encoded() == expected)
    }

    @Test func writesAndReadsFiles() throws {
        try withTemporaryFolder { folder in
            let url = folder.appendingPathComponent("a.safetensors")
            try Self.sample.write(to: url)
            let file = try SafetensorsFile(contentsOf: url)
            #expect(try file.floats("layer0.weight", shape: [2, 3]) == [0, -0.5, .infinity, 0x1p-140, 3.25, -7])
            #expect(throws: SafetensorsError.wrongShape(file: url.path, tensor: "layer0.weight", expected: [3, 2], found: [2, 3])) {
                try file.floats("layer0.weight", shape: [3, 2])
            }
            #expect(throws: SafetensorsError.wrongType(file: url.path, tensor: "train", expected: .F32, found: .I32)) {
                try file.floats("train", shape: [1, 2])
            }
            #expect(throws: SafetensorsError.self) { try file.tensor("layer9.weight") }
            let missing = folder.appendingPathComponent("none.safetensors")
            #expect(throws: FileError.refused(.read, path: missing.path, code: ENOENT)) {
                try SafetensorsFile(contentsOf: missing)
            }
        }
    }

    @Test func refusesToWriteContradictions() {
        let twice = [SafetensorsTensor("x", shape: [1], .u8([1])), SafetensorsTensor("x", shape: [1], .u8([1]))]
        #expect(throws: SafetensorsError.duplicateName(file: "safetensors", name: "x")) {
            try SafetensorsFile(tensors: twice).encoded()
        }
        #expect(throws: SafetensorsError.wrongSize(file: "safetensors", tensor: "x", expected: 24, found: 20)) {
            try SafetensorsFile(tensors: [SafetensorsTensor("x", shape: [2, 3], .f32([1, 2, 3, 4, 5]))]).encoded()
        }
    }

    /// Header text, bytes of data, exact error text.
    static let damaged: [(header: String, data: Int, text: String)] = [
        ("[]", 0, "f: safetensors header, byte 8: expected '{', found '['" + advice),
        ("{", 0, "f: safetensors header, byte 9: expected '\"', found the end of the header" + advice),
        ("{}}", 0, "f: safetensors header, byte 10: expected the end of the header, found '}'" + advice),
        ("{\"a\":1}", 0, "f: safetensors header, byte 13: expected '{', found '1'" + advice),
        (entry("BF16", "1", "0,2"), 2, "f: tensor 'a': expected dtype F32, F64, I32, U8, I64, found 'BF16'; convert it to one of these"),
        (entry("F32", "2", "0,4"), 4, "f: tensor 'a': expected 8 bytes for its shape and dtype, found 4"),
        (entry("F32", "1", "4,0"), 4, "f: tensor 'a': expected 4 bytes for its shape and dtype, found -4"),
        (entry("F32", "1", "0,4"), 3, "f: tensor 'a': expected to end within 3 bytes of data, found end 4" + advice),
        (entry("F32", "1", "0,4"), 5, "f: expected 4 bytes of tensor data, found 5: bytes that belong to no tensor"),
        (entry("U8", "1", "1,2"), 2, "f: tensor 'a': expected to begin at 0, found 1: bytes that belong to no tensor"),
        (entry("U8", "4294967296,4294967296", "0,1"), 1,
            "f: tensor 'a': expected a size that fits in memory, found shape [4294967296, 4294967296]"),
        (entry("U8", "99999999999999999999", "0,1"), 1,
            "f: safetensors header, byte 36: expected an integer below 2^63, found '9'" + advice),
        (entry("U8", "-1", "0,1"), 1, "f: safetensors header, byte 36: expected a non-negative integer, found '-'" + advice),
        ("{\"a\":{\"dtype\":\"U8\"}}", 0,
            "f: safetensors header, byte 27: expected dtype, shape and two data_offsets of 'a', found an entry without them" + advice),
        ("{\"a\":{\"dtype\":\"U8\",\"type\":\"U8\"}}", 0,
            "f: safetensors header, byte 34: expected dtype, shape and data_offsets of 'a', each once, found 'type'" + advice),
        (
            "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},"
                + "\"\\u0061\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]}}", 2,
            "f: 'a' stands twice in the safetensors header; expected each name once"),
        ("{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}", 0, "f: 'k' stands twice in the safetensors header; expected each name once"),
        ("{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[1,3]}}", 3,
            "f: tensor 'b': expected to begin at 2, found 1: tensors overlap"),
    ]
    private static let advice = "; the file is damaged or not a safetensors file: delete it or copy it anew"

    private static func entry(_ type: String, _ shape: String, _ offsets: String) -> String {
        "{\"a\":{\"dtype\":\"\(type)\",\"shape\":[\(shape)],\"data_offsets\":[\(offsets)]}}"
    }

    static func bytes(_ header: String, data: Int) -> [UInt8] {
        let count = UInt64(header.utf8.count)
        return (0 ..< 8).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) } + Array(header.utf8)
            + [UInt8](repeating: 0, count: data)
    }

    @Test(arguments: damaged.indices) func namesTheDamage(_ index: Int) throws {
        let (header, data, text) = Self.damaged[index]
        let error = #expect(throws: SafetensorsError.self) {
            try SafetensorsFile(bytes: Self.bytes(header, data: data), file: "f")
        }
        #expect(error?.description == text)
        // Of what a person named nothing is to be deleted.
        #expect(error?.ofGivenFile.contains("delete") == false && error?.ofGivenFile.hasPrefix("f: ") == true)
    }

    @Test func namesTruncation() throws {
        #expect(throws: SafetensorsError.truncatedLength(file: "f", found: 7)) {
            try SafetensorsFile(bytes: [1, 2, 3, 4, 5, 6, 7], file: "f")
        }
        #expect(throws: SafetensorsError.headerTooLong(file: "f", expected: 2, found: .max)) {
            try SafetensorsFile(bytes: [UInt8](repeating: 255, count: 8) + [0x7B, 0x7D], file: "f")
        }
        let whole = try Self.sample.encoded()
        for count in 0 ..< whole.count {
            #expect(throws: SafetensorsError.self) { try SafetensorsFile(bytes: Array(whole[..<count]), file: "f") }
        }
    }

    @Test func emptyFileWithPaddedHeader() throws {
        #expect(try SafetensorsFile(bytes: Self.bytes("{}      ", data: 0), file: "f").tensors.isEmpty)
    }

    /// Damaged bytes either read as a consistent file or throw; what reads is written again.
    @Test func survivesAnyBytes() throws {
        let whole = try Self.sample.encoded()
        let header = Int(whole[0]) | Int(whole[1]) << 8
        var random = RandomStream(seed: 7, purpose: .test)
        let tokens = Array("{}[]\":,\\u0123456789 -eE.ntf\u{0}".utf8)
        var refused = 0
        for round in 0 ..< 5_000 {
            var bytes = whole
            for _ in 0 ... random.integer(below: 4) {
                // Mostly the header, where the structure is.
                let place = Int(random.integer(below: UInt32(min(bytes.count, header + 16))))
                switch random.integer(below: 4) {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: random.nextWord())
                case 1: bytes[place] = tokens[Int(random.integer(below: UInt32(tokens.count)))]
                case 2: bytes.remove(at: place)
                default: bytes.insert(tokens[Int(random.integer(below: UInt32(tokens.count)))], at: place)
                }
            }
            if round % 10 == 0 { bytes = (0 ..< random.integer(below: 64)).map { _ in UInt8(truncatingIfNeeded: random.nextWord()) } }
            do throws(SafetensorsError) {
                let file = try SafetensorsFile(bytes: bytes, file: "f")
                _ = try file.encoded()
            } catch {
                refused += 1
            }
        }
        #expect(refused > 3_000)
    }
}
