import Foundation
import Testing

@testable import Core

/// The JSON Schema against the reader: what one takes, the other takes.
@Suite struct SweepJSONSchemaTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private func fault(_ yaml: String) throws -> String? {
        try SchemaValidator.fault(try #require(JSONValue(yaml: yaml), "\(yaml)"), SweepJSONSchema.document)
    }

    /// After a change of keys: `sweep explain --json-schema > docs/sweep.schema.json`.
    @Test func theFileInDocsIsTheSchema() throws {
        let text = try String(contentsOf: Self.root.appendingPathComponent("docs/sweep.schema.json"), encoding: .utf8)
        #expect(try text == SweepJSONSchema.text())
    }

    @Test func sweepsOfTheRepositoryAreValid() throws {
        let folder = Self.root.appendingPathComponent("sweeps")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }
        #expect(files.count >= 10)
        for file in files {
            let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
            #expect(try fault(text) == nil, "\(file)")
        }
    }

    @Test func examplesAndDefaultsAreValid() throws {
        for key in SweepSchema.allKeys where !key.path.hasPrefix("variants.") {
            let parts = key.path.split(separator: ".").map(String.init)
            for value in [key.example, key.defaultValue].compactMap({ $0 }) {
                let entry = parts.count == 1 ? "\(key.name): \(value)" : "\(parts[0]): {\(key.name): \(value)}"
                let base = [("name", "x"), ("groups", "[R4]"), ("methods", "[IR]")].filter { $0.0 != key.path }
                    .map { "\($0): \($1)" }
                let yaml = (base + [entry]).joined(separator: "\n") + "\n"
                #expect(try fault(yaml) == nil, "\(yaml)")
            }
        }
    }

    @Test func whatTheReaderTakes() throws {
        for condition in ["SI >= 0.95", "SI>=0.95", "SI ≥ 0.95", "SI≥0.95"] {
            let text = "name: x\ngroups: [R4]\nmethods: [IR]\nnu: {smallest: \(condition), \"on\": test}\n"
            #expect(throws: Never.self) { try SpecLoader.parse(text, path: "s.yaml") }
            #expect(try fault(text) == nil, "\(text)")
        }
    }

    /// What is wrong with one value alone is wrong for both. A schema cannot see what takes two values, nor what only
    /// YAML has: keys that are lists, merges, keys that are there twice.
    @Test(arguments: SpecMessageTable.keys + SpecMessageTable.types + SpecMessageTable.ranges + SpecMessageTable.words
        + SpecMessageTable.slips)
    func whatTheReaderRefuses(row: SpecMessageRow) throws {
        let beyondASchema = [
            "is there twice", "duplicate", "one of the two", "expected a key", "exceeds", "is larger than", "points",
            "is the source", "same as data.source", "merge", "not both", "are the same", "reversed",
        ]
        guard row.overrides.isEmpty, let value = JSONValue(yaml: row.text), !row.text.contains("<<"),
            !beyondASchema.contains(where: row.expected.contains)
        else { return }
        #expect(try SchemaValidator.fault(value, SweepJSONSchema.document) != nil, "\(row.text)")
    }
}
