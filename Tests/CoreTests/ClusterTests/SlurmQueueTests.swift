import Foundation
import Testing

@testable import Core

/// What is in the queue, by programs that stand in for Slurm's.
@Suite struct SlurmQueueTests {
    private let submission = Submission(array: "12", collect: "13", cut: "a", count: 3, tasks: "1-3", date: "d")

    @Test func statesThatAreOver() {
        for state in ["COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "NODE_FAIL", "OUT_OF_MEMORY", "PREEMPTED", "BOOT_FAIL",
            "DEADLINE", "REVOKED", SlurmTask.lost] {
            #expect(!SlurmTask(job: "1", state: state).isActive, "\(state)")
        }
        for state in ["PENDING", "RUNNING", "COMPLETING", "SUSPENDED", "REQUEUE_HOLD", "SPECIAL_EXIT", "POWER_UP_NODE", "OF_TOMORROW"] {
            #expect(SlurmTask(job: "1", state: state).isActive, "\(state)")
        }
    }

    @Test func whoIsHeld() {
        func isHeld(_ state: String, _ reason: String?) -> Bool { SlurmTask(job: "1", state: state, reason: reason).isHeld }
        #expect(isHeld("PENDING", "JobHeldUser") && isHeld("PENDING", "JobHeldAdmin") && isHeld("REQUEUE_HOLD", nil))
        #expect(isHeld("PENDING", "job requeued in held state") && isHeld("PENDING", "job_requeued_in_held_state"))
        #expect(!isHeld("PENDING", "Resources") && !isHeld("PENDING", nil) && !isHeld("RUNNING", "JobHeldUser"))
    }

    @Test func whoWaitsInVain() {
        func isHopeless(_ state: String, _ reason: String?) -> Bool { SlurmTask(job: "1", state: state, reason: reason).isHopeless }
        #expect(isHopeless("PENDING", "BadConstraints") && isHopeless("PENDING", "PartitionConfig"))
        #expect(!isHopeless("PENDING", "Resources") && !isHopeless("PENDING", nil) && !isHopeless("FAILED", "BadConstraints"))
        // Of several partitions the reason is one's.
        func isHopeless(in partition: String) -> Bool {
            SlurmTask(job: "1", state: "PENDING", reason: "PartitionTimeLimit", partition: partition).isHopeless
        }
        #expect(isHopeless(in: "short") && !isHopeless(in: "short,long"))
    }

