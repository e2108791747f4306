import Foundation
import Testing

/// `sweep verify` on a real results folder, and on copies of it in which something is not as it was left.
@Suite(.serialized) struct VerifyTests {
    private static let text = """
        name: small
        data: {source: strokes, train: 200, test: 60, validation: 40}
        groups: [R4]
        methods: [DA, IR]
        seeds: [0, 1]
        nu: {smallest: SI >= 0.3, from: 0.1, to: 10, within: 5}
        measure: [accuracy, LI, DI, SI, layer_LI, saliency_maps]
        saliency_maps: {samples: 2}
        training: {epochs: 2, batch: 64, hidden: [16]}
        saliency: {steps: 4}
        """

    private func withResults(_ body: (_ folder: URL, _ results: URL) throws -> Void) throws {
        try withFolder { folder in
            let file = try write(Self.text, to: folder)
            let results = folder.appendingPathComponent("r")
            let run = try Program().run(["run", file, "--results", results.path], in: folder)
            try #require(run.status == 0 || run.status == 1, "\(run.errors)")
            try body(folder, results)
        }
    }

    /// Verifies a copy of the results after a change to it.
    private func verify(
        _ results: URL, _ arguments: [String] = ["--all"], in folder: URL, change: (URL) throws -> Void
    ) throws -> Program.Result {
        let copy = folder.appendingPathComponent("copy-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: results, to: copy)
        try change(copy)
        return try Program().run(["verify", copy.path] + arguments, in: folder)
    }

    /// The first word of each subject's line.
    private func verdicts(_ result: Program.Result) -> [String: String] {
        var verdicts: [String: String] = [:]
        for line in result.output.split(separator: "\n") where !line.hasPrefix(" ") && !line.hasPrefix("not checked") {
            let words = line.split(separator: " ")
            if words.count > 2 { verdicts[String(words[1])] = String(words[0]) }
        }
        return verdicts
    }

    private static let allRight = Dictionary(
        uniqueKeysWithValues: [
            "journal", "curves", "models", "artefacts", "tables", "figures", "report", "searches", "splits", "measured", "retrained",
        ].map { ($0, "right") })

    private func files(_ folder: URL) throws -> [String: Data] {
        let paths = FileManager.default.subpaths(atPath: folder.path) ?? []
        var files: [String: Data] = [:]
        for path in paths {
            let url = folder.appendingPathComponent(path)
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), !isFolder.boolValue else { continue }
            files[path] = try Data(contentsOf: url)
        }
        return files
    }

    @Test func `results that nobody touched are right, and nothing is touched`() throws {
        try withResults { folder, results in
            let before = try files(results)
            let result = try Program().run(["verify", results.path, "--all", "--retrain", "2"], in: folder)
            #expect(result.status == 0, "\(result.output)\(result.errors)")
            #expect(verdicts(result) == Self.allRight, "\(result.output)")
            #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 80 || $0.hasPrefix(" ") }, "\(result.output)")
            #expect(try files(results) == before)
            // A sample is a part, the same one each time; another seed takes another.
            let sample = { (seed: String) in
                try Program().run(["verify", results.path, "--sample", "1", "--seed", seed], in: folder).output
            }
            let first = try sample("0")
            #expect(first.contains("1 of ") && first.contains("-----  retrained"))
            #expect(try sample("0") == first)
            let none = try Program().run(["verify", results.path, "--sample", "0"], in: folder)
            #expect(none.status == 0 && verdicts(none)["measured"] == "-----")
        }
    }

    @Test func `a flipped bit in a model or in an analysis' tensors`() throws {
        try withResults { folder, results in
            for (place, subject) in [("models", "models"), ("artefacts", "artefacts")] {
                var name = ""
                let result = try verify(results, in: folder) { copy in
                    let url = copy.appendingPathComponent(place)
                    name = try #require(try FileManager.default.contentsOfDirectory(atPath: url.path).sorted().first)
                    var bytes = try Data(contentsOf: url.appendingPathComponent(name))
                    bytes[bytes.count - 3] ^= 4
                    try bytes.write(to: url.appendingPathComponent(name))
                }
                #expect(result.status == 1)
                var expected = Self.allRight
                expected["retrained"] = "-----"
                expected[subject] = "WRONG"
                // A network that is not the one that was measured need not be measured.
                if subject == "models" { expected["measured"] = "WRONG" }
                // The figure of damaged tensors cannot be drawn.
                let found = verdicts(result).filter { !["figures", "report"].contains($0.key) }
                (expected["figures"], expected["report"]) = (nil, nil)
                #expect(found == expected, "\(result.output)")
                #expect(result.output.contains("\(name): expected SHA-256 "), "\(result.output)")
            }
            let gone = try verify(results, in: folder) { copy in
                let models = copy.appendingPathComponent("models")
                try FileManager.default.removeItem(at: models)
                try FileManager.default.createDirectory(at: models, withIntermediateDirectories: true)
            }
            #expect(gone.status == 1 && gone.output.contains("is gone"))
        }
    }

