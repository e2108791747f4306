import Foundation
import Testing

@testable import Core

/// `report.html` and `sweep export` as a person gets them.
@Suite(.serialized) struct ReportCommandTests {
    private static let text = """
        # Does a <b>question</b> reach the page?
        name: small
        data: {source: strokes, train: 200, test: 60, validation: 40}
        groups: [R4]
        methods: [DA, IR]
        seeds: [0, 1]
        nu: {smallest: SI >= 0.3, from: 0.1, to: 10, within: 5}
        training: {epochs: 3, batch: 64, hidden: [16]}
        saliency: {steps: 4}
        """

    private func withResults(_ body: (_ program: Program, _ folder: URL, _ results: URL) throws -> Void) throws {
        try withFolder { folder in
            let program = try Program()
            let results = folder.appendingPathComponent("r")
            let file = try write(Self.text, to: folder)
            let run = try program.run(
                ["run", file, "--results", results.path, "--set", "limits.retries=1"], in: folder)
            try #require(run.status == 0 || run.status == 1, "\(run.errors)")
            #expect(run.output.contains("tables and report.html in "))
            try body(program, folder, results)
        }
    }

    @Test func `a run leaves the page that sweep report makes again, byte by byte`() throws {
        try withResults { program, folder, results in
            let page = results.appendingPathComponent("report.html")
            let first = try String(contentsOf: page, encoding: .utf8)
            #expect(first.contains("<p>Does a &lt;b&gt;question&lt;/b&gt; reach the page?</p>"))
            #expect(first.contains("# --set limits.retries=1"))
            #expect(first.contains("Learning curves") && first.contains("Searches for ν"))
            try FileManager.default.removeItem(at: page)
            let again = try program.run(["report", results.path, "--open-none"], in: folder)
            #expect(again.status == 0 && again.errors.isEmpty, "\(again.errors)")
            #expect(again.output.hasSuffix("report.html\n"))
            #expect(try String(contentsOf: page, encoding: .utf8) == first)
        }
    }

