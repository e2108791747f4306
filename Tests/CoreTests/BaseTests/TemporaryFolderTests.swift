import Foundation
import Testing

@testable import Core

@Suite struct TemporaryFolderTests {
    @Test func `it is deleted with the object`() throws {
        let path: String
        do {
            let folder = TemporaryFolder("test")
            path = folder.url.path
            try ResultsFolder(folder.url).create()
            #expect(FileManager.default.fileExists(atPath: path))
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `who works there while it is deleted cannot make it again`() throws {
        try withTemporaryFolder { url in
            let path = url.appendingPathComponent("gone").path
            let results = ResultsFolder(URL(fileURLWithPath: path))
            // Where nothing is yet, too.
            #expect(TemporaryFolder.displace(path) == [])
            #expect(throws: FileError.self) { try results.create() }
            unlink(path)
            try results.create()
            let moved = TemporaryFolder.displace(path)
            #expect(moved.count == 1 && FileManager.default.fileExists(atPath: moved[0] + "/models"))
            #expect(throws: FileError.self) { try results.create() }
            #expect(throws: JournalError.self) { try JournalWriter(folder: results.journal.path, shard: "main") }
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType == .typeRegular)
        }
    }
}