    @Test func `an edited report, provenance or sweep file, and a model of nobody`() throws {
        try withResults { folder, results in
            for name in ["report.html", "provenance.json", "source.yaml"] {
                let result = try verify(results, ["--sample", "0"], in: folder) { copy in
                    let url = copy.appendingPathComponent(name)
                    let text = try String(contentsOf: url, encoding: .utf8)
                    try text.replacingOccurrences(of: "strokes", with: "letters").write(to: url, atomically: true, encoding: .utf8)
                }
                #expect(result.status == 1 && verdicts(result)["report"] == "WRONG", "\(name): \(result.output)")
            }
            let stray = try verify(results, ["--sample", "0"], in: folder) { copy in
                try Data([1]).write(to: copy.appendingPathComponent("models/stray.safetensors"))
            }
            #expect(stray.status == 0 && stray.output.contains("models/stray.safetensors: of no network"), "\(stray.output)")
        }
    }

    @Test func `learning curves that are damaged or gone`() throws {
        try withResults { folder, results in
            let name = "journal/main.curves.jsonl"
            for isGone in [false, true] {
                let copy = folder.appendingPathComponent("without-\(isGone)")
                try FileManager.default.copyItem(at: results, to: copy)
                let url = copy.appendingPathComponent(name)
                var bytes = try Data(contentsOf: url)
                bytes[60] ^= 1
                try bytes.write(to: url)
                if isGone { try FileManager.default.removeItem(at: url) }
                let result = try Program().run(["verify", copy.path, "--sample", "0"], in: folder)
                #expect(result.status == 1 && verdicts(result)["curves"] == "WRONG", "\(result.output)")
                #expect(verdicts(result)["journal"] == "right" && result.output.contains("its learning curves are gone"))
                #expect(result.output.contains("checksum mismatch") == !isGone, "\(result.output)")
                let history = try Program().run(["export", "history", copy.path], in: folder)
                let all = try Program().run(["export", "history", results.path], in: folder)
                #expect(history.status == 1 && all.status == 0 && all.errors.isEmpty, "\(all.errors)")
                #expect(history.errors.contains("the learning curves of ") && history.errors.contains("they have no rows here"))
                #expect(!history.output.isEmpty && history.output.count < all.output.count)
                let report = try Program().run(["report", copy.path, "--open-none"], in: folder)
                #expect(report.status == 0 && report.errors.contains("warning: the learning curves of "), "\(report.errors)")
                let page = try String(contentsOf: copy.appendingPathComponent("report.html"), encoding: .utf8)
                #expect(page.contains("class=\"notice\">The learning curves of "))
            }
        }
    }

    @Test func `an edited cell of a table`() throws {
        try withResults { folder, results in
            let result = try verify(results, ["--sample", "0"], in: folder) { copy in
                let url = copy.appendingPathComponent("table.csv")
                let text = try String(contentsOf: url, encoding: .utf8)
                // The first row's accuracy, made better by ten points.
                let rows = text.components(separatedBy: "\r\n")
                var cells = rows[1].components(separatedBy: ",")
                let column = try #require(rows[0].components(separatedBy: ",").firstIndex(of: "accuracy_percent_mean"))
                cells[column] = "\((Double(cells[column]) ?? 0) + 10)"
                try ([rows[0], cells.joined(separator: ",")] + rows[2...]).joined(separator: "\r\n")
                    .write(to: url, atomically: true, encoding: .utf8)
            }
            var expected = Self.allRight
            (expected["tables"], expected["measured"], expected["retrained"]) = ("WRONG", "-----", "-----")
            #expect(result.status == 1 && verdicts(result) == expected, "\(result.output)")
            #expect(result.output.contains("table.csv: row 1, accuracy_percent_mean: expected "), "\(result.output)")
            let without = try verify(results, ["--sample", "0"], in: folder) { copy in
                try FileManager.default.removeItem(at: copy.appendingPathComponent("nu_search.csv"))
            }
            #expect(without.status == 1 && without.output.contains("nu_search.csv is gone"))
            let unreadable = try verify(results, ["--sample", "0"], in: folder) { copy in
                let url = copy.appendingPathComponent("nu_search.csv")
                try FileManager.default.removeItem(at: url)
                try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
            }
            #expect(unreadable.status == 1 && unreadable.output.contains("nu_search.csv: it is there and cannot be read"))
        }
    }

