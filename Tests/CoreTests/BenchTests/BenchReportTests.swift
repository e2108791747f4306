import Foundation
import Testing

@testable import Core

@Suite struct BenchReportTests {
    static let machine = BenchMachine(
        cpu: "Some CPU", system: "Some System", cores: 2, processors: 4, lanes: ["0", "2"],
        choice: InstructionSetChoice(chosen: .avx2, available: [.portable, .avx2], isOverridden: false))

    static let rows = [
        BenchRow(
            name: "forward/512x128x9", SampleSummary([30, 40, 35]), unit: "GMAC/s", bound: 100, ratio: 0.35,
            note: "padded"),
        BenchRow(name: "weight-gradient/2048x1296x128", SampleSummary([90]), unit: "GMAC/s", note: "padded"),
        .unavailable("two-lanes", unit: "times", because: "one core"),
    ]

    @Test func jsonHasEveryField() throws {
        let report = BenchReport(
            program: "sweep 1", date: "2025-01-01T00:00:00Z", machine: Self.machine, dataset: .strokes, quick: true,
            rows: Self.rows)
        let object = try #require(
            try JSONSerialization.jsonObject(with: report.json()) as? [String: Any])
        #expect(object["program"] as? String == "sweep 1")
        #expect(object["dataset"] as? String == "strokes")
        let machine = try #require(object["machine"] as? [String: Any])
        #expect(machine["instruction_set"] as? String == "avx2")
        #expect(machine["cores"] as? Int == 2)
        #expect(machine["lanes"] as? [String] == ["0", "2"])
        let rows = try #require(object["rows"] as? [[String: Any]])
        #expect(rows.count == 3)
        for row in rows {
            #expect(
                Set(row.keys) == [
                    "name", "value", "unit", "bound", "ratio", "median", "min", "max", "repetitions", "note",
                ])
        }
        #expect(rows[0]["value"] as? Double == 35)
        #expect(rows[0]["max"] as? Double == 40)
        #expect(rows[0]["repetitions"] as? Int == 3)
        #expect(rows[2]["value"] is NSNull)
        #expect(rows[2]["note"] as? String == "one core")
    }

    @Test func tableIsAlignedAndNarrow() throws {
        var table = BenchTable()
        let lines = [BenchTable.header] + Self.rows.map { table.line($0) } + BenchTable.preface(Self.machine)
        #expect(lines.allSatisfy { $0.count <= 100 }, "\(lines.joined(separator: "\n"))")
        #expect(
            lines[1]
                == "forward/512x128x9 [1]                   35 GMAC/s          100   35 %             30 … 40     3")
        // A note is said once.
        #expect(lines[2].hasPrefix("weight-gradient/2048x1296x128 [1]"))
        #expect(table.footnotes() == ["[1] padded", "[2] one core"])
        let unit = try #require(lines[1].firstRange(of: "GMAC/s")?.lowerBound)
        #expect(lines[0].distance(from: lines[0].startIndex, to: try #require(lines[0].firstRange(of: "unit")?.lowerBound))
            == lines[1].distance(from: lines[1].startIndex, to: unit))
    }

    @Test func longNotesAreWrapped() {
        var table = BenchTable()
        _ = table.line(.unavailable("x", unit: "", because: "one two three four"))
        #expect(table.footnotes(width: 12) == ["[1] one two", "    three", "    four"])
    }

    @Test func markdown() {
        var table = BenchTable()
        #expect(BenchTable.markdownHeader.count == 2)
        #expect(table.markdown(Self.rows[0]) == "| forward/512x128x9 [1] | 35 | GMAC/s | 100 | 35 % | 30 … 40 | 3 |")
        #expect(table.markdown(Self.rows[2]) == "| two-lanes [2] | – | times |  |  |  |  |")
    }
}
