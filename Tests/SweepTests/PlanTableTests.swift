@testable import Sweep
import Testing

/// A plan's table on pages of any width.
@Suite struct PlanTableTests {
    private let table = PlanTable(
        rows: [
            ["group", "method", "ν", "done", "new", "to search", "time on one lane"],
            ["R4", "WT", "", "", "4", "", "7 min 05 s"],
            ["R4", "IR logit", "smallest SI >= 0.95", "", "4", "about 20", "1 h 04 min"],
        ], left: 3)

    @Test func `a page that nobody knows has a table`() {
        let lines = table.text(columns: nil).split(separator: "\n")
        #expect(lines.count == 3 && lines[0] == "group  method    ν                    new  to search  time on one lane")
        #expect(table.text(columns: 100) == table.text(columns: nil))
    }

    @Test func `columns of nothing are left out`() {
        let finished = PlanTable(
            rows: [
                ["group", "method", "ν", "done", "to search", "time on one lane"], ["R4", "WT", "", "2", "", ""],
                ["R4", "DA", "", "2", "", ""],
            ], left: 3)
        #expect(finished.text(columns: nil) == "group  method  done\nR4     WT         2\nR4     DA         2\n")
        #expect(finished.text(columns: 12) == "R4 WT\n  2 done\nR4 DA\n  2 done\n")
    }

    @Test(arguments: 20 ... 90) func `no row is wider than the terminal, and nothing is left out`(columns: Int) {
        let lines = table.text(columns: columns).split(separator: "\n")
        #expect(lines.allSatisfy { $0.count < columns }, "\(lines)")
        let text = lines.map { $0.drop { $0 == " " } }.joined(separator: " ")
        for word in ["IR logit", "SI", "0.95", "about 20", "7 min 05 s", "1 h 04 min"] where columns > 40 {
            #expect(text.contains(word), "\(word): \(lines)")
        }
    }

    @Test func `where there is no room for columns each row is told in words`() {
        #expect(
            table.text(columns: 60) == """
                R4 WT
                  4 new, 7 min 05 s on one lane
                R4 IR logit smallest SI >= 0.95
                  4 new, about 20 to search, 1 h 04 min on one lane

                """)
    }
}
