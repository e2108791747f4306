@testable import Core
import Foundation
import Testing

/// Real runs with analyses: stopped in the middle of them, killed, and what a disk may do to their files and to
/// learning curves between two runs.
@Suite(.serialized) struct AnalysisFaultTests {
    private static let sweep = """
        name: faults
        data: {source: strokes, train: 60, test: 200, validation: 20}
        groups: [R4]
        methods: [DA]
        seeds: [0]
        training: {epochs: 2, batch: 30, hidden: [8, 8]}
        measure: [accuracy, latent, saliency_maps]
        latent: {samples: 60, perplexity: 5, iterations: 150}
        saliency: {steps: 4}
        """

    private func content(_ bench: FaultBench, _ name: String) throws -> [String: Data] {
        var content = try bench.content(name)
        let folder = bench.results(name).appendingPathComponent("artefacts")
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            content["artefacts/\(file)"] = try Data(contentsOf: folder.appendingPathComponent(file))
        }
        return content
    }

    private func whole(_ bench: FaultBench) throws -> [String: Data] {
        let result = try bench.run("whole", ["--no-supervise"], text: Self.sweep)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("R4 DA seed 0: latent done in "), "\(result.output)")
        return try content(bench, "whole")
    }

    /// Starts a run that is slow in its t-SNE, and waits until it has got further than the checkpoints said.
    private func start(_ bench: FaultBench, _ way: [String]) throws -> Process {
        let folder = CheckpointFolder(bench.results("r").appendingPathComponent("checkpoints"))
        func steps() -> Int { folder.all().analyses.values.map { $0.progress.unit == .steps ? $0.progress.done : 0 }.max() ?? 0 }
        let before = steps()
        let process = try bench.start(
            "r", ["--checkpoint-seconds", "0"] + way, fault: "slow(50)@R4 DA seed 0:latent+1", text: Self.sweep)
        while process.isRunning, steps() <= before { usleep(1000) }
        return process
    }

    @Test(arguments: [["--no-supervise"], ["--supervise"], ["--no-supervise", "--isolate"]])
    func `stopped and killed in the middle of a latent, it goes on after the last step`(_ way: [String]) throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let expected = try whole(bench)
            let process = try start(bench, way)
            kill(process.processIdentifier, SIGTERM)
            process.waitUntilExit()
            try #require(process.terminationStatus == 143)
            let output = try String(contentsOf: folder.appendingPathComponent("output-r/out"), encoding: .utf8)
            #expect(output.contains("R4 DA seed 0: checkpoint of latent after "), "\(output)")
            let plan = try bench.program.run(
                ["plan", write(Self.sweep, to: folder), "--results", bench.results("r").path], in: folder)
            #expect(plan.output.contains("R4 DA seed 0: latent interrupted, goes on after "), "\(plan.output)\n\(plan.errors)")
            let killed = try start(bench, way)
            kill(killed.processIdentifier, SIGKILL)
            killed.waitUntilExit()
            waitUntilFree(bench.results("r"))
            let rest = try bench.run("r", way, text: Self.sweep)
            #expect(rest.status == 0, "\(rest.errors)")
            #expect(rest.output.contains("R4 DA seed 0: latent goes on after "), "\(rest.output)")
            #expect(try content(bench, "r") == expected)
            #expect(try bench.failures("r").isEmpty)
            let left = try FileManager.default.contentsOfDirectory(atPath: bench.results("r").path + "/checkpoints")
            #expect(left.isEmpty)
        }
    }

    @Test func `artefacts that are gone or changed are made again`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let expected = try whole(bench)
            let names = expected.keys.filter { $0.hasPrefix("artefacts/") }.sorted()
            #expect(names.count == 2)
            for (index, name) in names.enumerated() {
                let url = bench.results("whole").appendingPathComponent(name)
                if index == 0 {
                    try FileManager.default.removeItem(at: url)
                } else {
                    var bytes = try Data(contentsOf: url)
                    bytes[bytes.count / 2] ^= 16
                    try bytes.write(to: url)
                }
                let again = try bench.run("whole", ["--no-supervise"], text: Self.sweep)
                #expect(again.status == 0 && again.output.contains("done 0 · artefact lost 1"), "\(again.output)\(again.errors)")
                #expect(again.output.contains(index == 0 ? " is gone; " : " is damaged: expected SHA-256 "), "\(again.output)")
                #expect(!again.output.contains("trained in"), "\(again.output)")
                #expect(try content(bench, "whole") == expected)
            }
        }
    }

    @Test func `learning curves that are damaged or gone are told`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let expected = try whole(bench)
            let url = bench.results("whole").appendingPathComponent("journal/main.curves.jsonl")
            var bytes = try Data(contentsOf: url)
            bytes[bytes.count / 2] ^= 1
            try bytes.write(to: url)
            let damaged = try bench.run("whole", ["--no-supervise"], text: Self.sweep)
            #expect(damaged.status == 0)
            #expect(damaged.errors.contains("warning: \(url.path):1 (byte 0): checksum mismatch"), "\(damaged.errors)")
            let missing = "warning: the learning curves of 1 network are missing (R4 DA seed 0): figures and reports leave them out; "
                + "nothing else depends on them"
            #expect(damaged.errors.contains(missing), "\(damaged.errors)")
            try FileManager.default.removeItem(at: url)
            let gone = try bench.run("whole", ["--no-supervise"], text: Self.sweep)
            #expect(gone.status == 0 && gone.errors.contains(missing) && !gone.errors.contains("checksum"), "\(gone.errors)")
            #expect(try content(bench, "whole") == expected)
        }
    }

    /// In a process of its own, which says what it is at; at once, and further on.
    @Test(arguments: ["latent", "latent+1"]) func `a crash in an analysis takes nothing from what was measured`(_ place: String) throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let result = try bench.run(
                "r", ["--no-supervise", "--isolate"], fault: "trap@R4 DA seed 0:\(place)", text: Self.sweep + "\nlimits: {retries: 0}\n")
            #expect(result.status == 1)
            let results = ResultsFolder(bench.results("r"))
            #expect(try FolderStatus(results).failures.map(\.event.stage) == ["latent"], "\(result.errors)")
            let job = try #require(try FolderRecord(results).record.jobs.first)
            #expect(!job.isFailed && job.value(.accuracy, on: .test) != nil)
        }
    }
}
