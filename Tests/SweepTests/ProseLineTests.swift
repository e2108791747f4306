@testable import Sweep
import Testing

/// Lines at the end of a run on narrow terminals.
@Suite struct ProseLineTests {
    private let command = "sweep run sweeps/x.yaml --results '/a place/r' --set training.epochs=4"

    @Test func `a command stands on a line of its own, and is never broken`() {
        let line = ProseLine("interrupted; go on with:", command: command)
        #expect(line.text == "interrupted; go on with: \(command)")
        #expect(line.lines(columns: nil) == [line.text] && line.lines(columns: 200) == [line.text])
        #expect(line.lines(columns: 60) == ["interrupted; go on with:", command])
        let middle = ProseLine("beside them models/;", command: command, "shows the page")
        #expect(middle.text == "beside them models/; \(command) shows the page")
        #expect(middle.lines(columns: 40) == ["beside them models/;", command, "shows the page"])
        #expect(ProseLine("", command: "a b", "c").lines(columns: nil) == ["a b c"])
        for columns in 1 ... 120 { #expect(middle.lines(columns: columns).contains { $0.contains(command) }, "\(columns)") }
    }

    @Test func `prose is broken between words, set in where it goes on`() {
        let text = "failed: R4 DA seed 0: training: passed 0.5 minutes at epoch 3 of 4; the checkpoint is in /some/long/path/to/it"
        let line = ProseLine(text, isBad: true)
        #expect(
            line.lines(columns: 60) == [
                "failed: R4 DA seed 0: training: passed 0.5 minutes at", "  epoch 3 of 4; the checkpoint is in /some/long/path/to/it",
            ])
        for columns in 1 ... 130 {
            let lines = line.lines(columns: columns)
            #expect(lines.flatMap { $0.split(separator: " ") } == text.split(separator: " "), "\(columns)")
            if columns >= 24 { #expect(lines.allSatisfy { $0.count < columns }, "\(columns): \(lines)") }
        }
        let indented = ProseLine("  R4 DA seed 0 and 1 more: interrupted, goes on after epoch 7")
        #expect(indented.lines(columns: 40) == ["  R4 DA seed 0 and 1 more:", "    interrupted, goes on after epoch 7"])
    }
}
