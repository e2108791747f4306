import Foundation
import Testing

/// The manual page that `make install` makes of the program's help.
@Suite struct ManualTests {
    private func page(_ folder: URL) throws -> [Substring] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let script = root.appendingPathComponent("Scripts/manual.sh").path
        let result = try Tool.run("sh", [script, try Program().url.path], in: folder)
        #expect(result.status == 0, "\(result.errors)")
        return result.output.split(separator: "\n", omittingEmptySubsequences: false)
    }

    private func isTitle(_ line: Substring?) -> Bool {
        let words = line.map { $0.split(separator: "\"") } ?? []
        guard words.count == 4 else { return false }
        return words[0] == ".TH SWEEP 1 " && words[1].split(separator: "-").map(\.count) == [4, 2, 2] && words[3].hasPrefix("sweep ")
    }

    /// As wide as they are shown; man sets them in by 7.
    private func isWide(_ line: Substring) -> Bool {
        let shown = line.replacing("\\-", with: "-").replacing("\\&", with: "")
        return shown.count > 73 && !shown.hasPrefix(".") && !line.hasPrefix("sweep \\- ")
    }

    @Test func `every command has a section, with a date and all exit statuses, and no line is wider than a terminal`() throws {
        var lines: [Substring] = []
        try withFolder { lines = try page($0) }
        #expect(isTitle(lines.first))
        let sections = Set(lines.filter { $0.hasPrefix(".SH ") }.map { String($0.dropFirst(4)) })
        for name in ["NAME", "SWEEP RUN", "SWEEP DATA", "SWEEP DATA FETCH", "SWEEP DATA EXPORT", "EXIT STATUS"] {
            #expect(sections.contains(name))
        }
        for status in [0, 1, 2, 64, 129, 130, 138, 143] {
            let isThere = lines.contains { $0.hasPrefix("\(status) ") }
            #expect(isThere, "\(status)")
        }
        let wide = lines.filter(isWide)
        #expect(wide.isEmpty)
        // What a command does is told at the margin, also where it takes two lines.
        for (place, line) in lines.enumerated() where line.hasPrefix(".SH SWEEP ") {
            let abstract = lines.dropFirst(place + 2).prefix { !$0.isEmpty }
            let isAtMargin = abstract.allSatisfy { !$0.hasPrefix(" ") }
            #expect(isAtMargin, "\(abstract)")
        }
    }
}
