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

    @Test func `every command has a section, with a date and all exit statuses, and no line is wider than a terminal`() throws {
        try withFolder { folder in
            let page = try page(folder)
            #expect(page.first?.wholeMatch(of: #/\.TH SWEEP 1 "\d{4}-\d\d-\d\d" "sweep \d+\.\d+\.\d+"/#) != nil, "\(page.first ?? "")")
            let sections = page.filter { $0.hasPrefix(".SH ") }.map { $0.dropFirst(4) }
            for name in ["NAME", "SWEEP RUN", "SWEEP DATA", "SWEEP DATA FETCH", "SWEEP DATA EXPORT", "EXIT STATUS"] {
                #expect(sections.contains { $0 == name }, "\(sections)")
            }
            for status in [0, 1, 2, 64, 129, 130, 138, 143] { #expect(page.contains { $0.hasPrefix("\(status) ") }, "\(status)") }
            // man sets them in by 7.
            let wide = page.filter { $0.replacing("\\-", with: "-").replacing("\\&", with: "").count > 73 }
            #expect(wide.allSatisfy { $0.hasPrefix(".") || $0.hasPrefix("sweep \\- ") }, "\(wide)")
        }
    }
}
