@testable import Core
import Foundation
import Testing

/// How real runs end before their work does, and go on.
@Suite(.serialized) struct EndingTests {
    let program: Program

    init() throws { program = try Program() }

    /// Two networks that take long enough to be interrupted.
    private let text = """
        name: long
        data: {source: strokes, train: 600, test: 100, validation: 60}
        groups: [R4]
        methods: [DA]
        seeds: [0, 1]
        training: {epochs: 200, batch: 64, hidden: [48, 48]}
        measure: [accuracy, LI]
        """

    private func whole(_ folder: URL) throws -> [String: Data] {
        let file = try write(text, to: folder)
        let result = try program.run(["run", file, "--results", folder.appendingPathComponent("whole").path], in: folder)
        #expect(result.status == 0, "\(result.errors)")
        return try comparable(folder.appendingPathComponent("whole"))
    }

    private func expectSame(_ results: URL, _ expected: [String: Data], sourceLocation: SourceLocation = #_sourceLocation) throws {
        // Limits decide no result, and may be changed between two runs.
        let found = try comparable(results).filter { $0.key != "sweep.yaml" }
        #expect(Set(found.keys) == Set(expected.keys).subtracting(["sweep.yaml"]), sourceLocation: sourceLocation)
        for (name, bytes) in found { #expect(expected[name] == bytes, "\(name)", sourceLocation: sourceLocation) }
    }

    /// For runs that are stopped: 200 epochs take two seconds more.
    private static let slow = ["SWEEP_FAULT": "slow(10)@R4 DA seed 0:0; slow(10)@R4 DA seed 1:0"]

    private func checkpoints(_ results: URL) -> [String: Int] {
        CheckpointFolder(results.appendingPathComponent("checkpoints")).found()
    }

    /// Starts the run, and waits until some job has done more epochs than before.
    private func start(_ arguments: [String], _ results: URL, in folder: URL) throws -> Process {
        let before = checkpoints(results)
        let process = try program.start(arguments, environment: Self.slow, output: folder)
        while process.isRunning, !checkpoints(results).contains(where: { $0.value > before[$0.key, default: 0] }) {
            usleep(1000)
        }
        return process
    }

    @Test func `whatever signal stops a run, only the epochs under way are lost`() throws {
        try withFolder { folder in
            let expected = try whole(folder)
            let results = folder.appendingPathComponent("parts")
            let arguments = [
                "run", folder.appendingPathComponent("sweep.yaml").path, "--results", results.path,
                "--checkpoint-seconds", "0",
            ]
            for (signal, status) in [(SIGINT, 130), (SIGKILL, SIGKILL), (SIGTERM, 143)] as [(Int32, Int32)] {
                let process = try start(arguments, results, in: folder)
                try #require(process.isRunning, "over before it could be stopped")
                kill(process.processIdentifier, signal)
                process.waitUntilExit()
                #expect(process.terminationStatus == status)
                #expect(!checkpoints(results).isEmpty)
                waitUntilFree(results)
                guard signal != SIGKILL else { continue }
                let output = try String(contentsOf: folder.appendingPathComponent("out"), encoding: .utf8)
                #expect(output.contains("finishing the epoch, then writing checkpoints; once more ends at once"))
                #expect(output.contains(": checkpoint after epoch "))
                let last = output.split(separator: "\n").last.map(String.init)
                #expect(last == "interrupted; go on with: \(([program.url.path] + arguments).joined(separator: " "))")
                #expect(FileManager.default.fileExists(atPath: results.appendingPathComponent("table.csv").path))
            }
            // Impatience costs no more than a kill does.
            let hasty = try start(arguments, results, in: folder)
            try #require(hasty.isRunning, "over before it could be stopped")
            while hasty.isRunning {
                kill(hasty.processIdentifier, SIGINT)
                usleep(500)
            }
            #expect(hasty.terminationStatus == 130)
            waitUntilFree(results)
            let rest = try program.run(arguments, in: folder)
            #expect(rest.status == 0, "\(rest.errors)")
            #expect(rest.output.contains(" · interrupted ") && rest.output.contains(": going on after epoch "), "\(rest.output)")
            try expectSame(results, expected)
            #expect(checkpoints(results).isEmpty)
        }
    }

    /// Whoever runs the tests may ignore SIGHUP, which children inherit: `env` undoes that.
    @Test(.enabled(if: canResetSignals, "env --default-signal is not here"), arguments: [false, true])
    func `a terminal that is closed stops a run, unless nohup says otherwise`(nohup: Bool) throws {
        try withFolder { folder in
            let file = try write(text, to: folder)
            let results = folder.appendingPathComponent("r")
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = [nohup ? "--ignore-signal=HUP" : "--default-signal=HUP", program.url.path, "run", file]
                + ["--results", results.path, "--checkpoint-seconds", "0"]
            process.environment = ProcessInfo.processInfo.environment.merging(["SWEEP_CORE_LOCKS": "off"]) { $1 }
                .merging(Self.slow) { $1 }
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            while process.isRunning, checkpoints(results).isEmpty { usleep(1000) }
            try #require(process.isRunning, "over before it could be stopped")
            kill(process.processIdentifier, SIGHUP)
            process.waitUntilExit()
            #expect(process.terminationStatus == (nohup ? 0 : 129))
            #expect(checkpoints(results).isEmpty == nohup)
        }
    }

    private static let canResetSignals: Bool = {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["--default-signal=HUP", "--ignore-signal=USR2", "true"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    @Test func `a job that takes too long is named, given up after its retries, and taken up where it was`() throws {
        try withFolder { folder in
            let expected = try whole(folder)
            let file = folder.appendingPathComponent("sweep.yaml").path
            let results = folder.appendingPathComponent("late")
            let arguments = ["run", file, "--results", results.path, "--set", "limits.retries=1"]
            let short = ["--set", "limits.minutes_per_job=0.000001"]
            let first = try program.run(arguments + short, in: folder)
            #expect(first.status == 1)
            #expect(
                first.output.contains(
                    "failed: R4 DA seed 1: training: passed 1.0e-06 minutes at epoch 2 of 200; the checkpoint is kept"),
                "\(first.output)")
            #expect(first.output.contains("R4 DA seed 1: trying again (retry 1 of 1)"), "\(first.output)")
            #expect(checkpoints(results).values.sorted() == [2, 2])
            let second = try program.run(arguments + short, in: folder)
            #expect(second.status == 1 && second.output.contains("done 0 · failed 2 (retry 1 of 1)"), "\(second.output)")
            #expect(checkpoints(results).values.sorted() == [4, 4])
            let third = try program.run(arguments + short, in: folder)
            #expect(third.status == 1 && third.output.contains("done 0 · given up 2"), "\(third.output)")
            #expect(third.output.contains("at epoch 4 of 200") && third.output.contains("(not tried again; --retry-failed tries it)"))
            #expect(third.output.hasSuffix(" --retry-failed\n"))
            let last = try program.run(arguments + ["--retry-failed"], in: folder)
            #expect(last.status == 0, "\(last.output)")
            #expect(last.output.contains("going on after epoch 4"))
            try expectSame(results, expected)
        }
    }

    @Test func `a probe with a failed seed is incomplete, and the end names the seed`() throws {
        try withFolder { folder in
            let text = """
                name: search
                data: {source: strokes, train: 100, test: 40, validation: 30}
                groups: [R4]
                methods: [IR]
                seeds: [0, 1, 2]
                nu: {smallest: SI >= 0.01, from: 1, to: 10, within: 2}
                training: {epochs: 1, batch: 50, hidden: [8, 8]}
                saliency: {steps: 4}
                """
            let file = try write(text, to: folder)
            _ = try program.run(["run", file, "--results", folder.appendingPathComponent("a").path], in: folder)
            let rows = try CSVReader.rows(
                String(contentsOf: folder.appendingPathComponent("a/jobs.csv"), encoding: .utf8))
            let (id, seed, nu) = (
                try #require(rows[0].firstIndex(of: "id")), try #require(rows[0].firstIndex(of: "seed")),
                try #require(rows[0].firstIndex(of: "nu"))
            )
            // The first probe: the geometric middle of the bounds.
            let row = try #require(rows.dropFirst().first { $0[seed] == "1" && $0[nu].hasPrefix("3.16") })
            let results = folder.appendingPathComponent("b")
            // No model file can take the place of a folder.
            for name in ["journal", "models/\(row[id]).safetensors/x"] {
                try FileManager.default.createDirectory(
                    at: results.appendingPathComponent(name), withIntermediateDirectories: true)
            }
            let result = try program.run(["run", file, "--results", results.path], in: folder)
            #expect(result.status == 1)
            let verdict = "search did not pass: R4 IR logit: incomplete: ν=3.162 has no value: 2 of 3 seeds finished"
            #expect(result.output.contains(verdict), "\(result.output)")
            #expect(result.output.contains("failed: R4 IR logit ν=3.162 seed 1: writing the model: "))
            let models = try FileManager.default.contentsOfDirectory(atPath: results.appendingPathComponent("models").path)
            #expect(models.count == 3)
        }
    }
}
