import Foundation
import Testing

@testable import Core

/// What is given to Slurm, with stand-ins for its programs.
@Suite(.serialized) struct SubmitTests {
    @Test func `without Slurm submit says so and writes nothing`() throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
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
            let bench = try ShardBench(folder, ShardBench.sweep)
            let results = bench.results("r")
            let log = bench.log.path
            func path(_ queue: [String]) throws -> [String: String] {
                let lines = queue.map { "echo '\($0)'" }.joined(separator: "; ")
                return try bench.slurm(["squeue": lines.isEmpty ? ":" : lines])
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
                    sbatch --parsable --hold \(results.path)/slurm/array.sbatch
                    sbatch --parsable --dependency=afterany:12 \(results.path)/slurm/collect.sbatch
                    scontrol release 12

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
            let bench = try ShardBench(folder, ShardBench.sweep)
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

    @Test func `a number that sbatch printed was submitted, whatever its status`() throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            // As with --wait, where it is the job's.
            let found = try bench.run(
                ["submit", bench.file, "--results", bench.results("r").path],
                try bench.slurm(["sbatch": "case $* in *afterany*) echo '13;lab';; *) echo '12;lab';; esac; exit 3"]))
            #expect(found.status == 0 && found.output.hasPrefix("submitted: array 12, "), "\(found.output)\(found.errors)")
            #expect(bench.said == "scontrol --clusters=lab release 12\n", "the cluster that it named: \(bench.said)")
            let record = try #require(ResultsFolder(bench.results("r")).submissions.first)
            #expect(record.cluster == "lab" && record.collect == "13")
        }
    }

    @Test func `the environment changes neither what is submitted nor what is seen`() throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            let submit = ["submit", bench.file, "--results", bench.results("r").path, "--shards", "1"]
            let mine = [
                "SBATCH_WAIT": "1", "SBATCH_PARTITION": "other", "SBATCH_ACCOUNT": "lab", "SBATCH_NO_REQUEUE": "1",
                "SQUEUE_PARTITION": "other", "SWEEP_END_TIME": "1",
            ]
            let tools = try bench.slurm([
                "sbatch": "env | grep -E '^(SBATCH_|SWEEP_END)' >> '\(bench.log.path)'; echo 12",
                "squeue": "[ -z \"$SQUEUE_PARTITION\" ] && echo '12|1|OF_TOMORROW|0:00||None'; exit 0",
            ])
            let first = try bench.run(submit + ["--partition", "long"], tools.merging(mine) { $1 })
            #expect(first.status == 0, "\(first.errors)")
            #expect(bench.said == "SBATCH_ACCOUNT=lab\nSBATCH_ACCOUNT=lab\nscontrol release 12\n", "\(bench.said)")
            let second = try bench.run(submit, tools.merging(mine) { $1 })
            #expect(second.status == 0 && second.output.contains("Slurm has the 1 shard"), "\(second.output)\(second.errors)")
        }
    }

    @Test func `of two at once one submits`() throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            let queue = folder.appendingPathComponent("queue").path
            let environment = try bench.slurm([
                "sbatch": """
                    sleep 0.3
                    case $* in *array.sbatch) for i in 1 2; do echo "$$|$i|PENDING|0:00||Resources" >> '\(queue)'; done;; esac
                    echo $$
                    """,
                "squeue": "cat '\(queue)' 2>/dev/null; exit 0",
            ])
            let submit = ["submit", bench.file, "--results", bench.results("deep/r").path, "--shards", "2"]
            let both = try ["a", "b"].map { try bench.start(submit, environment, $0) }
            let statuses = both.map { $0.end() }
            #expect(statuses == [0, 0], "\(both.map(\.errors))")
            let outputs = both.map(\.output)
            #expect(outputs.count { $0.hasPrefix("submitted: array ") } == 1, "\(outputs)")
            #expect(outputs.count { $0.contains("Slurm has the 2 shards that are missing") } == 1, "\(outputs)")
            #expect(ResultsFolder(bench.results("deep/r")).submissions.count == 1)
        }
    }

    /// The one that Slurm refuses comes first or last; the other's files stay.
    @Test func `one that is refused takes nothing from another`() throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            let good = try bench.slurm(["sbatch": "sleep 0.2; case $* in *afterany*) echo 13;; *) echo 12;; esac"])
            let bad = try bench.slurm(["sbatch": "sleep 0.2; echo 'sbatch: error: no' >&2; exit 1"])
            for name in ["a", "b", "c"] {
                let submit = ["submit", bench.file, "--results", bench.results("deep-\(name)/r").path]
                let refused = try bench.start(submit, bad, "bad-\(name)")
                let taken = try bench.start(submit, good, "good-\(name)")
                #expect(taken.end() == 0, "\(taken.errors)")
                #expect(refused.end() == 1, "\(refused.errors)")
                let results = ResultsFolder(bench.results("deep-\(name)/r"))
                #expect(results.submissions.map(\.array) == ["12"] && results.cut != nil)
                for url in [results.specification, results.splits, results.arrayScript, results.collectScript] {
                    #expect(FileManager.default.fileExists(atPath: url.path), "\(url.path)")
                }
            }
        }
    }

    @Test func `what was there is as it was after a refusal`() throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            let submit = ["submit", bench.file, "--results", bench.results("r").path]
            #expect(try bench.run(submit, try bench.slurm()).status == 0)
            let before = bench.content("r")
            let refused = try bench.run(
                submit + ["--set", "data.train=50", "--accept"], try bench.slurm(["sbatch": "echo no >&2; exit 1"]))
            #expect(refused.status == 1 && refused.errors.contains("no"), "\(refused.errors)")
            #expect(before["splits.safetensors"] != nil && bench.content("r") == before)
        }
    }
}
