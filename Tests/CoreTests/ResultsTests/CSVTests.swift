import Core
import Foundation
import Testing

@Suite struct CSVTests {
    @Test func exactText() {
        var table = CSVTable(columns: ["name", "value", "n", "ok", "note"])
        table.append([.text("plain"), .number(0.1), .integer(3), .boolean(true), .empty])
        table.append([.text("a,b"), .number(95), .integer(-3), .boolean(false), .text("say \"no\"\nagain")])
        table.append([.text("grüße ±"), .number(nil as Double?), .integer(nil as Int?), .empty, .text(nil as String?)])
        #expect(
            CSVWriter.text(table) == "name,value,n,ok,note\r\n" + "plain,0.1,3,true,\r\n"
                + "\"a,b\",95,-3,false,\"say \"\"no\"\"\nagain\"\r\n" + "grüße ±,,,,\r\n")
    }

    @Test func headerAlone() {
        #expect(CSVWriter.text(CSVTable(columns: ["a", "b"])) == "a,b\r\n")
    }

    @Test(arguments: [
        (0.1, "0.1"), (95, "95"), (-0.5, "-0.5"), (0, "0"), (1e21, "1e+21"), (1234567.25, "1234567.25"),
        (0.00001, "1e-05"), (1.0 / 3, "0.3333333333333333"), (.nan, "nan"), (-.infinity, "-inf"),
    ]) func numbers(value: Double, text: String) {
        #expect(CSVWriter.number(value) == text)
    }

    @Test func numbersRoundTrip() {
        var random = RandomStream(seed: 3, purpose: .test)
        var checked = 0
        while checked < 5_000 {
            let value = Double(bitPattern: random.next())
            guard value.isFinite else { continue }
            checked += 1
            #expect(Double(CSVWriter.number(value))?.bitPattern == value.bitPattern)
        }
    }

    @Test(arguments: [
        ("=1+1", "\"'=1+1\""), ("+1", "\"'+1\""), ("-x", "\"'-x\""), ("@sum", "\"'@sum\""), ("\tx", "\"'\tx\""),
        ("a=b", "a=b"), ("", ""),
    ]) func textsThatLookLikeFormulas(text: String, cell: String) {
        #expect(CSVWriter.text(.text(text)) == cell)
    }

    @Test func negativeNumbersStayNumbers() {
        #expect(CSVWriter.text(.number(-1.5)) == "-1.5")
    }

    @Test func readsWhatItWrote() throws {
        let pieces = ["", "a", ",", "\"", "\r\n", "\n", "é", "\"\"", "x\"\u{301}", "1"]
        var random = RandomStream(seed: 5, purpose: .test)
        var table = CSVTable(columns: ["a", "b", "c"])
        var expected = [["a", "b", "c"]]
        for _ in 0 ..< 300 {
            let row = (0 ..< 3).map { _ in
                (0 ..< random.integer(below: 5)).map { _ in pieces[Int(random.integer(below: UInt32(pieces.count)))] }.joined()
            }
            expected.append(row)
            table.append(row.map { .text($0) })
        }
        let read = try CSVReader.rows(CSVWriter.text(table))
        // By scalars: a lone carriage return at the start is the only text that is changed, and
        // String equality would not see differences of normalisation.
        #expect(read.count == expected.count)
        for (row, original) in zip(read, expected) {
            for (cell, text) in zip(row, original) {
                let marked = text.unicodeScalars.first == "\r" ? "'" + text : text
                #expect(Array(cell.unicodeScalars) == Array(marked.unicodeScalars))
            }
        }
    }

    @Test(arguments: [
        ("a,b\n1\n", CSVError.wrongCellCount(line: 2, expected: 2, found: 1)),
        ("a\n\"x\n", .unclosedQuote(line: 2)),
        ("\"a\"b\n", .textAfterQuote(line: 1)),
    ]) func readerNamesTheLine(text: String, error: CSVError) {
        #expect(throws: error) { try CSVReader.rows(text) }
    }

    /// Rows are written without the text of each cell; that must not show.
    @Test func rowsAreTheirCells() {
        var random = RandomStream(seed: 4, purpose: .test)
        var cells: [CSVTable.Cell] = [
            .number(-0.0), .number(0), .number(999_999), .number(1_000_000), .number(1e15), .number(1e16), .number(-3),
            .number(0.5), .number(.nan), .number(.infinity), .integer(-7), .integer(.max), .integer(0), .boolean(true),
            .text("a b"), .text("=1"), .text("x\"y"), .text("ä"), .text(""), .empty,
        ]
        while cells.count < 1000 { cells.append(.number(Double(bitPattern: random.next()))) }
        var table = CSVTable(columns: cells.indices.map { "c\($0)" })
        table.append(cells)
        let row = CSVWriter.text(table).components(separatedBy: "\r\n")[1]
        #expect(row == cells.map(CSVWriter.text).joined(separator: ","))
    }
}
