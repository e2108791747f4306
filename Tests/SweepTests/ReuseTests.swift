@testable import Core
import Foundation
import Testing

/// Results that another folder has: taken over, they leave what computing them anew leaves.
@Suite(.serialized) struct ReuseTests {
    private static let wider = smallSweep.replacingOccurrences(of: "name: small", with: "name: wider")
        .replacingOccurrences(of: "groups: [R4, T3]", with: "groups: [R4, T2]")
        .replacingOccurrences(of: "seeds: [0, 1]", with: "seeds: [0, 1, 2]")

    private func run(_ text: String, _ results: String, in folder: URL, _ more: [String] = []) throws -> Program.Result {
        try Program().run(
            [
                "run", write(text, to: folder, as: "\(results).yaml"), "--results", folder.appendingPathComponent(results).path,
                "--pin", "none", "--lanes", "2",
            ] + more, in: folder)
    }

    private func trained(_ result: Program.Result) -> [Substring] {
        result.output.split(separator: "\n").filter { $0.contains(": trained in ") }
    }

    @Test func `networks of another sweep are the ones that this one would train`() throws {
        try withFolder { folder in
            let first = try run(smallSweep, "first", in: folder)
            let whole = try run(Self.wider, "whole", in: folder)
            try #require(first.status <= 1 && whole.status == first.status, "\(first.errors)\(whole.errors)")
            let again = try run(Self.wider, "again", in: folder, ["--reuse", folder.appendingPathComponent("first").path])
            #expect(again.status == whole.status, "\(again.errors)")
            // R4's networks of seeds 0 and 1, and none of T3.
            #expect(again.output.contains("first: ") && again.output.contains("taken from "), "\(again.output)")
            let news = trained(again)
            #expect(!news.isEmpty && news.count < trained(whole).count)
            #expect(!news.contains { $0.contains(" R4 WT seed 0:") || $0.contains(" R4 DA seed 1:") }, "\(news)")
            var (expected, found) = (
                try comparable(folder.appendingPathComponent("whole")), try comparable(folder.appendingPathComponent("again"))
            )
            // A search of more seeds may need other ν than one of fewer: what the first sweep tried lies there too.
            let extra = Set(found.keys).subtracting(expected.keys)
            #expect(extra.allSatisfy { $0.hasPrefix("models/") })
            for name in extra { found[name] = nil }
            expected["sweep.yaml"] = nil
            for (name, bytes) in expected { #expect(found[name] == bytes, "\(name)") }
            // Whose networks they are.
            let provenance = try String(contentsOf: folder.appendingPathComponent("again/provenance.json"), encoding: .utf8)
            let origin = "\"taken_from\" : \"\(folder.appendingPathComponent("first").path)\""
            #expect(provenance.contains(origin), "\(provenance)")
            // Once more there is nothing to take, and nothing to do.
            let idle = try run(Self.wider, "again", in: folder, ["--reuse", folder.appendingPathComponent("first").path])
            #expect(idle.output.contains(": 0 networks, 0 measurings") && trained(idle).isEmpty, "\(idle.output)")
        }
    }

    /// The plan is the one that a run finds once it has taken them.
    @Test func `a plan counts on networks of another folder`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            _ = try bench.run("first")
            let reuse = ["--reuse", bench.results("first").path]
            let wider = FaultBench.sweep.replacingOccurrences(of: "seeds: [0", with: "seeds: [7, 0")
            let file = try write(wider, to: folder, as: "wider.yaml")
            func plan(_ more: [String]) throws -> Program.Result {
                try Program().run(["plan", file, "--results", bench.results("second").path, "--pin", "none"] + more, in: folder)
            }
            let (alone, with) = (try plan([]), try plan(reuse))
            #expect(alone.status == 0 && with.status == 0, "\(alone.errors)\(with.errors)")
            #expect(with.errors.contains("a run would take 6 networks, 6 measurings from \(bench.results("first").path)"), "\(with.errors)")
            #expect(alone.output.contains("\n0 done, 9 to do") && with.output.contains("\n6 done, 3 to do"), "\(with.output)")
            #expect(!FileManager.default.fileExists(atPath: bench.results("second").path))
            let none = try plan(["--reuse", folder.path])
            #expect(none.status == 64 && none.errors.contains("expected a results folder, found no journal/ there"), "\(none.errors)")
        }
    }

    @Test func `a model that is not what was trained is not taken`() throws {
        try withFolder { folder in
            let text = FaultBench.sweep
            _ = try run(text, "first", in: folder)
            let models = folder.appendingPathComponent("first/models")
            let names = try FileManager.default.contentsOfDirectory(atPath: models.path).sorted()
            let victim = models.appendingPathComponent(try #require(names.first))
            var bytes = try Data(contentsOf: victim)
            bytes[bytes.count / 2] ^= 1
            try bytes.write(to: victim)
            let second = try run(text, "second", in: folder, ["--reuse", folder.appendingPathComponent("first").path])
            #expect(second.status == 0, "\(second.errors)")
            #expect(second.errors.contains("\(victim.path): expected SHA-256 "), "\(second.errors)")
            #expect(trained(second).count == 1, "\(second.output)")
            bytes[bytes.count / 2] ^= 1
            #expect(try Data(contentsOf: folder.appendingPathComponent("second/models/\(names[0])")) == bytes)
        }
    }

    @Test func `a run that cannot begin takes nothing over`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            _ = try bench.run("first")
            let reuse = ["--reuse", bench.results("first").path]
            let refused = try bench.run("second", reuse, environment: ["SWEEP_MEMORY": "1M"])
            #expect(refused.status != 0 && !refused.output.contains("taken from "), "\(refused.output)")
            let names = try FileManager.default.contentsOfDirectory(atPath: bench.results("second").path)
            #expect(!names.contains("sweep.yaml"), "\(names)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: bench.results("second/models").path).isEmpty)
            #expect(try bench.events("second").isEmpty)
            let second = try bench.run("second", reuse)
            #expect(second.status == 0 && second.output.contains(": 6 networks, 6 measurings"), "\(second.output)\(second.errors)")
        }
    }

    @Test func `other data are other networks, and what is no results folder is refused`() throws {
        try withFolder { folder in
            let text = FaultBench.sweep
            _ = try run(text, "first", in: folder)
            let other = text.replacingOccurrences(of: "train: 60", with: "train: 61")
            let second = try run(other, "second", in: folder, ["--reuse", folder.appendingPathComponent("first").path])
            #expect(second.status == 0 && second.output.contains(": 0 networks, 0 measurings"), "\(second.output)\(second.errors)")
            let none = try run(text, "third", in: folder, ["--reuse", folder.path])
            #expect(none.status == 64 && none.errors.contains("expected a results folder, found no journal/ there"), "\(none.errors)")
            let itself = try run(text, "first", in: folder, ["--reuse", folder.appendingPathComponent("first").path])
            #expect(itself.status == 64 && itself.errors.contains("that is the results folder itself"), "\(itself.errors)")
        }
    }
}
