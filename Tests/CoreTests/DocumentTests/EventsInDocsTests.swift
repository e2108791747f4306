import Foundation
import Testing

/// Whoever reads `sweep run --json` finds every event and every key in the reference.
@Suite struct EventsInDocsTests {
    @Test func `every event and every key is described`() throws {
        let reference = try Repository.text("docs/reference.md")
        let start = try #require(reference.range(of: "## Events for programs"))
        let rest = reference[start.upperBound...]
        let section = rest[..<(rest.range(of: "\n## ")?.lowerBound ?? rest.endIndex)]
        let code = try ["RunEventRecord", "RunEventRecord+Ends"].map {
            try Repository.text("Sources/Core/Schedule/Progress/\($0).swift")
        }.joined()
        let kinds = code.matches(of: #/(?:record|search|RunEventRecord)\(\s*"([a-z_]+)"/#).map { String($0.1) }
        let keys = code.matches(of: #/"([a-z_]+)": /#).map { String($0.1) }
        #expect(Set(kinds).count >= 20 && Set(keys).count >= 35, "\(Set(kinds).count) \(Set(keys).count)")
        for word in Set(kinds + keys) { #expect(section.contains("`\(word)`") || section.contains("`\(word): "), "\(word)") }
    }
}
