import Foundation
import Testing

@testable import Core

@Suite struct FileBytesTests {
    @Test func readsAllOrTheBeginning() throws {
        try withTemporaryFolder { folder in
            let file = folder.appendingPathComponent("a file")
            for count in [0, 1, 5000] {
                let bytes = (0 ..< count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
                try Data(bytes).write(to: file)
                #expect(try FileBytes.read(file.path) == bytes)
                #expect(try FileBytes.read(file.path, upTo: 8) == Array(bytes.prefix(8)))
                #expect(try FileBytes.readToEnd(file.path, upTo: 10_000) == bytes)
                #expect(try FileBytes.readToEnd(file.path, upTo: 8) == Array(bytes.prefix(8)))
            }
        }
    }

    @Test func tellsWhyThereIsNothingToRead() throws {
        try withTemporaryFolder { folder in
            let missing = folder.appendingPathComponent("none").path
            #expect(throws: FileError.refused(.read, path: missing, code: ENOENT)) { try FileBytes.read(missing) }
            #expect(throws: FileError.refused(.read, path: folder.path, code: EISDIR)) { try FileBytes.read(folder.path) }
            #expect(throws: FileError.refused(.read, path: folder.path, code: EISDIR)) {
                try SafetensorsHeader.start(ofFile: folder.path)
            }
        }
    }

    @Test(arguments: [1, 40, 200]) func aStartHoldsTheWholeHeader(_ tensors: Int) throws {
        try withTemporaryFolder { folder in
            let file = folder.appendingPathComponent("tensors")
            let ones = [UInt8](repeating: 1, count: 1000)
            let bytes = try SafetensorsFile(
                tensors: (0 ..< tensors).map { SafetensorsTensor("tensor \($0)", shape: [1000], .u8(ones)) }
            ).encoded()
            try Data(bytes).write(to: file)
            let start = try SafetensorsHeader.start(ofFile: file.path)
            let header = try SafetensorsHeader(bytes: start, file: "f", fileSize: bytes.count)
            #expect(header.entries.count == tensors && (tensors == 1 || start.count < bytes.count))
        }
    }
}
