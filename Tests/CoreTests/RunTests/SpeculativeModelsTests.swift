import Foundation
import Testing

@testable import Core

@Suite struct SpeculativeModelsTests {
    @Test func `a model moves once it counts, and what cannot be moved is told`() throws {
        try withTemporaryFolder { folder in
            let models = folder.appendingPathComponent("models")
            let speculative = SpeculativeModels(folder: folder.appendingPathComponent("speculative")) {
                models.appendingPathComponent("\($0).safetensors")
            }
            try speculative.begin("a")
            let written = speculative.url("a")
            #expect(written.path.contains("/speculative/"))
            // Asked for before it is written.
            try speculative.use("a")
            #expect(speculative.url("a").path.hasPrefix(models.path))
            try Data("weights".utf8).write(to: written)
            #expect(throws: FileError.self, "models/ is gone") { try speculative.use("a") }
            try FileManager.default.createDirectory(at: models, withIntermediateDirectories: false)
            try speculative.use("a")
            #expect(try Data(contentsOf: speculative.url("a")) == Data("weights".utf8))
            #expect(!FileManager.default.fileExists(atPath: written.path))
            try speculative.use("a")
        }
    }
}
