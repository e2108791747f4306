import Foundation
import Testing

/// docs/architecture.md shows the very files that `ExtensionTests` use.
@Suite struct ExamplesInDocsTests {
    @Test(arguments: ["MarginChange", "CosineForm", "Mirrors", "Bars"]) func theFileIsOnThePage(_ name: String) throws {
        let file = try Repository.text("Tests/CoreTests/ExtensionTests/\(name).swift")
        let head = "@testable import Core\n\n"
        #expect(file.hasPrefix(head))
        let page = try Repository.text("docs/architecture.md")
        #expect(
            page.contains("```swift\n" + file.dropFirst(head.count) + "```\n"),
            "docs/architecture.md shows another \(name): copy the file there")
    }
}

/// What README and docs refer to is there.
@Suite struct DocumentLinkTests {
    static let documents = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]
        + ((try? FileManager.default.contentsOfDirectory(atPath: Repository.root.appendingPathComponent("docs").path)) ?? [])
        .filter { $0.hasSuffix(".md") }.sorted().map { "docs/" + $0 }

    @Test(arguments: documents) func linksLeadSomewhere(_ document: String) throws {
        let text = try Repository.text(document)
        let folder = Repository.root.appendingPathComponent(document).deletingLastPathComponent()
        for match in text.matches(of: /\]\(([^)\s]+)\)/) {
            let target = String(match.1)
            if target.contains("://") { continue }
            let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
            let path = parts[0].isEmpty ? Repository.root.appendingPathComponent(document) : folder.appendingPathComponent(String(parts[0]))
            #expect(FileManager.default.fileExists(atPath: path.path), "\(document) refers to \(target)")
            guard parts.count == 2, path.pathExtension == "md" else { continue }
            let headings = try String(contentsOf: path, encoding: .utf8).split(separator: "\n").filter { $0.hasPrefix("#") }
            #expect(headings.map(Self.anchor).contains(String(parts[1])), "\(document) refers to \(target)")
        }
    }

    /// As GitHub makes it of a heading.
    private static func anchor(_ heading: Substring) -> String {
        let title = heading.drop { $0 == "#" }.dropFirst().lowercased()
        return String(title.compactMap { $0 == " " ? "-" : $0.isLetter || $0.isNumber || "-_".contains($0) ? $0 : nil })
    }

    /// Every measure, group, data set and form is described where people look for it.
    @Test func wordsAreDescribed() throws {
        let text = try Repository.text("docs/reference.md") + Repository.text("docs/method.md")
        for word in WordsOfTheProgram.all { #expect(text.contains(word), "\(word)") }
    }

    /// Keys of sweep files that documents name, as `training.epochs`.
    @Test(arguments: documents) func keysExist(_ document: String) throws {
        let text = try Repository.text(document)
        let keys = Set(WordsOfTheProgram.keys)
        let parents = Set(keys.compactMap { $0.split(separator: ".").first.map(String.init) })
        for match in text.matches(of: /`(?:--set )?([a-z_A-Z]+)\.([a-z_]+)(?:: [^`]*|=[^`]*)?`/) {
            let (parent, child) = (String(match.1), String(match.2))
            guard parents.contains(parent), !["csv", "html", "yaml", "json", "md", "svg", "png"].contains(child) else { continue }
            #expect(keys.contains("\(parent).\(child)"), "\(document): \(match.0)")
        }
    }
}
