import Core
import Foundation
import Testing

/// `sweep check` and groups from files, as a person would use them.
@Suite struct CheckTests {
    let program: Program

    init() throws { program = try Program() }

    /// The mirror image along the diagonal, of the bare 28×28 pixels.
    private static let diagonal = [
        (0 ..< 784).map { "\($0)" }.joined(separator: " "),
        (0 ..< 784).map { "\($0 % 28 * 28 + $0 / 28)" }.joined(separator: " "),
    ].joined(separator: "\n") + "\n"

    private static let sweep = """
        name: own
        data: {source: strokes, train: 200, test: 90, validation: 50}
        groups: [{name: mine, permutations: deep/diagonal.txt}]
        methods: [WT, DA]
        seeds: 1
        training: {epochs: 2, batch: 64, hidden: [16, 16], weight_decay: 0.01, track_sigma_max: 10}
        saliency: {steps: 5}
        """

    private func rows(_ results: URL) throws -> [[String: String]] {
        let rows = try CSVReader.rows(String(contentsOf: results.appendingPathComponent("jobs.csv"), encoding: .utf8))
        return rows.dropFirst().map { Dictionary(zip(rows[0], $0), uniquingKeysWith: { a, _ in a }) }
    }

    @Test func `a group from a file is swept, resumed, isolated, and its models are checked`() throws {
        try withFolder { folder in
            try FileManager.default.createDirectory(
                at: folder.appendingPathComponent("deep"), withIntermediateDirectories: true)
            _ = try write(Self.diagonal, to: folder.appendingPathComponent("deep"), as: "diagonal.txt")
            let file = try write(Self.sweep, to: folder)
            let results = folder.appendingPathComponent("r")
            let first = try program.run(["run", file, "--results", results.path, "--pin", "none"], in: folder)
            #expect(first.status == 0, "\(first.errors)\(first.output)")
            #expect(first.output.contains("mine") && !first.output.contains("#2-"))
            let jobs = try rows(results)
            #expect(jobs.count == 2 && jobs.allSatisfy { $0["group"] == "mine" })
            #expect(jobs.first { $0["method"] == "WT" }?["test_LI"] == "0")

            // The resolved file alone tells it all, from wherever; and by another path it is the same sweep.
            _ = try write("# moved\n" + Self.diagonal, to: folder, as: "other.txt")
            try FileManager.default.removeItem(at: folder.appendingPathComponent("deep"))
            let resolved = results.appendingPathComponent("sweep.yaml").path
            for again in [
                [resolved], [file, "--set", "groups=[{name: mine, permutations: other.txt}]"],
            ] {
                let result = try program.run(["run"] + again + ["--results", results.path, "--pin", "none"], in: folder)
                #expect(result.status == 0 && result.output.contains("done 2"), "\(result.errors)\(result.output)")
            }
            let isolated = folder.appendingPathComponent("isolated")
            let other = try program.run(
                ["run", resolved, "--results", isolated.path, "--pin", "none", "--isolate"], in: folder)
            #expect(other.status == 0, "\(other.errors)\(other.output)")
            for name in ["table.csv", "groups/mine.txt"] {
                #expect(
                    try Data(contentsOf: isolated.appendingPathComponent(name))
                        == Data(contentsOf: results.appendingPathComponent(name)), "\(name)")
            }

            for job in jobs {
                let model = results.appendingPathComponent("models/\(try #require(job["id"])).safetensors").path
                let result = try program.run(["check", model, "--samples", "0", "--json"], in: folder)
                #expect(result.status == 0, "\(result.errors)")
                let report = try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
                let group = try #require((report["groups"] as? [[String: Any]])?.first)
                let values = try #require(group["values"] as? [String: Double])
                // The very samples of the sweep, and the same numbers to the last bit.
                #expect(report["samples"] as? Int == 90 && group["group"] as? String == "mine")
                #expect(values["LI"].map { "\($0)" } == Double(try #require(job["test_LI"])).map { "\($0)" })
                let percent = try #require(job["test_accuracy_percent"])
                let accuracy = try #require(Double(percent))
                #expect(((values["accuracy"] ?? 0) * 100 - accuracy).magnitude < 1e-9)
            }
        }
    }

    @Test func `what cannot be checked ends with a word and a status`() throws {
        try withFolder { folder in
            let model = folder.appendingPathComponent("m.safetensors")
            func status(_ arguments: [String], _ expected: String) throws -> Int32 {
                let result = try program.run(["check"] + arguments, in: folder)
                #expect(result.errors.contains(expected), "\(result.errors)")
                return result.status
            }
            #expect(try status([model.path], "no such file; correct the path") == 1)
            try Data("no tensors".utf8).write(to: model)
            #expect(try status([model.path], "m.safetensors: not a safetensors file: ") == 1)
            let weights = [Float](repeating: 0.5, count: 784)
            try SafetensorsFile(tensors: [
                SafetensorsTensor("layer0.weight", shape: [1, 784], .f32(weights)), SafetensorsTensor("layer0.bias", shape: [1], .f32([0])),
                SafetensorsTensor("layer1.weight", shape: [9, 1], .f32(Array(weights.prefix(9)))),
                SafetensorsTensor("layer1.bias", shape: [9], .f32(Array(weights.prefix(9)))),
            ]).write(to: model)
            let sets = DatasetName.allCases.map(\.rawValue).joined(separator: "|")
            #expect(try status([model.path], "give --data \(sets)") == 64)
            #expect(try status([model.path, "--data", "strokes", "--groups", "Q"], "--groups: Q is not a group") == 64)
            #expect(try status([model.path, "--data", "strokes", "--groups", "T5"], "5 does not divide") == 64)
            #expect(try status([model.path, "--data", "digits"], "digits") == 64)
            #expect(
                try status(
                    [model.path, "--data", "strokes", "--groups", ""], "--groups: expected groups such as R4,T3, found none") == 64)
            #expect(
                try status(
                    [model.path, "--data", "strokes", "--samples", "-3"], "--samples: expected 0 for all, or more, found -3") == 64)
            let short = try write("# three\n0 1 2\n1 2 0\n", to: folder, as: "short.txt")
            #expect(
                try status(
                    [model.path, "--data", "strokes", "--groups", short],
                    "short.txt: line 2: expected 784 entries (28×28), found 3; ") == 64)
            let small = ["--data", "strokes", "--train", "20", "--test", "10", "--validation", "5", "--groups", "F2"]
            let good = try program.run(["check", model.path] + small, in: folder)
            #expect(good.status == 0 && good.output.contains("under F2") && good.errors == "")
        }
    }
}