    /// Changes the first line of the journal that fits, and gives it a right checksum.
    private func forge(_ folder: URL, where fits: (String) -> Bool, _ change: (String) -> String) throws {
        let journal = folder.appendingPathComponent("journal")
        let names = try FileManager.default.contentsOfDirectory(atPath: journal.path).filter {
            $0.hasSuffix(".jsonl") && !$0.hasSuffix(".curves.jsonl")
        }
        let url = journal.appendingPathComponent(try #require(names.first))
        var lines = try String(contentsOf: url, encoding: .utf8).components(separatedBy: "\n")
        let place = try #require(lines.firstIndex { fits($0) })
        let json = change(String(lines[place].dropFirst(9)))
        #expect(json != String(lines[place].dropFirst(9)))
        lines[place] = Self.checksum(json) + " " + json
        try lines.joined(separator: "\n").write(to: url, atomically: true, encoding: .utf8)
    }

    /// CRC-32, bit by bit.
    private static func checksum(_ text: String) -> String {
        var sum: UInt32 = ~0
        for byte in text.utf8 {
            sum ^= UInt32(byte)
            for _ in 0 ..< 8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        let digits = String(~sum, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    @Test func `a changed value of the journal with a right checksum`() throws {
        try withResults { folder, results in
            let isTest = { (line: String) in
                line.contains("{\"evaluated\"") && line.contains("\"split\":\"test\"") && line.contains("\"SI_zero_maps\":")
            }
            let result = try verify(results, in: folder) { copy in
                try forge(copy, where: isTest) { json in
                    json.replacing(#/"LI":([0-9.e-]+)/#) { match in "\"LI\":\((Double(match.1) ?? 0) / 2)" }
                }
            }
            #expect(result.status == 1, "\(result.output)")
            let found = verdicts(result)
            #expect(found["journal"] == "right" && found["models"] == "right", "\(result.output)")
            #expect(found["measured"] == "WRONG" && found["tables"] == "WRONG", "\(result.output)")
            #expect(result.output.contains(#/test: LI: the journal has [0-9.e-]+, measuring gives [0-9.e-]+/#), "\(result.output)")
            // Without the measuring the tables tell it all the same, unless they were forged as well.
            let answer = try verify(results, ["--sample", "0"], in: folder) { copy in
                try forge(copy, where: { $0.contains("{\"searched\"") }) { json in
                    json.replacing(#/"outcome":"[a-z ]+"/#) { _ in "\"outcome\":\"not monotone\"" }
                }
            }
            #expect(answer.status == 1 && verdicts(answer)["searches"] == "WRONG", "\(answer.output)")
            #expect(answer.output.contains("the journal says not monotone"))
        }
    }

    /// Training it again gives the same numbers, which say nothing of the file.
    @Test func `a damaged model whose SHA-256 the journal does not have`() throws {
        try withResults { folder, results in
            var name = ""
            let result = try verify(results, in: folder) { copy in
                try forge(copy, where: { $0.contains("{\"trained\"") }) { json in
                    name = json.firstMatch(of: #/"id":"([0-9a-f]+)"/#).map { "models/\($0.1).safetensors" } ?? ""
                    return json.replacing(#/"modelDigest":"[0-9a-f]+",/#, with: "")
                }
                let url = copy.appendingPathComponent(name)
                try Data(contentsOf: url).prefix(100).write(to: url)
            }
            #expect(result.status == 1 && verdicts(result)["measured"] == "WRONG", "\(result.output)")
            #expect(result.output.contains("its journal has no SHA-256"), "\(result.output)")
            #expect(result.output.contains("not measured: ") && result.output.contains("/\(name)"), "\(result.output)")
            #expect(!result.output.contains("sweep-verify-"), "\(result.output)")
        }
    }

    @Test func `a split of several that is gone`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let file = try write(
                FaultBench.sweep
                    + "\nvariants:\n  - {name: first}\n  - {name: second, data: {split_seed: 1}}\n  - {name: wide, data: {pad: 6}}\n",
                to: folder, as: "two.yaml")
            let results = bench.results("two")
            let run = try Program().run(["run", file, "--results", results.path, "--pin", "none"], in: folder)
            #expect(run.status == 0, "\(run.errors)")
            func splits() throws -> String? {
                try verdicts(Program().run(["verify", results.path, "--sample", "0"], in: folder))["splits"]
            }
            #expect(try splits() == "right")
            try FileManager.default.removeItem(at: results.appendingPathComponent("splits-2-strokes.safetensors"))
            #expect(try splits() == "WRONG")
        }
    }

    @Test func `a forged split, and what is no results folder`() throws {
        try withResults { folder, results in
            let result = try verify(results, ["--sample", "0"], in: folder) { copy in
                let url = copy.appendingPathComponent("splits.safetensors")
                var bytes = try Data(contentsOf: url)
                bytes[bytes.count - 4] ^= 1
                try bytes.write(to: url)
            }
            #expect(result.status == 1 && verdicts(result)["splits"] == "WRONG", "\(result.output)")
            for (arguments, status) in [
                ([folder.path + "/none"], 64), ([folder.path], 64), ([results.path, "--sample", "-1"], 64),
                ([results.path, "--sample", "x"], 64),
            ] as [([String], Int32)] {
                let refused = try Program().run(["verify"] + arguments, in: folder)
                #expect(refused.status == status && refused.output.isEmpty, "\(arguments): \(refused.output)")
            }
        }
    }
}
