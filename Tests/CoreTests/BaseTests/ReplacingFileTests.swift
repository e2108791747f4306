import Foundation
import Testing

@testable import Core

@Suite struct ReplacingFileTests {
    private static let old = Array("one two three four".utf8)

    /// Writes `blocks` over `old` and returns whether the file is another one now.
    private func isReplaced(_ blocks: [String], over old: [UInt8]? = old) throws -> Bool {
        var isReplaced = false
        try withTemporaryFolder { folder in
            let url = folder.appendingPathComponent("f")
            if let old { try AtomicFile.write(old, to: url) }
            let before = number(url)
            var file = ReplacingFile(url)
            for block in blocks { try file.append(Array(block.utf8)) }
            try file.finish()
            #expect(try String(contentsOf: url, encoding: .utf8) == blocks.joined())
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["f"])
            isReplaced = number(url) != before
        }
        return isReplaced
    }

    private func number(_ url: URL) -> UInt64? {
        var status = stat()
        return stat(url.path, &status) == 0 ? UInt64(status.st_ino) : nil
    }

    @Test func theSameBytesAreNotWrittenAgain() throws {
        #expect(try !isReplaced(["one two three four"]))
        #expect(try !isReplaced(["one ", "two", "", " three four"]))
        #expect(try !isReplaced([""], over: []))
    }

    @Test(arguments: [["one two", " three five"], ["One two three four"], ["one two", " three"], ["one two three four", " five"], [""]])
    func whateverElseIs(blocks: [String]) throws {
        #expect(try isReplaced(blocks))
        #expect(try isReplaced(blocks, over: nil))
    }

    @Test func whatIsNotFinishedLeavesTheOldFile() throws {
        try withTemporaryFolder { folder in
            let url = folder.appendingPathComponent("f")
            try AtomicFile.write(Self.old, to: url)
            do {
                var file = ReplacingFile(url)
                try file.append(Array("one other".utf8))
            }
            #expect(try [UInt8](Data(contentsOf: url)) == Self.old)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["f"])
        }
    }
}