    @Test func `export gives the tables of the folder, and the journal's learning curves`() throws {
        try withResults { program, folder, results in
            for (name, file) in [("jobs", "jobs.csv"), ("table", "table.csv")] {
                let found = try program.run(["export", name, results.path], in: folder)
                let expected = try String(contentsOf: results.appendingPathComponent(file), encoding: .utf8)
                #expect(found.status == 0 && found.output == expected, "\(name)")
            }
            let history = try program.run(["export", "history", results.path], in: folder)
            let rows = try CSVReader.rows(history.output)
            let jobs = try CSVReader.rows(try program.run(["export", "jobs", results.path], in: folder).output)
            #expect(rows.count == 1 + 3 * (jobs.count - 1) && jobs.count > 4)
            let curves = try Journal.readCurves(folder: results.appendingPathComponent("journal").path).curves
            #expect(curves.count == jobs.count - 1)
            for row in rows.dropFirst() {
                let (own, epoch) = (try #require(curves[row[10]]), try #require(Int(row[6])))
                #expect(Float(row[7]) == own.crossEntropy[epoch - 1])
            }
            if FileManager.default.fileExists(atPath: "/dev/full") {
                let full = try program.run(
                    ["export", "history", results.path, "--output", "/dev/full/h.csv"], in: folder)
                #expect(full.status == 1 && full.errors.contains("/dev/full"))
            }
            let output = folder.appendingPathComponent("h.csv")
            let written = try program.run(["export", "history", results.path, "--output", output.path], in: folder)
            #expect(written.status == 0 && written.output.isEmpty)
            #expect(try String(contentsOf: output, encoding: .utf8) == history.output)
        }
    }

    @Test func `what is no results folder is named`() throws {
        try withFolder { folder in
            let program = try Program()
            let file = try write("x", to: folder, as: "file")
            for arguments in [["report"], ["export", "jobs"]] {
                for (path, words) in [
                    (folder.path + "/none", "found nothing"), (file, "found a file"), (folder.path, "found no journal/"),
                ] {
                    let result = try program.run(arguments + [path], in: folder)
                    #expect(result.status == 64 && result.output.isEmpty)
                    #expect(result.errors.contains("expected a results folder") && result.errors.contains(words))
                }
            }
            #expect(try program.run(["export", "nonsense", folder.path], in: folder).status == 64)
        }
    }

    /// By their own width these would be higher than a page each, and stand away from their headings or be cut.
    @Test(.enabled(if: Chromium.isHere, "no chromium on the PATH; CHROMIUM=/path/to/chromium names one"))
    func `two high figures with their headings and captions find room on one sheet of paper`() throws {
        try withFolder { folder in
            let figure = """
                <h3>Saliency maps</h3>
                <div class="cards"><figure class="card wide"><svg viewBox="0 0 100 200"></svg></figure></div>
                <p class="note">\(String(repeating: "Rows: samples; columns: elements of the group. ", count: 6))</p>
                """
            let page = "<!DOCTYPE html><style>\(ReportStyle.sheet)</style><body>\(figure)\(figure)</body>"
            let file = try write(page, to: folder, as: "page.html")
            #expect(try Chromium.sheets(URL(fileURLWithPath: file), in: folder) == 1)
        }
    }

    /// In a real browser: nothing is complained of, nothing fetched, and a phone needs no sideways scrolling.
    @Test(.enabled(if: Chromium.isHere, "no chromium on the PATH; CHROMIUM=/path/to/chromium names one"))
    func `a browser has nothing to complain of`() throws {
        try withResults { _, folder, results in
            let page = results.appendingPathComponent("report.html")
            let shown = try Chromium.open(page, in: folder)
            try #require(shown.page.contains("<section id=\"sweep\">"), "\(shown.log)")
            #expect(shown.console.isEmpty, "\(shown.console)")
            // That the test hears complaints at all.
            let html = try String(contentsOf: page, encoding: .utf8)
            let broken = folder.appendingPathComponent("broken.html")
            try html.replacingOccurrences(of: "</body>", with: "<script>alert(1)</script></body>")
                .write(to: broken, atomically: true, encoding: .utf8)
            #expect(try Chromium.open(broken, in: folder).console.contains { $0.contains("Content Security Policy") })
            // The page in a frame as wide as a phone tells by how much it is wider than that. It may not without its policy taken out.
            let policy = try #require(html.firstRange(of: #/<meta http-equiv="Content-Security-Policy"[^>]*>/#))
            // Nor does the table of results within it: what is off the screen looks as if it were not there.
            let teller = "<script>const boxes = [document.documentElement, document.querySelector('.results').parentElement]; "
                + "parent.postMessage(boxes.reduce((sum, box) => sum + box.scrollWidth - box.clientWidth, 0), '*')</script></body>"
            try html.replacingCharacters(in: policy, with: "").replacingOccurrences(of: "</body>", with: teller)
                .write(to: folder.appendingPathComponent("inner.html"), atomically: true, encoding: .utf8)
            let outer = folder.appendingPathComponent("outer.html")
            try """
                <iframe src="inner.html" width="400" height="800" style="border: 0"></iframe><p id="width">none</p>
                <script>onmessage = event => document.getElementById("width").textContent = event.data</script>
                """.write(to: outer, atomically: true, encoding: .utf8)
            #expect(try Chromium.open(outer, in: folder).page.contains("<p id=\"width\">0</p>"))
        }
    }
}

/// A browser without a window.
enum Chromium {
    private static let command = ProcessInfo.processInfo.environment["CHROMIUM"] ?? "chromium"

    static let isHere = (try? withFolder { try Tool.run(command, ["--version"], in: $0).status }) == 0

    struct Shown {
        /// As the browser has it after loading.
        var page: String
        /// What it wrote to its console.
        var console: [String]
        var log: String
    }

    static func open(_ page: URL, in folder: URL) throws -> Shown {
        let result = try run(["--enable-logging=stderr", "--v=0", "--virtual-time-budget=20000", "--dump-dom"], page, in: folder)
        let log = result.errors.split(separator: "\n").map(String.init)
        return Shown(page: result.output, console: log.filter { $0.contains(":CONSOLE") }, log: result.errors)
    }

    /// How many it prints.
    static func sheets(_ page: URL, in folder: URL) throws -> Int {
        let paper = folder.appendingPathComponent("paper.pdf")
        _ = try run(["--no-pdf-header-footer", "--print-to-pdf=\(paper.path)"], page, in: folder)
        return String(decoding: try Data(contentsOf: paper), as: UTF8.self).ranges(of: "/Type /Page\n").count
    }

    private static func run(_ options: [String], _ page: URL, in folder: URL) throws -> Program.Result {
        let common = [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--user-data-dir=\(folder.path)/browser",
        ]
        return try Tool.run(command, common + options + [page.absoluteString], in: folder)
    }
}
