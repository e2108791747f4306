@testable import Core
import Foundation
import Testing

/// Jobs that give no sign of life, in whole runs.
@Suite(.serialized) struct HangTests {
    private let hung = "R4 DA seed 1"
    /// Nine seconds for a job that takes hundredths: what passes them does not end by itself.
    private let limited = FaultBench.sweep + "\nlimits: {minutes_per_job: 0.15, retries: 0}"
    private let unlimited = FaultBench.sweep + "\nlimits: {retries: 0}"

    @Test(arguments: [["--isolate", "--no-supervise"], ["--supervise"], ["--no-supervise"]])
    func `a hung job is given up, the others finish, and the run ends`(_ way: [String]) throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let plain = try bench.run("plain", ["--no-supervise"], fault: "throw@\(hung):2")
            #expect(plain.status == 1, "\(plain.errors)")
            let result = try bench.run("r", way, fault: "hang@\(hung):2", grace: 0.5, text: limited)
            #expect(result.status == 1, "\(result.errors)")
            #expect(
                result.output.contains("failed: \(hung): training: no sign of life since epoch 1"), "\(result.output)")
            let failures = try bench.failures("r")
            #expect(Set(failures.map(\.job.label)) == [hung])
            #expect(failures.first?.kind == .timedOut)
            #expect(try bench.crashes("r").isEmpty)
            #expect(try bench.content("r") == bench.content("plain"))
            #expect(!result.errors.contains("started again"))
        }
    }

    @Test(arguments: [["--isolate", "--no-supervise"], ["--supervise"], ["--no-supervise", "--lanes", "1"]])
    func `without a limit too a job that is silent for far longer than is usual is given up`(_ way: [String]) throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let plain = try bench.run("plain", ["--no-supervise"], fault: "throw@\(hung):2", text: unlimited)
            #expect(plain.status == 1, "\(plain.errors)")
            let result = try bench.run("r", way, fault: "hang@\(hung):2", silence: 8, text: unlimited)
            #expect(result.status == 1, "\(result.errors)")
            #expect(
                result.output.contains("failed: \(hung): training: no sign of life since epoch 1"), "\(result.output)")
            #expect(try bench.failures("r").map(\.kind) == [.timedOut])
            #expect(try bench.content("r") == bench.content("plain"))
        }
    }

    @Test func `one lane goes on without the job that hangs, and tries it once more`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let plain = try bench.run("plain", ["--no-supervise"])
            #expect(plain.status == 0, "\(plain.errors)")
            let result = try bench.run(
                "r", ["--no-supervise", "--lanes", "1"], fault: "hang-once@\(hung):1", silence: 8)
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.contains("lane 0 goes on in a new thread"), "\(result.output)")
            #expect(result.output.contains("\(hung): trying again (retry 1 of 2)"), "\(result.output)")
            #expect(try bench.failures("r").map(\.job.label) == [hung])
            #expect(try bench.content("r") == bench.content("plain"))
        }
    }

    /// Four threads may stay behind one lane; the fifth ends the process.
    @Test(arguments: ["--no-supervise", "--supervise"]) func `where every job hangs the run ends`(_ way: String) throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let text = unlimited.replacingOccurrences(of: "methods: [WT, DA, IR]", with: "methods: [DA]")
                .replacingOccurrences(of: "seeds: [0, 1]", with: "seeds: [0, 1, 2, 3, 4, 5]")
            let fault = (0 ..< 6).map { "hang@R4 DA seed \($0):0" }.joined(separator: ";")
            let result = try bench.run("r", [way, "--lanes", "1"], fault: fault, silence: 0.5, text: text)
            #expect(result.status == 1, "\(result.errors)")
            #expect(result.output.contains("failed: R4 DA seed 0: training: no sign of life since it began"), "\(result.output)")
            #expect(result.output.contains("1 of at most 4)"), "\(result.output)")
            let isSupervised = way == "--supervise"
            #expect(try Set(bench.failures("r").map(\.id)).count == (isSupervised ? 6 : 5))
            #expect(result.output.contains("since 4 hung threads are behind already; the run ends") != isSupervised)
            #expect(result.errors.contains("started again without the job that hangs") == isSupervised)
            #expect(FileManager.default.fileExists(atPath: bench.results("r").appendingPathComponent("table.csv").path))
        }
    }

    @Test(arguments: [["--no-supervise"], ["--supervise"], ["--isolate", "--no-supervise"]])
    func `a run that is told to stop does not wait for a job that hangs`(_ way: [String]) throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let plain = try bench.run("plain", ["--no-supervise"])
            #expect(plain.status == 0, "\(plain.errors)")
            let process = try bench.start(
                "r", way + ["--checkpoint-seconds", "0"], fault: "hang@\(hung):2", grace: 0.5)
            // All others are done, and what comes after its first checkpoint is the hanging.
            let checkpoints = CheckpointFolder(bench.results("r").appendingPathComponent("checkpoints"))
            bench.wait("r", while: process) { events in
                events.count { if case .evaluated = $0 { true } else { false } } >= 5
                    && checkpoints.all().epochs.values.contains { $0 >= 1 }
            }
            kill(process.processIdentifier, SIGTERM)
            process.waitUntilExit()
            let output = try String(
                contentsOf: folder.appendingPathComponent("output-r").appendingPathComponent("out"), encoding: .utf8)
            #expect(process.terminationStatus == 143, "\(output)")
            #expect(output.contains("interrupted; go on with: "), "\(output)")
            #expect(output.contains("\(hung): no sign of life") != way.contains("--isolate"), "\(output)")
            #expect(try bench.failures("r").isEmpty && bench.crashes("r").isEmpty)
            let table = try String(contentsOf: bench.results("r").appendingPathComponent("jobs.csv"), encoding: .utf8)
            #expect(table.contains("DA"))
            let resumed = try bench.run("r", ["--no-supervise"])
            #expect(resumed.status == 0, "\(resumed.errors)")
            #expect(try bench.content("r") == bench.content("plain"))
        }
    }

    @Test func `without a limit a silent job is only spoken of`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let result = try bench.run("r", ["--no-supervise"], fault: "slow(1500)@\(hung):3", grace: 0.3)
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.contains("\(hung): no sign of life for"), "\(result.output)")
            #expect(try bench.failures("r").isEmpty)
        }
    }

    /// Work ahead of a search that the search never asks for. There is no limit: only its being unwanted ends it.
    @Test(arguments: [["--no-supervise"], ["--supervise"], ["--isolate", "--no-supervise"]])
    func `the end of a run does not wait for work ahead that hangs`(_ way: [String]) throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let text = FaultBench.sweep.replacingOccurrences(of: "methods: [WT, DA, IR]", with: "methods: [IR]")
                .replacingOccurrences(of: "nu: 1", with: "nu: {smallest: SI >= 0.6, from: 0.1, to: 100, within: 3}")
                .replacingOccurrences(of: "seeds: [0, 1]", with: "seeds: [0]")
            let plain = try bench.run("plain", ["--no-supervise", "--no-speculation"], text: text)
            let asked = Set(try bench.events("plain").compactMap { if case .trained(let event) = $0 { event.job.label } else { nil } })
            let spec = try SpecLoader.load(path: folder.appendingPathComponent("plain.yaml").path).spec
            let plan = SweepPlan(spec: spec, data: DataIdentity(dataset: .strokes, digest: "", request: spec.data))
            var search = SearchRun(try #require(plan.searches.first))
            _ = search.advance(isOver: { _ in false }, value: { _ in nil })
            let first = try #require(search.pending.flatMap { search.unit.jobs(nu: $0.nu).first?.label })
            let ahead = search.foreseen(2) { _ in nil }.compactMap { search.unit.jobs(nu: $0).first?.label }
            let hung = try #require(ahead.first { !asked.contains($0) })
            // The first probe is slow, so that all that may follow it is begun ahead.
            let result = try bench.run("r", way, fault: "slow(1000)@\(first):1; hang@\(hung):1", grace: 0.5, text: text)
            #expect(result.status == plain.status, "\(result.errors)")
            #expect(try bench.content("r") == bench.content("plain"))
            #expect(try bench.failures("r").isEmpty && bench.crashes("r").isEmpty)
            let started = try bench.events("r").compactMap { if case .started(let event) = $0 { event.label } else { nil } }
            #expect(started.contains(hung))
            guard !way.contains("--isolate") else { return }
            let abandoned = try bench.events("r").compactMap {
                if case .abandoned(let event) = $0 { event.job.label } else { nil }
            }
            #expect(abandoned == [hung])
            #expect(result.output.contains("\(hung), ahead of its search: no sign of life"), "\(result.output)")
        }
    }
}