    @Test func jobsOfOtherFoldersAreNone() throws {
        let text = "12|/r/slurm/array.sbatch\n12|/r/slurm/array.sbatch\n  13 | /r/slurm/collect.sbatch \n14|/q/slurm/array.sbatch\n"
            + "15\n|/r/slurm/array.sbatch\nx1|/r/slurm/array.sbatch\n16|/r/slurm/other.sbatch\n17|(null)\n"
        #expect(StrayJobs.jobs(text, of: ResultsFolder(URL(fileURLWithPath: "/r"))) == ["12", "13"])
        try Workshop.withFolder { path in
            let folder = URL(fileURLWithPath: path, isDirectory: true)
            let (real, link) = (folder.appendingPathComponent("real"), folder.appendingPathComponent("link"))
            try FileManager.default.createDirectory(at: real, withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(at: link, withDestinationURL: real)
            let text = "12|\(real.path)/r/slurm/array.sbatch\n13|\(link.path)/r/slurm/collect.sbatch\n"
            for place in [real, link] {
                #expect(StrayJobs.jobs(text, of: ResultsFolder(place.appendingPathComponent("r"))) == ["12", "13"], "\(place)")
            }
        }
    }

    @Test func jobsOfAFolderThatWasMovedOrCopied() throws {
        try Workshop.withFolder { path in
            let folder = URL(fileURLWithPath: path, isDirectory: true)
            let one = ResultsFolder(folder.appendingPathComponent("one"))
            let other = ResultsFolder(folder.appendingPathComponent("other"))
            for place in [one, other] {
                try FileManager.default.createDirectory(at: place.url, withIntermediateDirectories: true)
                try place.createSlurm()
                try place.write(submission)
            }
            func kind(_ job: String, _ script: String, seenFrom folder: ResultsFolder) -> DisplacedJob.Kind? {
                DisplacedJob(job, script: script, folder, submission)?.kind
            }
            #expect(kind("12", one.arrayScript.path, seenFrom: one) == nil)
            #expect(kind("13", one.collectScript.path, seenFrom: other) == .original)
            #expect(DisplacedJob("13", script: one.collectScript.path, other, submission)?.place == one.url.path)
            // Slurm counted anew.
            #expect(kind("12", "/home/somebody/job.sh", seenFrom: one) == .another)
            #expect(kind("12", one.url.path + "/array.sbatch", seenFrom: one) == .another)
            // The same file system mounted twice: other folders, but the same record.
            try FileManager.default.removeItem(at: one.file(of: submission))
            try FileManager.default.linkItem(at: other.file(of: submission), to: one.file(of: submission))
            #expect(kind("12", one.arrayScript.path, seenFrom: other) == nil)
            // There it is another sweep's folder now, or none.
            try FileManager.default.removeItem(at: one.file(of: submission))
            #expect(kind("12", one.arrayScript.path, seenFrom: other) == .moved)
            try FileManager.default.removeItem(at: one.url)
            #expect(kind("12", one.arrayScript.path, seenFrom: other) == .moved)
            // Tasks are at work in this folder: their machines have it by another path.
            let shard = other.shards.appendingPathComponent("a/1")
            try FileManager.default.createDirectory(at: shard, withIntermediateDirectories: true)
            let status = RunStatus(
                sweep: "s", program: "sweep 1", supervisor: nil, command: "", progress: RunProgress(lanes: 1, searches: []) { $0.label })
            try status.write(to: shard.appendingPathComponent("status.json"))
            try #require(other.activeShards() == 1)
            #expect(kind("12", one.arrayScript.path, seenFrom: other) == nil)
            try FileManager.default.removeItem(at: shard)
            try FileManager.default.createSymbolicLink(at: one.url, withDestinationURL: other.url)
            #expect(kind("12", one.arrayScript.path, seenFrom: other) == nil, "by another path")
        }
    }

    @Test func onlyTheQueueMakesATaskActive() {
        let running = SlurmTask(job: "12", index: 1, state: "RUNNING").remembered
        #expect(running.state == SlurmTask.lost && !running.isActive)
        #expect(running.reason == "RUNNING by accounting, and not in the queue")
        let done = SlurmTask(job: "12", index: 1, state: "COMPLETED")
        #expect(done.remembered == done)
    }

    @Test func interruptedSubmissions() {
        func queue(_ states: String...) -> SlurmQueue {
            SlurmQueue(tasks: states.enumerated().map { SlurmTask(job: "12", index: $0 + 1, state: $1, reason: "JobHeldUser") })
        }
        var half = submission
        half.collect = nil
        #expect(queue("PENDING", "PENDING").isHalf(half) && !queue("PENDING", "PENDING").isHalf(submission))
        #expect(!queue("PENDING", "RUNNING").isHalf(half), "somebody let it go")
        #expect(!queue("CANCELLED").isHalf(half) && !queue().isHalf(half))
        #expect(queue("PENDING", "RUNNING").held("12").map(\.index) == [1])
        #expect(half.release == "scontrol release 12")
        half.cluster = "lab"
        #expect(half.release == "scontrol --clusters=lab release 12")
    }

    @Test func requeueIsTriedUntilTheEnd() {
        var (clock, pauses, answers) = (0.0, [Double](), [SlurmJob.Requeue]())
        func trying() -> SlurmJob.Requeue {
            SlurmJob.trying {
                100 - clock
            } jitter: {
                1
            } wait: { _, pause in
                pauses.append(pause)
                clock += pause
            } once: {
                answers.isEmpty ? .refused("busy") : answers.removeFirst()
            }
        }
        #expect(trying() == .refused("busy"))
        #expect(pauses == [1, 2, 4, 8, 16, 30, 30] && clock < 100)
        (clock, pauses, answers) = (0, [], [.refused("busy"), .refused("busy"), .done])
        #expect(trying() == .done && pauses == [1, 2])
        (clock, pauses, answers) = (0, [], [.refused("busy"), .cancelled])
        #expect(trying() == .cancelled && pauses == [1])
        (clock, pauses, answers) = (99.5, [], [])
        #expect(trying() == .refused("busy") && pauses.isEmpty)
    }
}
