import Foundation
import Testing

@testable import Core

/// A submission that does not come to its end.
@Suite(.serialized) struct SubmitInterruptionTests {
    /// An sbatch that waits for a file, as long as the test's folder is there.
    private func waiting(for go: URL, _ bench: ShardBench) -> String {
        """
        echo "sbatch" >> '\(bench.log.path)'
        while [ -d '\(bench.folder.path)' ] && ! [ -e '\(go.path)' ]; do sleep 0.1; done
        case $* in *afterany*) echo 13;; *) echo 12;; esac
        """
    }

    private func isThere(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }

    @Test(arguments: [SIGTERM, SIGINT])
    func `a signal while sbatch runs leaves nothing behind`(_ signal: Int32) throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            let go = folder.appendingPathComponent("go")
            let submit = try bench.start(
                ["submit", bench.file, "--results", bench.results("deep/r").path],
                try bench.slurm(["sbatch": waiting(for: go, bench)]), "o")
            #expect(submit.waits { bench.said == "sbatch\n" })
            kill(submit.process.processIdentifier, signal)
            #expect(submit.waits { submit.errors.contains("stops as soon as Slurm has answered") }, "\(submit.errors)")
            try Data().write(to: go)
            #expect(submit.end() == 128 + signal, "\(submit.errors)")
            #expect(submit.errors.contains("stopped; nothing is submitted"), "\(submit.errors)")
            #expect(bench.said == "sbatch\nscancel 12\n", "\(bench.said)")
            #expect(!isThere(bench.results("deep")))
        }
    }

    /// What Slurm was given is known all the same, and taken off by the next one.
    @Test func `a submission that is killed while sbatch runs is taken off by the next`() throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            let go = folder.appendingPathComponent("go")
            let environment = try bench.slurm(["sbatch": waiting(for: go, bench)])
            let arguments = ["submit", bench.file, "--results", bench.results("r").path]
            let first = try bench.start(arguments, environment, "o")
            #expect(first.waits { bench.said == "sbatch\n" })
            kill(first.process.processIdentifier, SIGKILL)
            _ = first.end()
            let early = try bench.run(arguments, environment)
            #expect(early.status == 2 && early.errors.contains("its sbatch still runs"), "\(early.errors)")
            try Data().write(to: go)
            var next = early
            for _ in 0 ..< 100 where next.errors.contains("its sbatch still runs") {
                usleep(50_000)
                next = try bench.run(arguments, environment)
            }
            #expect(next.status == 0 && next.output.hasPrefix("submitted: "), "\(next.errors)")
            #expect(next.errors.contains("note: job 12 was submitted half-way"), "\(next.errors)")
            #expect(bench.said == "sbatch\nscancel 12\nsbatch\nsbatch\nscontrol release 12\n", "\(bench.said)")
            let slurm = ResultsFolder(bench.results("r"))
            #expect(!isThere(slurm.submitting) && !isThere(slurm.submittingOutput))
        }
    }

    /// Killed between the two: cancel knows of the array, and so does the next submit.
    @Test(arguments: [true, false])
    func `the array is written down before the collecting job`(_ isCancelled: Bool) throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            let go = folder.appendingPathComponent("go")
            let results = bench.results("r")
            let first = try bench.start(
                ["submit", bench.file, "--results", results.path],
                try bench.slurm([
                    "sbatch": "case $* in *afterany*) ;; *) echo 12; exit 0;; esac\n\(waiting(for: go, bench))"
                ]), "o")
            #expect(first.waits { bench.said == "sbatch\n" })
            let record = try #require(ResultsFolder(results).submissions.first)
            #expect(record.array == "12" && record.collect == nil)
            kill(first.process.processIdentifier, SIGKILL)
            _ = first.end()
            try Data().write(to: go)
            let held = try bench.slurm(["squeue": "echo '12|1|PENDING|0:00||JobHeldUser'"])
            if isCancelled {
                let cancel = try bench.run(["cancel", results.path], held)
                #expect(cancel.status == 0 && cancel.output.contains("cancelled: array 12, 1 task"), "\(cancel.errors)")
                #expect(bench.said == "sbatch\nscancel 12\n", "\(bench.said)")
                return
            }
            var next = try bench.run(["submit", bench.file, "--results", results.path], held)
            for _ in 0 ..< 100 where next.errors.contains("its sbatch still runs") {
                usleep(50_000)
                next = try bench.run(["submit", bench.file, "--results", results.path], held)
            }
            #expect(next.status == 0 && next.output.hasPrefix("submitted: array 12, "), "\(next.errors)")
            // The collecting job that its sbatch told of behind it, and the tasks that nobody let go.
            #expect(next.errors.contains("job 13 was submitted half-way") && next.errors.contains("job 12 was submitted half-way"))
            #expect(bench.said.contains("scancel 13\nscancel 12\n"), "\(bench.said)")
        }
    }

    @Test func `tasks that Slurm does not let go are told of`() throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            let results = bench.results("r").path
            let found = try bench.run(
                ["submit", bench.file, "--results", results, "--shards", "1"],
                try bench.slurm(["scontrol": "[ \"$1\" = release ] && { echo 'error: not now' >&2; exit 1; }; exit 0"]))
            #expect(found.status == 1 && found.output.hasPrefix("submitted: array 12, "), "\(found.output)")
            #expect(found.errors.contains("error: not now\nLet them go with: scontrol release 12\n"), "\(found.errors)")
            let held = try bench.slurm(["squeue": "echo '12|1|PENDING|0:00||JobHeldUser'; echo '13|N/A|PENDING|0:00||Dependency'"])
            let line = "1 task of array 12 is held (JobHeldUser); to let go: scontrol release 12"
            let again = try bench.run(["submit", bench.file, "--results", results], held)
            #expect(again.status == 1 && again.errors.contains("note: \(line)"), "\(again.errors)")
            #expect(again.output.contains("Slurm has the 1 shard"), "\(again.output)")
            let status = try bench.run(["status", results], held)
            #expect(status.output.contains(line + "\n"), "\(status.output)")
            #expect(status.output.hasSuffix("\nthe tables are made when all tasks have ended\n"), "\(status.output)")
        }
    }

    @Test func `another host that submits is told of`() throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            let submit = ["submit", bench.file, "--results", bench.results("r").path]
            #expect(try bench.run(submit, try bench.slurm()).status == 0)
            let results = ResultsFolder(bench.results("r"))
            _ = try write(#"{"pid":7,"host":"elsewhere","since":"2026-01-01T00:00:00Z"}"#, to: results.slurm, as: "submitting")
            let found = try bench.run(submit, try bench.slurm())
            #expect(found.status == 2, "\(found.errors)")
            for words in ["process 7 on elsewhere submits from this folder", "remove \(results.submitting.path)"] {
                #expect(found.errors.contains(words), "\(found.errors)")
            }
            #expect(isThere(results.submitting) && isThere(results.arrayScript))
        }
    }

    @Test func `what sweep sets itself, and where logs would have no names`() throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            for (arguments, words) in [
                (["--results", bench.results("r").path, "--sbatch=--wait"], "found '--wait'"),
                (["--results", bench.results("r").path, "--sbatch-collect=-a1"], "found '--array'"),
                (["--results", #"a\b"#], "without a backslash"),
            ] {
                let found = try bench.run(["submit", bench.file] + arguments, try bench.slurm())
                #expect(found.status == 64 && found.errors.contains(words), "\(found.errors)")
            }
            #expect(bench.said.isEmpty && !isThere(bench.results("r")))
        }
    }
}
