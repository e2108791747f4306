import Foundation
import Testing

@testable import Core

/// Parts of a sweep in processes of their own, as a batch system starts them, with stand-ins for Slurm's programs.
@Suite(.serialized) struct ShardTests {
    /// WT and DA; slow enough with a fault to be met.
    private static let sweep = """
        name: shards
        data: {source: strokes, train: 60, test: 20, validation: 20}
        groups: [R4]
        methods: [WT, DA]
        seeds: [0, 1]
        training: {epochs: 12, batch: 30, hidden: [8, 8]}
        measure: [accuracy, LI]
        """

    private static let slow = ["WT", "DA"].flatMap { method in [0, 1].map { "slow(200)@R4 \(method) seed \($0):0" } }
        .joined(separator: ";")

    private struct Bench {
        let program: Program
        let folder: URL
        let file: String

        init(_ folder: URL, _ text: String) throws {
            program = try Program()
            self.folder = folder
            file = try write(text, to: folder)
        }

        func results(_ name: String) -> URL { folder.appendingPathComponent(name) }

        func run(_ arguments: [String], _ environment: [String: String] = [:]) throws -> Program.Result {
            try program.run(arguments, environment: environment, in: folder)
        }

        func shard(_ number: String, _ name: String, _ environment: [String: String] = [:]) throws -> Program.Result {
            try run(["run", file, "--results", results(name).path, "--shard", number], environment)
        }

        /// Programs of one line of shell each, alone on the PATH but for the system's.
        func tools(_ lines: [String: String]) throws -> String {
            let tools = folder.appendingPathComponent("tools-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: tools, withIntermediateDirectories: true)
            for (name, line) in lines {
                let url = tools.appendingPathComponent(name)
                try "#!/bin/sh\n\(line)\n".write(to: url, atomically: true, encoding: .utf8)
                try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: url.path)
            }
            return tools.path
        }
    }

    @Test func `three shards and collect leave what one run leaves`() throws {
        try withFolder { folder in
            let bench = try Bench(folder, smallSweep)
            let whole = bench.results("whole")
            let one = try bench.run(["run", bench.file, "--results", whole.path])
            for number in ["2/3", "3/3", "1/3"] {
                let part = try bench.shard(number, "parts")
                #expect(part.status <= 1, "\(part.errors)")
                #expect(part.output.contains("; shard \(number)\n"), "\(part.output)")
            }
            let parts = bench.results("parts")
            #expect(!FileManager.default.fileExists(atPath: parts.appendingPathComponent("table.csv").path))
            let collected = try bench.run(["collect", parts.path])
            #expect(collected.status == one.status, "\(collected.errors)")
            #expect(try comparable(parts) == comparable(whole))
            // Nothing is left to do, for a shard or for one machine.
            let again = try bench.shard("2/3", "parts")
            #expect(!again.output.contains("new "), "\(again.output)")
            let here = try bench.run(["run", bench.file, "--results", parts.path])
            #expect(here.status == one.status && !here.output.contains("new "), "\(here.output)")
            #expect(try comparable(parts) == comparable(whole))
        }
    }

