import Foundation
import Testing

/// docs/method.md says where each definition is computed. Whoever moves or renames one is told here.
@Suite struct MethodPlacesTests {
    @Test func everyPlaceExists() throws {
        let text = try Repository.text("docs/method.md")
        let places = text.matches(of: /`((?:Core|Kernels)\/[A-Za-z0-9_+\/]+\.swift): ([A-Za-z0-9_]+)`/).map {
            (file: String($0.1), name: String($0.2))
        }
        #expect(places.count > 60)
        // Nothing that looks like a place is written so that it would not be found.
        #expect(places.count == text.matches(of: /\.swift/).count)
        for place in places {
            let source = try Repository.text("Sources/" + place.file)
            let isDeclared = Self.declared(source).contains(place.name)
            #expect(isDeclared, "\(place.file) declares no \(place.name): mend docs/method.md")
        }
    }

    /// Names that a source file declares.
    private static func declared(_ source: String) -> Set<String> {
        var names = Set(
            source.matches(of: /\b(?:func|var|let|case|struct|enum|class|protocol|typealias) ([A-Za-z0-9_]+)/).map {
                String($0.1)
            })
        if source.contains(/\binit[?(<]/) { names.insert("init") }
        return names
    }
}

/// Files of the repository that the tests stand in.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }
}
