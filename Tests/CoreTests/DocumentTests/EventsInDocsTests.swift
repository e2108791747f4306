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

    @Test func `every key of the plan's JSON is described`() throws {
        let reference = try Repository.text("docs/reference.md")
        let start = try #require(reference.range(of: "`sweep plan --json` is one object"))
        let rest = reference[start.lowerBound...]
        let section = rest[..<(rest.range(of: "\n\n")?.lowerBound ?? rest.endIndex)]
        let code = try Repository.text("Sources/Core/Schedule/Plan/PlanReport.swift")
        let keys = Set(code.matches(of: #/public var ([A-Za-z]+): /#).map { String($0.1) })
        #expect(keys.count >= 25 && keys.contains("places"))
        for key in keys {
            let word = key.replacing(#/[A-Z]/#) { "_" + $0.output.lowercased() }
            #expect(section.contains("`\(word)`"), "\(word)")
        }
    }
}