    @Test(arguments: [["--no-supervise"], ["--supervise"]])
    func `a warning of the end stops a task in good order, and puts it back into the queue`(_ way: [String]) throws {
        try withFolder { folder in
            let bench = try Bench(folder, Self.sweep)
            let log = folder.appendingPathComponent("log").path
            let tools = try bench.tools([
                "scontrol": "echo \"$*\" >> '\(log)'; [ \"$1\" = show ] && echo JobId=77 JobState=RUNNING EndTime=4000000000; exit 0"
            ])
            let environment = [
                "PATH": "\(tools):/usr/bin:/bin", "SLURM_JOB_ID": "77", "SLURM_ARRAY_JOB_ID": "70",
                "SLURM_ARRAY_TASK_ID": "1", "SLURM_CPUS_PER_TASK": "1", "SWEEP_FAULT": Self.slow,
            ]
            let output = folder.appendingPathComponent("o")
            try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
            let results = bench.results("r")
            let process = try bench.program.start(
                ["run", bench.file, "--results", results.path, "--shard", "1/1"] + way, environment: environment,
                output: output)
            let status = results.appendingPathComponent("shards/hand-1/00001/status.json")
            while process.isRunning, RunStatus(contentsOf: status) == nil { usleep(5000) }
            usleep(500_000)
            kill(process.processIdentifier, SIGUSR1)
            usleep(50_000)
            // Slurm warns in its own time too: that is no second request.
            kill(process.processIdentifier, SIGUSR1)
            process.waitUntilExit()
            #expect(process.terminationStatus == 138)
            let said = try String(contentsOfFile: log, encoding: .utf8)
            #expect(said.hasSuffix("show job --oneliner 70_1\nrequeue 70_1\n"), "\(said)")
            let errors = try String(contentsOf: output.appendingPathComponent("err"), encoding: .utf8)
            #expect(errors.contains("note: task 70_1 goes on when Slurm has room for it again"), "\(errors)")

            let rest = try bench.shard("1/1", "r")
            #expect(rest.status == 0 && rest.output.contains("interrupted"), "\(rest.output)\(rest.errors)")
            #expect(try bench.run(["collect", results.path]).status == 0)
            _ = try bench.run(["run", bench.file, "--results", bench.results("whole").path])
            #expect(try comparable(results) == comparable(bench.results("whole")))
        }
    }

    @Test func `a run stops before its time is over, and a cancelled task is not put back`() throws {
        try withFolder { folder in
            let bench = try Bench(folder, Self.sweep)
            let log = folder.appendingPathComponent("log").path
            let tools = try bench.tools([
                "scontrol": "echo \"$*\" >> '\(log)'; echo JobId=77 JobState=CANCELLED EndTime=Unknown; exit 0"
            ])
            let end = Date.now.timeIntervalSince1970 + 12
            let stopped = try bench.shard(
                "1/1", "r",
                [
                    "PATH": "\(tools):/usr/bin:/bin", "SLURM_JOB_ID": "77", "SLURM_JOB_END_TIME": "\(end)",
                    "SWEEP_FAULT": Self.slow.replacingOccurrences(of: "200", with: "1000"),
                ])
            #expect(stopped.status == 138, "\(stopped.output)\(stopped.errors)")
            #expect(stopped.output.contains("the time is over in "), "\(stopped.output)")
            #expect(stopped.errors.contains("task 77 was cancelled"), "\(stopped.errors)")
            #expect(try !String(contentsOfFile: log, encoding: .utf8).contains("requeue"))
        }
    }

    @Test func `bad words for shards and times`() throws {
        try withFolder { folder in
            let bench = try Bench(folder, Self.sweep)
            for arguments in [["--shard", "3/2"], ["--shard", "0/2"], ["--shard", "x"], ["--time", "soon"], ["--time", "0"]] {
                let found = try bench.run(["run", bench.file, "--results", bench.results("r").path] + arguments)
                #expect(found.status == 64, "\(arguments): \(found.errors)")
            }
            #expect(!FileManager.default.fileExists(atPath: bench.results("r").path))
        }
    }

    @Test func `without Slurm submit says so and writes nothing`() throws {
        try withFolder { folder in
            let bench = try Bench(folder, Self.sweep)
            let results = bench.results("r").path
            let none = ["PATH": try bench.tools([:])]
            let found = try bench.run(["submit", bench.file, "--results", results], none)
            #expect(found.status == 1 && found.errors.contains("sbatch is not on the PATH"), "\(found.errors)")
            #expect(found.errors.contains("sweep submit --print"))
            let shown = try bench.run(
                ["submit", bench.file, "--results", results, "--print", "--shards", "3", "--time", "30", "--sbatch=--mem=2G"],
                none)
            #expect(shown.status == 0, "\(shown.errors)")
            for line in ["--array=1-3\n", "--time=00:30:00\n", "--mem=2G\n", "/3\" --offline ", " collect "] {
                #expect(shown.output.contains(line), "\(line): \(shown.output)")
            }
            #expect(!FileManager.default.fileExists(atPath: results))
        }
    }

