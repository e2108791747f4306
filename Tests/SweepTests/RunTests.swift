@testable import Core
import Foundation
import Testing

/// Whole sweeps, run by the program itself.
@Suite(.serialized) struct RunTests {
    let program: Program

    init() throws { program = try Program() }

    private func sweep(
        _ text: String = smallSweep, _ arguments: [String] = [], environment: [String: String] = [:],
        in folder: URL, results: String
    ) throws -> Program.Result {
        let file = try write(text, to: folder)
        return try program.run(
            ["run", file, "--results", folder.appendingPathComponent(results).path] + arguments,
            environment: environment, in: folder)
    }

    @Test func `the same bytes on one lane and two, unbound, and on every instruction set`() throws {
        try withFolder { folder in
            let first = try sweep(in: folder, results: "a")
            #expect(first.status == 0 || first.status == 1, "\(first.errors)")
            let expected = try comparable(folder.appendingPathComponent("a"))
            #expect(expected.count > 12)
            for (index, way) in ([
                (["--lanes", "1"], [:]), (["--pin", "none"], [:]), (["--pin", "none", "--lanes", "6"], [:]),
                (["--pin", "none", "--lanes", "6", "--no-speculation"], [:]),
            ]
                + InstructionSet.allCases.filter(\.isAvailable).map { ([], ["SWEEP_ISA": $0.rawValue]) }
                as [([String], [String: String])]).enumerated()
            {
                let result = try sweep(smallSweep, way.0, environment: way.1, in: folder, results: "b\(index)")
                #expect(result.status == first.status, "\(way) \(result.errors)")
                let found = try comparable(folder.appendingPathComponent("b\(index)"))
                #expect(Set(found.keys) == Set(expected.keys), "\(way)")
                for (name, bytes) in expected { #expect(found[name] == bytes, "\(name) with \(way)") }
            }
        }
    }

    @Test func `tables have a row per cell, and weight tying is exactly invariant`() throws {
        try withFolder { folder in
            let result = try sweep(in: folder, results: "r")
            let results = folder.appendingPathComponent("r")
            let table = try CSVReader.rows(
                String(contentsOf: results.appendingPathComponent("table.csv"), encoding: .utf8))
            #expect(table.count == 1 + 6)
            let header = try #require(table.first)
            let group = try #require(header.firstIndex(of: "group"))
            let method = try #require(header.firstIndex(of: "method"))
            let error = try #require(header.firstIndex(of: "LI_mean"))
            let count = try #require(header.firstIndex(of: "LI_n"))
            let similarity = try #require(header.firstIndex(of: "SI_mean"))
            for row in table.dropFirst() where row[method] == "WT" {
                #expect(row[error] == "0", "\(row[group])")
                #expect(row[similarity] == "1", "\(row[group])")
                #expect(row[count] == "2")
            }
            let jobs = try CSVReader.rows(
                String(contentsOf: results.appendingPathComponent("jobs.csv"), encoding: .utf8))
            let processors = try #require(jobs[0].firstIndex(of: "processors"))
            #expect(jobs.count > 8)
            #expect(jobs.dropFirst().allSatisfy { !$0[processors].isEmpty })
            let search = try CSVReader.rows(
                String(contentsOf: results.appendingPathComponent("nu_search.csv"), encoding: .utf8))
            #expect(search.count > 4)
            #expect(result.output.contains("R4"))
        }
    }

    @Test func `sigma_max is in the tables of sweeps that ask for it, and of no others`() throws {
        try withFolder { folder in
            for (measures, columns) in [
                ("measure: [accuracy, sigma_max]", ["sigma_max_mean", "sigma_max_std", "sigma_max_ci95", "sigma_max_n"]),
                ("measure: [accuracy, SI]", []), ("", []),
            ] as [(String, [String])] {
                let text = """
                    name: spectrum
                    data: {source: strokes, train: 60, test: 20, validation: 20}
                    groups: [R4]
                    methods: [DA, WT]
                    seeds: [0, 1]
                    training: {epochs: 1, batch: 30, hidden: [8, 8]}
                    saliency: {steps: 4}
                    \(measures)
                    """
                let name = "r\(measures.count)"
                let result = try sweep(text, in: folder, results: name)
                #expect(result.status == 0, "\(result.errors)")
                let results = folder.appendingPathComponent(name)
                let rows = { (file: String) in
                    try CSVReader.rows(String(contentsOf: results.appendingPathComponent(file), encoding: .utf8))
                }
                let (table, jobs) = (try rows("table.csv"), try rows("jobs.csv"))
                #expect(table.count == 1 + 2 && jobs.count == 1 + 4)
                #expect(table[0].filter { $0.contains("sigma_max") } == columns, "\(measures)")
                #expect(
                    jobs[0].filter { $0.contains("sigma_max") } == (columns.isEmpty ? [] : ["test_sigma_max"]),
                    "\(measures)")
                guard !columns.isEmpty else { continue }
                let mean = try #require(table[0].firstIndex(of: "sigma_max_mean"))
                let count = try #require(table[0].firstIndex(of: "sigma_max_n"))
                for row in table.dropFirst() {
                    #expect(try #require(Double(row[mean])) > 0)
                    #expect(row[count] == "2")
                }
                let each = try #require(jobs[0].firstIndex(of: "test_sigma_max"))
                for row in jobs.dropFirst() { #expect(try #require(Double(row[each])) > 0) }
            }
        }
    }

    @Test func `an interrupted run goes on with what is missing and ends with the same bytes`() throws {
        try withFolder { folder in
            let whole = try sweep(in: folder, results: "whole")
            let expected = try comparable(folder.appendingPathComponent("whole"))
            let file = folder.appendingPathComponent("sweep.yaml").path
            let results = folder.appendingPathComponent("parts")
            let slow = ["SWEEP_FAULT": ["WT", "DA"].flatMap { method in
                ["R4", "T3"].flatMap { group in [0, 1].map { "slow(100)@\(group) \(method) seed \($0):0" } }
            }.joined(separator: ";")]
            var interruptions = 0
            for signal in [SIGINT, SIGKILL, SIGTERM] {
                // On two lanes: on many all would be trained at once.
                let process = try program.start(
                    ["run", file, "--results", results.path, "--lanes", "2", "--pin", "none"], environment: slow, output: folder)
                // As soon as one more network was trained than before.
                let journal = results.appendingPathComponent("journal/main.jsonl")
                let before = trained(journal)
                while process.isRunning, trained(journal) <= before { usleep(2000) }
                guard process.isRunning else { break }
                kill(process.processIdentifier, signal)
                process.waitUntilExit()
                interruptions += 1
                waitUntilFree(results)
                if signal == SIGINT { #expect(process.terminationStatus == 130) }
                if signal == SIGTERM { #expect(process.terminationStatus == 143) }
            }
            #expect(interruptions == 3)
            let before = trained(results.appendingPathComponent("journal/main.jsonl"))
            let last = try sweep(in: folder, results: "parts")
            #expect(last.status == whole.status, "\(last.errors)")
            let found = try comparable(results)
            #expect(Set(found.keys) == Set(expected.keys))
            for (name, bytes) in expected { #expect(found[name] == bytes, "\(name)") }
            // What was trained before was not trained again.
            let models = expected.keys.filter { $0.hasPrefix("models/") }.count
            #expect(before >= 3)
            #expect(trained(results.appendingPathComponent("journal/main.jsonl")) == models)

            let again = try sweep(in: folder, results: "parts")
            #expect(again.status == whole.status)
            #expect(trained(results.appendingPathComponent("journal/main.jsonl")) == models)
        }
    }

    private func trained(_ journal: URL) -> Int {
        let text = (try? String(contentsOf: journal, encoding: .utf8)) ?? ""
        return text.components(separatedBy: "{\"trained\":").count - 1
    }

    @Test func `jobs whose loss is not finite fail by epoch, the others go on, and no mean hides it`() throws {
        try withFolder { folder in
            // Ten layers at a huge learning rate: logits so large that ½‖f(x) − f(gx)‖² overflows
            // while the cross-entropy does not, so IR fails and DA does not.
            let text = """
                name: diverging
                data: {source: strokes, train: 300, test: 100, validation: 50}
                groups: [R4]
                methods: [DA, IR]
                nu: 1
                seeds: [0, 1]
                training: {epochs: 2, batch: 64, learning_rate: 10, hidden: [64, 64, 64, 64, 64, 64, 64, 64, 64, 64]}
                measure: [accuracy, LI]
                """
            let result = try sweep(text, in: folder, results: "r")
            #expect(result.status == 1)
            let failure = "failed: R4 IR logit ν=1 seed 1: training: the loss is not finite in epoch 1"
            #expect(result.output.contains(failure), "\(result.output)")
            let table = try CSVReader.rows(
                String(contentsOf: folder.appendingPathComponent("r/table.csv"), encoding: .utf8))
            let cell = { (row: [String], name: String) in row[try #require(table[0].firstIndex(of: name))] }
            #expect(table.count == 3)
            for row in table.dropFirst() {
                let isIR = try cell(row, "method") == "IR"
                #expect(try cell(row, "n_failed") == (isIR ? "2" : "0"))
                #expect(try cell(row, "n_nonfinite") == (isIR ? "0" : "2"))
                #expect(try cell(row, "LI_mean") == "")
                #expect(try cell(row, "LI_n") == "0")
                #expect(try cell(row, "accuracy_percent_n") == (isIR ? "0" : "2"))
            }
        }
    }

    @Test func `the model file and the splits give every number back`() throws {
        try withFolder { folder in
            _ = try sweep(in: folder, results: "r")
            let results = folder.appendingPathComponent("r")
            let jobs = try CSVReader.rows(
                String(contentsOf: results.appendingPathComponent("jobs.csv"), encoding: .utf8))
            let header = jobs[0]
            let row = try #require(jobs.first { $0[1] == "R4" && $0.contains("DA") })
            let id = try #require(header.firstIndex(of: "id"))
            let model = try SafetensorsFile(
                contentsOf: results.appendingPathComponent("models/\(row[id]).safetensors"))
            let splits = try SafetensorsFile(contentsOf: results.appendingPathComponent("splits.safetensors"))
            guard case .i32(let test) = try splits.tensor("test").elements else {
                Issue.record("the test split is no int32")
                return
            }
            let accuracy = try independentAccuracy(model, test: test)
            let column = try #require(header.firstIndex(of: "test_accuracy_percent"))
            #expect((try #require(Double(row[column])) - 100 * accuracy).magnitude < 1e-9)
        }
    }

    /// Mean accuracy over R4 in double, by plain loops: no kernel, no group type, no split type.
    private func independentAccuracy(_ model: SafetensorsFile, test: [Int32]) throws -> Double {
        let mean = try #require(model.metadata["mean"].flatMap(Double.init))
        let std = try #require(model.metadata["std"].flatMap(Double.init))
        let raw = Strokes.dataset
        let layers = try (0 ..< 3).map { index -> (out: Int, weight: [Float], bias: [Float]) in
            let weight = try model.tensor("layer\(index).weight")
            return (
                weight.shape[0], try model.floats("layer\(index).weight", shape: weight.shape),
                try model.floats("layer\(index).bias", shape: [weight.shape[0]])
            )
        }
        var hits = 0
        var bytes = [UInt8](repeating: 0, count: 784)
        for sample in test {
            bytes.withUnsafeMutableBufferPointer { raw.copyImage(Int(sample), to: $0.baseAddress!) }
            var image = [[Double]](repeating: [Double](repeating: (0 - mean) / std, count: 36), count: 36)
            for y in 0 ..< 28 {
                for x in 0 ..< 28 { image[y + 4][x + 4] = (Double(bytes[y * 28 + x]) / 255 - mean) / std }
            }
            for _ in 0 ..< 4 {
                var values = image.flatMap(\.self)
                for (index, layer) in layers.enumerated() {
                    let inputs = values
                    values = (0 ..< layer.out).map { row in
                        let offset = row * inputs.count
                        let sum = inputs.indices.reduce(Double(layer.bias[row])) {
                            $0 + Double(layer.weight[offset + $1]) * inputs[$1]
                        }
                        return index < 2 ? max(0, sum) : sum
                    }
                }
                let best = values.indices.max { values[$0] < values[$1] }
                if best == Int(raw.labels[Int(sample)]) { hits += 1 }
                let source = image
                for y in 0 ..< 36 { for x in 0 ..< 36 { image[y][x] = source[x][35 - y] } }
            }
        }
        return Double(hits) / Double(4 * test.count)
    }
}
