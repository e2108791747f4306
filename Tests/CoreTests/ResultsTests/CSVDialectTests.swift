@testable import Core
import Foundation
import Testing

@Suite struct CSVDialectTests {
    private static let pieces = ["", "a", ",", ";", "\"", "\r\n", "\n", "é", "\"\"", " ", "1", "1,5", "x\"\u{301}", "=", "-"]

    @Test(arguments: CSVDialect.allCases) func `a parser of RFC 4180 reads what was written`(dialect: CSVDialect) throws {
        var random = RandomStream(seed: 11, purpose: .test)
        var table = CSVTable(columns: ["text; with", "number,", "n", "ok"])
        for _ in 0 ..< 500 {
            let text = (0 ..< random.integer(below: 5)).map { _ in
                Self.pieces[Int(random.integer(below: UInt32(Self.pieces.count)))]
            }.joined()
            let isSmall = random.integer(below: 2) == 0
            let number = isSmall ? Double(random.integer(below: 100_000)) / 1000 : Double(bitPattern: random.next())
            table.append([
                .text(text), .number(number), random.integer(below: 3) == 0 ? .empty : .integer(Int(random.integer(below: 99)) - 50),
                .boolean(isSmall),
            ])
        }
        let isEU = dialect == .excelEU
        let bytes = Array(CSVWriter.text(table, dialect).utf8)
        #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]) == isEU)
        let read = try RFC4180Parser.records(Array(bytes.dropFirst(isEU ? 3 : 0)), separator: isEU ? ";" : ",")
        #expect(read.count == table.rows.count + 1 && read[0] == table.columns)
        for (found, row) in zip(read.dropFirst(), table.rows) {
            for (cell, text) in zip(row, found) {
                switch cell {
                case .empty: #expect(text.isEmpty)
                case .text(let value):
                    let isMarked = value.unicodeScalars.first.map { "=-\r".unicodeScalars.contains($0) } ?? false
                    #expect(Array(text.unicodeScalars) == Array(((isMarked ? "'" : "") + value).unicodeScalars))
                case .integer(let value): #expect(text == "\(value)")
                case .boolean(let value): #expect(text == "\(value)")
                case .number(let value):
                    #expect(!text.contains(isEU ? "." : ","))
                    let back = Double(text.replacingOccurrences(of: ",", with: "."))
                    #expect(back?.bitPattern == value.bitPattern || value.isNaN, "\(value) is \(text)")
                }
            }
        }
        // And the program's own reader.
        #expect(try CSVReader.rows(String(decoding: bytes, as: UTF8.self), dialect) == read)
    }

    @Test func exactTextOfTheOtherForm() {
        var table = CSVTable(columns: ["a", "b", "c", "d"])
        table.append([.number(0.5), .number(-1e-7), .text("1,5"), .integer(-3)])
        table.append([.number(.nan), .number(1e21), .text("x;y"), .empty])
        #expect(
            CSVWriter.text(table, .excelEU)
                == "\u{FEFF}a;b;c;d\r\n0,5;-1e-07;\"1,5\";-3\r\nnan;1e+21;\"x;y\";\r\n")
    }

    @Test func `a folder has one form, and tells which`() throws {
        let owned = try OwnedFolder()
        let url = URL(fileURLWithPath: owned.path)
        #expect(CSVDialect.found(in: ResultsFolder(url)) == nil && CSVDialect.own(of: ResultsFolder(url)) == .standard)
        let record = SampleSweep.passing().record
        for dialect in [CSVDialect.excelEU, .standard, .excelEU] {
            let folder = ResultsFolder(url, csv: dialect)
            try folder.writeTables(record)
            #expect(CSVDialect.found(in: ResultsFolder(url)) == dialect && CSVDialect.own(of: ResultsFolder(url)) == dialect)
            let tables = try FileManager.default.contentsOfDirectory(atPath: owned.path).filter { $0.hasSuffix(".csv") }
            #expect(tables.count >= 4)
            for table in tables {
                let bytes = try owned.read(table)
                #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]) == (dialect == .excelEU), "\(table)")
                _ = try RFC4180Parser.records(
                    Array(bytes.dropFirst(dialect == .excelEU ? 3 : 0)), separator: dialect == .excelEU ? ";" : ",")
            }
        }
    }

    // MARK: - What stands in the cells

    @Test func `a fraction in percent has the digits of the fraction`() {
        for thousandths in 0 ... 1000 {
            let text = CSVWriter.number(MeasureColumn.percent(Double(thousandths) / 1000))
            let expected = "\(thousandths / 10)" + (thousandths % 10 == 0 ? "" : ".\(thousandths % 10)")
            #expect(text == expected)
        }
        for (value, text) in [
            (0.082, "8.2"), (0.07, "7"), (0.56, "56"), (-0.0035, "-0.35"), (1.0 / 3, "33.33333333333333"),
            (2.0 / 3, "66.66666666666666"), (0.9232653061224490, "92.3265306122449"), (1e-5, "0.001"), (2.5e-17, "2.5e-15"),
            (1e300, "1e+302"), (.nan, "nan"), (.infinity, "inf"), (1, "100"),
        ] as [(Double, String)] {
            #expect(CSVWriter.number(MeasureColumn.percent(value)) == text)
        }
        var random = RandomStream(seed: 12, purpose: .test)
        for _ in 0 ..< 5_000 {
            let count = Double(1 + random.integer(below: 200_000))
            let value = Double(random.integer(below: UInt32(count) + 1)) / count
            let percent = MeasureColumn.percent(value)
            #expect((percent - value * 100).magnitude <= 2 * percent.ulp, "\(value)")
        }
    }

    @Test func unitsStandInTheNames() {
        for (key, name) in [
            ("accuracy", "accuracy_percent"), ("drift_accuracy", "drift_accuracy_percent"),
            ("drift_accuracy_ratio", "drift_accuracy_ratio"), ("DI", "DI_nats"), ("drift_DI[g1]", "drift_DI_nats[g1]"),
            ("LI", "LI"), ("SI", "SI"), ("layer_LI[g2]", "layer_LI[g2]"), ("latent_KL", "latent_KL_nats"),
            ("IG_residual", "IG_residual_logits"), ("IG_residual_relative", "IG_residual_relative"), ("sigma_max", "sigma_max"),
        ] {
            #expect(MeasureColumn.name(key) == name)
        }
        #expect(MeasureColumn.scaled(0.082, "drift_accuracy") == 8.2 && MeasureColumn.scaled(0.082, "SI") == 0.082)
    }

    /// Spreadsheets would read a date or a number.
    @Test func processorsAreText() {
        var sweep = SampleSweep(methods: [.DA], seeds: [0])
        let job = sweep.job(.DA, seed: 0)
        sweep.events.append(
            .trained(
                TrainedEvent(
                    id: sweep.id(job), job: job, bestEpoch: 2, validationAccuracy: 0.082, crossEntropy: [], regulariser: [],
                    accuracy: [], seconds: 1.5, place: LaneRecord(lane: 2, processors: "1-2,64"))))
        let text = CSVWriter.text(JobsTable.table(sweep.record))
        #expect(text.contains(",2,1..2 64,,") && text.contains(",8.2,"))
    }
}
