import Testing

@testable import Core

/// The schema says what the reader does.
@Suite struct SweepSchemaTests {
    private func load(_ overrides: [String]) throws -> SweepSpec {
        try SpecLoader.parse("name: x\ngroups: [R4]\nmethods: [IR]\n", path: "s.yaml", overrides: overrides).spec
    }

    @Test func pathsAreUniqueAndSentencesWhole() {
        let paths = SweepSchema.allKeys.map(\.path)
        #expect(Set(paths).count == paths.count)
        for key in SweepSchema.allKeys {
            #expect(key.meaning.hasSuffix(".") && key.meaning.first?.isUppercase == true, "\(key.path)")
            #expect(SweepSchema.key(key.path)?.meaning == key.meaning)
        }
        #expect(SweepSchema.key("training.epohcs") == nil)
    }

    @Test(arguments: SweepSchema.allKeys.compactMap { key in key.defaultValue.map { [key.path, $0] } })
    func defaultsAreTheDefaults(pathAndValue: [String]) throws {
        #expect(try load([pathAndValue.joined(separator: "=")]) == load([]))
    }

    @Test(arguments: SweepSchema.allKeys.map { [$0.path, $0.example] })
    func examplesLoadAndDifferFromDefaults(pathAndValue: [String]) throws {
        let spec = try load([pathAndValue.joined(separator: "=")])
        let exempt = ["data"]  // its example shows the shorthand
        #expect(try exempt.contains(pathAndValue[0]) || spec != load([]))
    }

    @Test func nearestWords() {
        let words = ["methods", "measure", "nu", "name"]
        #expect(NearestWord.find("methdos", among: words) == "methods")
        #expect(NearestWord.find("METHODS", among: words) == "methods")
        #expect(NearestWord.find("nmae", among: words) == "name")
        #expect(NearestWord.find("zz", among: words) == nil)
        #expect(NearestWord.find("", among: words) == nil)
        #expect(NearestWord.find("measurements", among: words) == "measure")
        #expect(NearestWord.distance("abcd", "acbd") == 1)
        #expect(NearestWord.distance("kitten", "sitting") == 3)
        #expect(NearestWord.distance("", "abc") == 3)
    }
}
