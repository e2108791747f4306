import Foundation
import Testing

@testable import Core

/// What Slurm has of a sweep, as `submit`, `status` and `cancel` tell it, with stand-ins for its programs.
@Suite(.serialized) struct QueueTests {
    @Test func `tasks that could never start are taken off again`() throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            let tools = try bench.slurm([
                "squeue": ShardBench.squeue(["12|1|PENDING|0:00||PartitionConfig", "13|N/A|PENDING|0:00||Dependency"]),
                "scontrol": "[ \"$1\" = release ] && { echo 'Requested node configuration is not available' >&2; exit 1; }; exit 0",
            ])
            let found = try bench.run(
                ["submit", bench.file, "--results", bench.results("deep/r").path, "--shards", "1", "--cpus-per-task", "4000"], tools)
            #expect(found.status == 1 && found.output.isEmpty, "\(found.output)")
            #expect(
                found.errors.contains(
                    "Requested node configuration is not available\nSlurm would not start these tasks (PartitionConfig)"),
                "\(found.errors)")
            #expect(bench.said.hasSuffix("scancel 13 12\n"), "\(bench.said)")
            #expect(!FileManager.default.fileExists(atPath: bench.results("deep").path))
        }
    }

    @Test func `tasks that cannot start any more are told of`() throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            let results = bench.results("r").path
            let submit = ["submit", bench.file, "--results", results, "--shards", "1"]
            #expect(try bench.run(submit, try bench.slurm()).status == 0)
            let tools = try bench.slurm(["squeue": ShardBench.squeue(["12|1|PENDING|0:00||PartitionTimeLimit"])])
            let line = "1 task of array 12 is not started by Slurm (PartitionTimeLimit): they need other options; "
                + "submit again after: \(bench.program.url.path) cancel \(results)\n"
            let status = try bench.run(["status", results], tools)
            #expect(status.status == 0 && status.output.contains(line), "\(status.output)")
            let again = try bench.run(submit, tools)
            #expect(again.status == 1 && again.errors.contains("note: \(line)"), "\(again.errors)")
            #expect(
                again.output.hasPrefix("nothing to submit: Slurm has the 1 shard that is missing\n")
                    && again.output.contains(
                        "They keep the options they were submitted with; for others submit again after: \(bench.program.url.path) cancel"),
                "\(again.output)")
        }
    }

    @Test func `tasks that Slurm finds it cannot start are told of at once`() throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            // It looks at them a moment after they are let go.
            let looked = folder.appendingPathComponent("looked").path
            let tools = try bench.slurm([
                "squeue": "if [ -e '\(looked)' ]; then echo '12|1|PENDING|0:00||BadConstraints'; else : > '\(looked)'; "
                    + "echo '12|1|PENDING|0:00||None'; fi"
            ])
            let results = bench.results("r").path
            let found = try bench.run(["submit", bench.file, "--results", results, "--shards", "1"], tools)
            #expect(found.status == 1 && found.output.hasPrefix("submitted: array 12, "), "\(found.output)")
            #expect(
                found.errors.contains("warning: 1 task of array 12 is not started by Slurm (BadConstraints): they need other options"),
                "\(found.errors)")
        }
    }

    @Test func `a collecting job that cannot start is told of`() throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            let results = bench.results("r").path
            #expect(try bench.run(["submit", bench.file, "--results", results, "--shards", "1"], try bench.slurm()).status == 0)
            func status(_ collect: String) throws -> String {
                let tasks = ["12|1|COMPLETED|0:01|lab0|None", "13|N/A|PENDING|0:00||\(collect)"]
                return try bench.run(["status", results], try bench.slurm(["squeue": ShardBench.squeue(tasks)])).output
            }
            #expect(
                try status("PartitionTimeLimit").contains(
                    "collecting job 13 is not started by Slurm (PartitionTimeLimit): when all tasks have ended, "
                        + "\(bench.program.url.path) collect \(results) makes the tables\n"))
            #expect(try status("JobHeldAdmin").contains("collecting job 13 is held (JobHeldAdmin); to let go: scontrol release 13\n"))
            #expect(try bench.shard("1/1", "r").status == 0)
            #expect(try status("Priority").hasSuffix("all is trained and measured; the collecting job makes the tables\n"))
            #expect(
                try status("PartitionTimeLimit").hasSuffix(
                    "all is trained and measured; \(bench.program.url.path) collect \(results) makes the tables\n"))
        }
    }

    @Test func `a controller that gives no answer makes nobody go on`() throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            let results = bench.results("r").path
            #expect(try bench.run(["submit", bench.file, "--results", results, "--shards", "1"], try bench.slurm()).status == 0)
            let tools = try bench.slurm(["squeue": "echo 'no contact' >&2; exit 1"])
            let text = try bench.run(["status", results], tools).output
            #expect(text.hasSuffix("not all is done; nobody knows whether Slurm goes on with it\n"), "\(text)")
            let json = try bench.run(["status", results, "--json"], tools).output
            #expect(json.contains(#""state":"unknown""#) && !json.contains(#""command""#), "\(json)")
            let collected = try bench.run(["collect", results], tools).output
            #expect(collected.hasSuffix("nobody knows whether Slurm goes on with it\n"), "\(collected)")
            let again = try bench.run(["submit", bench.file, "--results", results, "--shards", "1"], tools)
            #expect(
                again.status == 1
                    && again.errors.contains("Slurm gives no answer, and nothing is submitted; squeue says:\nno contact\n")
                    && again.errors.contains("\(bench.program.url.path) submit --print shows"),
                "\(again.errors)")
            // Watching goes on until there is an answer.
            let asked = folder.appendingPathComponent("asked").path
            let late = try bench.slurm([
                // It is asked once more where it does not know all of several numbers.
                "squeue": "echo >> '\(asked)'; [ $(wc -l < '\(asked)') -gt 2 ] && exit 0; echo 'no contact' >&2; exit 1"
            ])
            let watched = try bench.run(["status", results, "--watch"], late).output
            #expect(
                watched.contains("Slurm cannot be asked: no contact\n")
                    && watched.contains("go on with: \(bench.program.url.path) submit "),
                "\(watched)")
            // Without Slurm nothing goes on.
            let none = try bench.run(["status", results], ["PATH": "/usr/nowhere"]).output
            #expect(none.contains("Slurm cannot be asked: squeue is not on the PATH") && none.contains("go on with: "), "\(none)")
        }
    }

    @Test(arguments: ["0", "UNLIMITED", "1:x"])
    func `a time limit that is none names the forms`(_ time: String) throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            let found = try bench.run(["submit", bench.file, "--print", "--time", time])
            #expect(found.status == 64)
            for words in ["hours:minutes:seconds", "without --time the partition's own limit holds"] {
                #expect(found.errors.contains(words), "\(found.errors)")
            }
        }
    }

    @Test func `as long as Slurm goes on nobody is told to`() throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            let results = bench.results("r").path
            #expect(try bench.run(["submit", bench.file, "--results", results, "--shards", "2"], try bench.slurm()).status == 0)
            #expect(try bench.shard("1/2", "r").status == 0)
            func state(_ tasks: [String], _ state: String, _ command: Bool) throws {
                let tools = try bench.slurm(["squeue": ShardBench.squeue(tasks)])
                let text = try bench.run(["status", results], tools).output
                #expect(text.contains("go on with: \(bench.program.url.path) submit ") == command, "\(text)")
                #expect(text.contains("\nlast run: begun ") == command, "\(text)")
                #expect(text.contains("Slurm goes on with it; ") != command, "\(text)")
                let json = try bench.run(["status", results, "--json"], tools).output
                #expect(json.contains("\"state\":\"\(state)\""), "\(json)")
                #expect(json.contains("\"command\":\"\(bench.program.url.path) ") == command, "\(json)")
                let collected = try bench.run(["collect", results], tools)
                #expect(collected.status == 1 && collected.output.contains("go on with: ") == command, "\(collected.output)")
            }
            try state(["12|2|PENDING|0:00||Resources", "13|N/A|PENDING|0:00||Dependency"], "queued", false)
            try state(["12|2|RUNNING|0:05|lab0|None", "13|N/A|PENDING|0:00||Dependency"], "running", false)
            try state(["12|2|FAILED|0:05|lab0|NonZeroExitCode"], "none", true)
        }
    }

    @Test func `a failed task names its output`() throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            let results = bench.results("r")
            #expect(try bench.run(["submit", bench.file, "--results", results.path, "--shards", "1"], try bench.slurm()).status == 0)
            try Data("no\n".utf8).write(to: results.appendingPathComponent("slurm/log/12_1.log"))
            let status = try bench.run(
                ["status", results.path], try bench.slurm(["squeue": ShardBench.squeue(["12|1|FAILED|0:01|lab0|NonZeroExitCode"])]))
            #expect(status.output.contains("; its output: \(results.path)/slurm/log/12_1.log\n"), "\(status.output)")
        }
    }

    @Test func `what was given up is not called done`() throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep + "\nlimits: {retries: 0}\n")
            let submit = ["submit", bench.file, "--results", bench.results("r").path, "--shards", "1"]
            #expect(try bench.run(submit, try bench.slurm()).status == 0)
            let task = try bench.shard("1/1", "r", ["SWEEP_FAULT": "throw@R4 DA seed 1:1"])
            #expect(task.status == 1, "\(task.errors)")
            for more in [[], ["--print"]] {
                let found = try bench.run(submit + more, try bench.slurm())
                #expect(
                    found.status == 1
                        && found.output.hasPrefix("nothing to submit: 1 network failed too often (limits.retries) and is given up"),
                    "\(found.output)\(found.errors)")
                #expect(found.output.contains("--retry-failed"))
            }
            let again = try bench.run(submit + ["--retry-failed"], try bench.slurm())
            #expect(again.status == 0 && again.output.hasPrefix("submitted: array 12"), "\(again.output)\(again.errors)")
        }
    }

    @Test func `a controller that does not answer is told of`() throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            let results = bench.results("r").path
            #expect(try bench.run(["submit", bench.file, "--results", results], try bench.slurm()).status == 0)
            // It answers when the person was told; a minute is enough for everybody.
            let squeue = "i=0; while [ $i -lt 600 ] && ! grep -q waiting \"$HOME/err\"; do sleep 0.1; i=$((i + 1)); done; "
                + "echo 'no contact' >&2; exit 1"
            let found = try bench.run(["status", results], try bench.slurm(["squeue": squeue]))
            #expect(found.errors == "note: waiting for Slurm: squeue has no answer from the controller yet\n", "\(found.errors)")
            #expect(found.output.contains("Slurm cannot be asked: no contact"), "\(found.output)")
        }
    }

    @Test func `a task is not to be started by hand`() throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            let fault = ["SWEEP_FAULT": "throw@R4 DA seed 1:1"]
            let task = ["SLURM_JOB_ID": "77", "SLURM_CPUS_PER_TASK": "1", "PATH": try bench.tools([:])]
            let results = bench.results("r").path
            let inSlurm = try bench.shard("1/1", "r", fault.merging(task) { $1 })
            #expect(inSlurm.output.contains("sweep submit \(bench.file) --results \(results)"), "\(inSlurm.output)")
            #expect(!inSlurm.output.contains("--shard"), "\(inSlurm.output)")
            let byHand = try bench.shard("1/1", "h", fault)
            #expect(byHand.output.contains("--shard 1/1"), "\(byHand.output)")
        }
    }
}
