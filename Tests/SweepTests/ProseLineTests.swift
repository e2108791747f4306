@testable import Core
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

    @Test func `a path with blanks is not broken`() {
        let path = "/a place/with many blanks"
        let line = ProseLine("1.2 s on 2 lanes; tables and report.html in \(path)/", whole: [path])
        #expect(line.lines(columns: nil) == ["1.2 s on 2 lanes; tables and report.html in \(path)/"])
        for columns in 20 ... 80 {
            let lines = line.lines(columns: columns)
            #expect(lines.contains { $0.contains(path + "/") }, "\(columns): \(lines)")
            if columns > 34 { #expect(lines.allSatisfy { $0.count < columns }, "\(columns): \(lines)") }
        }
        #expect(line.lines(columns: 60) == ["1.2 s on 2 lanes; tables and report.html in", "  \(path)/"])
    }

    @Test func `commands name the program as it was called`() {
        #expect(ThisProgram.command(called: ".build/release/sweep") == ".build/release/sweep")
        #expect(ThisProgram.command(called: "/a place/sweep") == "'/a place/sweep'")
        for name in ["sweep", "", nil] { #expect(ThisProgram.command(called: name) == "sweep") }
        #expect(ThisProgram.command("report", "a b") == "\(ThisProgram.command) report 'a b'")
    }

    @Test func `the machine's facts go on where they began`() {
        let line = "kernels  avx512: the widest that this CPU runs (by cpuid); SWEEP_ISA=avx2 would choose others"
        #expect(
            TopologyCommand.prose(line).lines(columns: 60) == [
                "kernels  avx512: the widest that this CPU runs (by", "         cpuid); SWEEP_ISA=avx2 would choose others",
            ])
        #expect(TopologyCommand.prose("note: a b").hanging == 2)
    }

    @Test func `lines of verify and data are broken between words`() {
        let line = VerificationLine("journal", .right, "12 networks and 24 measurements, nothing of what was written is lost")
        #expect(
            VerifyCommand.summary(line, word: "right").lines(columns: 60) == [
                "right  journal    12 networks and 24 measurements,", "       nothing of what was written is lost",
            ])
        let usual = VerifyCommand.unchecked(columns: nil)
        #expect(usual.count == 3 && VerifyCommand.unchecked(columns: 80) == usual)
        let narrow = VerifyCommand.unchecked(columns: 60).flatMap { $0.lines(columns: 60) }
        #expect(narrow.count > 3 && narrow.allSatisfy { $0.count < 60 }, "\(narrow)")
        #expect(
            narrow.flatMap { $0.split(separator: " ") } == usual.flatMap { $0.text.split(separator: " ") }, "\(narrow)")
        let path = "/a place/of data/train-images-idx3-ubyte.gz"
        let status = DatasetStatus(
            dataset: .mnist, isEmbedded: false, files: [.init(name: "train-images-idx3-ubyte", path: path, state: .present)])
        let data = DataReport.lines(status)
        #expect(data.map(\.text) == ["mnist", "  present   train-images-idx3-ubyte  \(path)"])
        #expect(data[1].lines(columns: 60).contains { $0.hasSuffix(" \(path)") }, "\(data[1].lines(columns: 60))")
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
