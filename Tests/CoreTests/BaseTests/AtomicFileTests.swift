import Core
import Foundation
import Testing

@Suite struct AtomicFileTests {
    @Test func replacesTheContentAndLeavesNothingElse() throws {
        try withTemporaryFolder { folder in
            let file = folder.appendingPathComponent("table with spaces.csv")
            try AtomicFile.write("old and longer", to: file)
            try AtomicFile.write("new", to: file)
            #expect(try String(contentsOf: file, encoding: .utf8) == "new")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["table with spaces.csv"])
        }
    }

    @Test func writesEmptyAndLargeFiles() throws {
        try withTemporaryFolder { folder in
            let file = folder.appendingPathComponent("bytes")
            for count in [0, 1, 3_000_000] {
                let bytes = (0 ..< count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
                try AtomicFile.write(bytes, to: file)
                #expect(try Array(Data(contentsOf: file)) == bytes)
            }
        }
    }

    @Test func writesUnderNamesOfTheLongestLength() throws {
        try withTemporaryFolder { folder in
            // 255 bytes each; a cut after 40 characters would leave the second as long as it is.
            for name in [String(repeating: "a", count: 255), String(repeating: "👨‍👩‍👧‍👦", count: 10) + "a.csv"] {
                #expect(name.utf8.count == 255)
                try AtomicFile.write("x", to: folder.appendingPathComponent(name))
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
        }
    }

    @Test func namesPathCauseAndRemedy() throws {
        try withTemporaryFolder { folder in
            let file = folder.appendingPathComponent("missing/table.csv")
            #expect(throws: FileError.refused(.create, path: file.path, code: ENOENT)) {
                try AtomicFile.write("x", to: file)
            }
            let text = FileError.refused(.create, path: "a/table.csv", code: ENOENT).description
            #expect(
                text == "a/table.csv: cannot create: No such file or directory; "
                    + "create the folder that holds it, or correct the path")
            #expect(FileError.refused(.read, path: "a", code: ENOENT).description == "a: no such file; correct the path")
            #expect(FileError.refused(.write, path: "a", code: ENOSPC).description.contains("free some space"))
        }
    }

    @Test func leavesNoTemporaryFileWhereTheNameIsTaken() throws {
        try withTemporaryFolder { folder in
            let taken = folder.appendingPathComponent("taken")
            try FileManager.default.createDirectory(
                at: taken.appendingPathComponent("inside"), withIntermediateDirectories: true)
            #expect(throws: FileError.self) { try AtomicFile.write("x", to: taken) }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["taken"])
        }
    }

    @Test func writersOfOnePathNeverMix() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appendingPathComponent("one")
            let texts = (0 ..< 8).map { String(repeating: "\($0)", count: 10_000) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for text in texts { group.addTask { try AtomicFile.write(text, to: file) } }
                try await group.waitForAll()
            }
            #expect(texts.contains(try String(contentsOf: file, encoding: .utf8)))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["one"])
        }
    }

    @Test func leftoversOfKilledWritersAreRemovedAndNothingElse() throws {
        try withTemporaryFolder { folder in
            let kept = ["a.tmp", ".hidden", ".b.12-x.tmp", "b.12-3.tmp"]
            for name in kept + [".model.safetensors.123-456.tmp"] {
                try Data("x".utf8).write(to: folder.appendingPathComponent(name))
            }
            AtomicFile.removeLeftovers(in: folder)
            #expect(try Set(FileManager.default.contentsOfDirectory(atPath: folder.path)) == Set(kept))
        }
    }
}