    @Test func `what is submitted is recorded, and not submitted twice`() throws {
        try withFolder { folder in
            let bench = try Bench(folder, Self.sweep)
            let results = bench.results("r")
            let log = folder.appendingPathComponent("log").path
            let scancel = "echo \"scancel $*\" >> '\(log)'"
            let sbatch = "echo \"sbatch $*\" >> '\(log)'; case $* in *afterany*) echo '13;lab';; *) echo 12;; esac"
            func path(_ queue: [String]) throws -> [String: String] {
                let lines = queue.map { "echo '\($0)'" }.joined(separator: "; ")
                return [
                    "PATH": try bench.tools([
                        "sbatch": sbatch, "squeue": lines.isEmpty ? ":" : lines, "scancel": scancel,
                        "scontrol": "echo 'MaxArraySize = 4'", "sacct": "exit 1",
                    ]) + ":/usr/bin:/bin"
                ]
            }
            let submit = ["submit", bench.file, "--results", results.path]
            let tooMany = try bench.run(submit + ["--shards", "4"], try path([]))
            #expect(tooMany.status == 64 && tooMany.errors.contains("--shards: expected 1 to 3"), "\(tooMany.errors)")
            let first = try bench.run(submit + ["--shards", "2", "--max-running", "1"], try path([]))
            #expect(first.status == 0 && first.output.hasPrefix("submitted: array 12, 2 tasks of 2 shards"), "\(first.output)")
            let script = try String(contentsOf: results.appendingPathComponent("slurm/array.sbatch"), encoding: .utf8)
            #expect(script.contains("--array=1-2%1\n"), "\(script)")
            #expect(
                try String(contentsOfFile: log, encoding: .utf8) == """
                    sbatch --parsable \(results.path)/slurm/array.sbatch
                    sbatch --parsable --dependency=afterany:12 \(results.path)/slurm/collect.sbatch

                    """)

            let waiting = ["12|1|RUNNING|0:05|lab0|None", "12|2|PENDING|0:00||Resources", "13|N/A|PENDING|0:00||Dependency"]
            let second = try bench.run(submit, try path(waiting))
            #expect(second.status == 0 && second.output.contains("Slurm has the 2 shards"), "\(second.output)")
            let status = try bench.run(["status", results.path], try path(waiting))
            #expect(status.output.contains("Slurm: array 12, 2 shards, 0 done; tasks: 1 running, 1 pending\n"), "\(status.output)")
            #expect(status.output.contains("  shard 1/2: 0 of 2 networks; running on lab0, 0:05\n"), "\(status.output)")
            #expect(status.output.contains("collecting job 13: pending (Dependency)"), "\(status.output)")

            // What tasks would do; one of them is lost.
            #expect(try bench.shard("1/2", "r").status == 0)
            let third = try bench.run(submit, try path(["12|1|COMPLETED|0:05|lab0|None", "12|2|NODE_FAIL|0:00||None"]))
            #expect(third.output.hasPrefix("submitted: array 12, 1 task of 2 shards"), "\(third.output)\(third.errors)")
            let cancel = try bench.run(["cancel", results.path], try path(waiting))
            #expect(cancel.status == 0 && cancel.output.contains("cancelled: array 12, 2 tasks"), "\(cancel.output)")
            #expect(try String(contentsOfFile: log, encoding: .utf8).hasSuffix("scancel 13 12\n"))
        }
    }

    @Test(arguments: ["array", "collect"])
    func `where Slurm refuses nothing is left behind`(_ refused: String) throws {
        try withFolder { folder in
            let bench = try Bench(folder, Self.sweep)
            let log = folder.appendingPathComponent("log").path
            let tools = try bench.tools([
                "sbatch": "case $* in *\(refused).sbatch) echo 'sbatch: error: no such thing' >&2; exit 1;; esac; echo 12",
                "squeue": ":", "scancel": "echo \"$*\" >> '\(log)'",
            ])
            let results = bench.results("deep/r")
            let found = try bench.run(
                ["submit", bench.file, "--results", results.path], ["PATH": "\(tools):/usr/bin:/bin"])
            #expect(found.status == 1 && found.errors.contains("sbatch: error: no such thing"), "\(found.errors)")
            #expect(!FileManager.default.fileExists(atPath: results.deletingLastPathComponent().path))
            let cancelled = try? String(contentsOfFile: log, encoding: .utf8)
            #expect(cancelled == (refused == "collect" ? "12\n" : nil))
        }
    }
}
