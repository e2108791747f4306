import Foundation
import Testing

@testable import Core

/// Jobs in Slurm's queue that do not work in the results folder that has their numbers, with stand-ins for its programs.
@Suite(.serialized) struct DisplacedJobTests {
    /// The queue's lines of an array of one task and its collecting job.
    private func submitted(from results: URL, task: String) -> [String] {
        [
            "12|1|\(task)|main|\(results.path)/slurm/array.sbatch",
            "13|N/A|PENDING|0:00||Dependency|main|\(results.path)/slurm/collect.sbatch",
        ]
    }

    @Test func `another's job that has the collecting job's number by now is not cancelled`() throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            let results = bench.results("r")
            #expect(try bench.run(["submit", bench.file, "--results", results.path, "--shards", "1"], try bench.slurm()).status == 0)
            let tasks = submitted(from: results, task: "RUNNING|0:05|lab0|None").dropLast() + [
                "13|N/A|RUNNING|0:01|lab0|None|main|/elsewhere/job.sh"
            ]
            let cancel = try bench.run(["cancel", results.path], try bench.slurm(["squeue": ShardBench.squeue(Array(tasks))]))
            #expect(cancel.output == "cancelled: array 12, 1 task\n" && cancel.status == 0, "\(cancel.output)\(cancel.errors)")
            #expect(bench.said.hasSuffix("scancel 12\n"), "\(bench.said)")
        }
    }

    @Test func `jobs of a copied folder's original are left alone`() throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            let (results, copy) = (bench.results("r"), bench.results("copy"))
            #expect(try bench.run(["submit", bench.file, "--results", results.path, "--shards", "1"], try bench.slurm()).status == 0)
            try FileManager.default.copyItem(at: results, to: copy)
            let tools = try bench.slurm(["squeue": ShardBench.squeue(submitted(from: results, task: "RUNNING|0:05|lab0|None"))])
            let status = try bench.run(["status", copy.path], tools).output
            #expect(!status.contains("running") && status.contains("go on with: \(bench.program.url.path) submit "), "\(status)")
            let cancel = try bench.run(["cancel", copy.path], tools)
            #expect(cancel.output == "nothing to cancel: Slurm has nothing of it any more\n" && cancel.status == 0, "\(cancel.output)")
            #expect(cancel.errors == "note: this folder is a copy of \(results.path); jobs 12, 13 of that one go on\n", "\(cancel.errors)")
            #expect(!bench.said.contains("scancel"), "\(bench.said)")
            let submit = try bench.run(["submit", bench.file, "--results", copy.path], tools)
            #expect(submit.status == 0 && submit.output.hasPrefix("submitted: array 12"), "\(submit.output)\(submit.errors)")
            // The original knows its jobs, by a symbolic link too.
            let link = folder.appendingPathComponent("link")
            try FileManager.default.createSymbolicLink(at: link, withDestinationURL: results)
            for path in [results.path, link.path] {
                #expect(try bench.run(["status", path], tools).output.contains("tasks: 1 running\n"))
            }
        }
    }

    @Test func `a folder that was moved does not wait for its jobs`() throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            let (before, now) = (bench.results("before"), bench.results("now"))
            #expect(try bench.run(["submit", bench.file, "--results", before.path, "--shards", "1"], try bench.slurm()).status == 0)
            try FileManager.default.moveItem(at: before, to: now)
            let tools = try bench.slurm(["squeue": ShardBench.squeue(submitted(from: before, task: "PENDING|0:00||Priority"))])
            let status = try bench.run(["status", now.path], tools).output
            #expect(status.contains("jobs 12, 13 of this folder in Slurm's queue work at another path, where it is not: "), "\(status)")
            let refused = try bench.run(["submit", bench.file, "--results", now.path], tools)
            #expect(refused.status == 2, "\(refused.errors)")
            #expect(refused.errors.contains("that would work in \(before.path), where it is not: "), "\(refused.errors)")
            let cancel = try bench.run(["cancel", now.path], tools)
            #expect(
                cancel.output
                    == "cancelled: jobs 12, 13, which would work in \(before.path), where this folder is not any more\n",
                "\(cancel.output)")
            #expect(bench.said.hasSuffix("scancel 12 13\n"), "\(bench.said)")
        }
    }

    @Test func `jobs of a folder that was moved away are seen and cancelled`() throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            let results = bench.results("r")
            let submit = ["submit", bench.file, "--results", results.path]
            #expect(try bench.run(submit, try bench.slurm()).status == 0)
            let scripts = [
                "12|\(results.path)/slurm/array.sbatch", "12|\(results.path)/slurm/array.sbatch",
                "13|\(results.path)/slurm/collect.sbatch", "14|\(results.path)-other/slurm/array.sbatch",
            ]
            let tools = try bench.slurm(["squeue": ShardBench.squeue(["12|1|RUNNING|0:05|lab0|None"], scripts: scripts)])
            let known = try bench.run(["cancel", results.path], tools)
            #expect(known.status == 0 && known.output.hasPrefix("cancelled: array 12, 1 task"), "\(known.output)\(known.errors)")
            try FileManager.default.moveItem(at: results, to: bench.results("old"))
            let refused = try bench.run(submit, tools)
            #expect(refused.status == 2)
            #expect(refused.errors.contains("Slurm's queue has jobs 12, 13 of a results folder"), "\(refused.errors)")
            #expect(!FileManager.default.fileExists(atPath: results.path))
            let cancel = try bench.run(["cancel", results.path], tools)
            #expect(cancel.status == 0)
            #expect(cancel.output == "cancelled: jobs 12, 13, of a results folder that was here before\n", "\(cancel)")
            #expect(bench.said.hasSuffix("scancel 12 13\n"), "\(bench.said)")
            let none = try bench.run(["cancel", results.path], try bench.slurm())
            #expect(none.status == 64 && none.errors.contains("nothing was submitted from there"), "\(none.errors)")
        }
    }
}
