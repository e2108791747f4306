import Foundation
import Testing

@testable import Core

/// What Slurm writes and what it is given.
@Suite struct SlurmTextTests {
    @Test(arguments: [
        ("90", 5400), ("1", 60), ("2:30", 150), ("1:30:00", 5400), ("2-3", 183_600), ("2-03:04", 183_840),
        ("1-02:03:04", 93_784), ("0:10", 10), ("0-0:0:5", 5),
    ])
    func timeLimits(_ text: String, _ seconds: Int) throws {
        let limit = try #require(TimeLimit(text))
        #expect(limit.seconds == seconds)
        #expect(TimeLimit(limit.description) == limit, "\(limit)")
    }

    @Test(arguments: [
        "", "0", "-1", "1:2:3:4", "1-", "-", "1-2:3:4:5", "a", "1.5", "1:", ":1", " 1", "UNLIMITED", "1-2-3", "99999999999999",
        "٣",
    ])
    func noTimeLimits(_ text: String) { #expect(TimeLimit(text) == nil) }

    @Test func shardNumbers() throws {
        let number = try #require(ShardNumber("3/8"))
        #expect(number.index == 3 && number.count == 8 && "\(number)" == "3/8" && number.padded == "00003")
        #expect(ShardNumber("8/8") != nil && ShardNumber("1/1") != nil)
        for text in ["0/8", "9/8", "3", "3/", "/8", "3/8/1", "-3/8", "+3/8", "a/b", "3 / 8", "1/99999999999"] {
            #expect(ShardNumber(text) == nil, "\(text)")
        }
    }

    @Test func taskLists() throws {
        #expect(TaskList([7, 1, 3, 2, 2, 9, 10]).description == "1-3,7,9-10")
        #expect(TaskList("1-3,7,9-10")?.numbers == [1, 2, 3, 7, 9, 10])
        #expect(TaskList("[5-8%2]")?.numbers == [5, 6, 7, 8])
        #expect(TaskList("1-9:4")?.numbers == [1, 5, 9])
        #expect(TaskList("4")?.numbers == [4])
        for text in ["", "a", "3-1", "1,,2", "1-2-3", "1:0", "-1", "1-", "0-99999999999"] {
            #expect(TaskList(text) == nil, "\(text)")
        }
    }

    @Test func limits() {
        let text = """
            Configuration data as of 2026-11-21T20:15:00
            AccountingStorageType   = accounting_storage/none
            MaxArraySize            = 501
            MaxJobCount             = 20000
            MaxJobId                = 67043328
            """
        let limits = SlurmLimits(config: text)
        #expect(limits.maxArraySize == 501 && limits.maxJobCount == 20_000 && limits.mostShards == 500)
        #expect(SlurmLimits(config: "").mostShards == 1000)
        #expect(SlurmLimits(config: "SchedulerParameters = bf_interval=2,max_array_tasks=300").mostShards == 300)
        #expect(SlurmLimits(config: "SchedulerParameters = (null)").mostShards == 1000)
        #expect(SlurmLimits(config: "MaxArraySize = 0").mostShards == 0)
        #expect(SlurmLimits(config: "MaxArraySize = many").mostShards == 1000)
        #expect(SlurmLimits(config: "MaxArraySize = 1000001\nMaxJobCount=10000").mostShards == 9999)
    }

    @Test func queue() {
        let text = """
            12|3|RUNNING|1:02|lab0|None
            12|4|PENDING|0:00||Resources
            13|N/A|PENDING|0:00||Dependency
            12|[5-6%2]|PENDING|0:00||JobArrayTaskLimit
            not a line
            12|7|FAILED|0:01|lab0|NonZeroExitCode
            14|1|PENDING|0:00||ReqNodeNotAvail, UnavailableNodes:lab0|short,long|/s|cratch/a | b/slurm/array.sbatch
            14|2|PENDING|0:00||None|short|/r/slurm/array.sbatch
            """
        #expect(
            SlurmTask.queue(text) == [
                SlurmTask(job: "12", index: 3, state: "RUNNING", elapsed: "1:02", node: "lab0"),
                SlurmTask(job: "12", index: 4, state: "PENDING", elapsed: "0:00", reason: "Resources"),
                SlurmTask(job: "13", state: "PENDING", elapsed: "0:00", reason: "Dependency"),
                SlurmTask(job: "12", index: 5, state: "PENDING", elapsed: "0:00", reason: "JobArrayTaskLimit"),
                SlurmTask(job: "12", index: 6, state: "PENDING", elapsed: "0:00", reason: "JobArrayTaskLimit"),
                SlurmTask(job: "12", index: 7, state: "FAILED", elapsed: "0:01", node: "lab0", reason: "NonZeroExitCode"),
                SlurmTask(
                    job: "14", index: 1, state: "PENDING", elapsed: "0:00", reason: "ReqNodeNotAvail, UnavailableNodes:lab0",
                    partition: "short,long", script: "/s|cratch/a | b/slurm/array.sbatch"),
                SlurmTask(
                    job: "14", index: 2, state: "PENDING", elapsed: "0:00", partition: "short", script: "/r/slurm/array.sbatch"),
            ])
    }

    @Test func accounting() {
        let text = """
            12_3|COMPLETED|00:01:02|lab0|0:0
            12_4|CANCELLED by 1000|00:00:00|None assigned|0:0
            12_[5-6]|PENDING|00:00:00|None assigned|0:0
            13|FAILED|00:00:01|lab0|1:0
            12_3.batch|COMPLETED|
            """
        #expect(
            SlurmTask.accounting(text) == [
                SlurmTask(job: "12", index: 3, state: "COMPLETED", elapsed: "00:01:02", node: "lab0"),
                SlurmTask(job: "12", index: 4, state: "CANCELLED", elapsed: "00:00:00"),
                SlurmTask(job: "12", index: 5, state: "PENDING", elapsed: "00:00:00"),
                SlurmTask(job: "12", index: 6, state: "PENDING", elapsed: "00:00:00"),
                SlurmTask(job: "13", state: "FAILED", elapsed: "00:00:01", node: "lab0", reason: "exit status 1:0"),
            ])
    }

    @Test func factsOfJobs() throws {
        let text = """
            JobId=14 ArrayJobId=12 ArrayTaskId=3 JobName=sweep-x UserId=u(1) JobState=RUNNING Reason=None Restarts=1 \
            RunTime=00:00:05 EndTime=1766000000 NodeList=lab0 Command=/a/JobState=FAILED Comment=JobState=FAILED
            JobId=12 ArrayJobId=12 ArrayTaskId=4-5%2 JobState=PENDING Reason=Resources NodeList=(null)
            slurm_load_jobs error: Invalid job id specified
            """
        let facts = SlurmJobFacts.all(text)
        #expect(facts.count == 2 && facts[0].state == "RUNNING" && facts[0]["Restarts"] == "1")
        #expect(Deadline.end(facts[0]) == 1_766_000_000)
    }

    @Test func ends() throws {
        #expect(Deadline.end(environment: ["SLURM_JOB_END_TIME": "1766000000"]) == 1_766_000_000)
        #expect(Deadline.end(environment: ["SLURM_JOB_END_TIME": "soon"]) == nil && Deadline.end(environment: [:]) == nil)
        let zone = try #require(TimeZone(secondsFromGMT: 3600))
        #expect(Deadline.time("2026-11-21T20:15:00", zone: zone) == 1_795_288_500)
        #expect(Deadline.time("Unknown") == nil && Deadline.time("") == nil)
        // A tenth of what is left, ten seconds to two minutes; never more than there is.
        #expect(Deadline(end: 1000 + 600, now: 1000).stop == 1540)
        #expect(Deadline(end: 1000 + 86_400, now: 1000).margin == 120)
        #expect(Deadline(end: 1000 + 50, now: 1000).margin == 10)
        #expect(Deadline(end: 1000 + 5, now: 1000).stop == 1000)
        #expect(Deadline(end: 1000, now: 2000).stop == 1000)
    }

    @Test func jobsFromTheEnvironment() {
        #expect(SlurmJob(environment: [:]) == nil && SlurmJob(environment: ["SLURM_JOB_ID": "x; rm"]) == nil)
        #expect(SlurmJob(environment: ["SLURM_JOB_ID": "7"])?.label == "7")
        let task = SlurmJob(
            environment: ["SLURM_JOB_ID": "9", "SLURM_ARRAY_JOB_ID": "7", "SLURM_ARRAY_TASK_ID": "2"])
        #expect(task?.label == "7_2")
    }

    @Test func `a job that Slurm has put back is not put back again`() throws {
        let first = try #require(SlurmJob(environment: ["SLURM_JOB_ID": "7"]))
        let second = try #require(SlurmJob(environment: ["SLURM_JOB_ID": "7", "SLURM_RESTART_COUNT": "1"]))
        func ending(_ job: SlurmJob, _ state: String, restarts: Int, late: Bool = false) -> SlurmJob.Requeue? {
            job.ending(SlurmJobFacts("JobId=7 JobState=\(state) Restarts=\(restarts)")) { late }
        }
        for state in ["RUNNING", "COMPLETING"] {
            #expect(ending(first, state, restarts: 1) == .done)
            #expect(ending(second, state, restarts: 2) == .done)
        }
        #expect(ending(second, "RUNNING", restarts: 1) == nil)
        for state in ["PENDING", "REQUEUED"] { #expect(ending(first, state, restarts: 0) == .done) }
        // `scontrol requeuehold`, and one that was put back after `scontrol hold`: it goes on by nobody's doing but a person's.
        for state in ["REQUEUE_HOLD", "SPECIAL_EXIT"] { #expect(ending(first, state, restarts: 0) == .held) }
        for reason in ["JobHeldUser", "JobHeldAdmin", "job_requeued_in_held_state"] {
            #expect(ending(first, "PENDING Reason=\(reason)", restarts: 1) == .held)
            #expect(ending(first, "COMPLETING Reason=\(reason)", restarts: 1) == .held)
        }
        #expect(ending(first, "PENDING Reason=BeginTime", restarts: 1) == .done)
        // Somebody took it off; or its time is over, and it may still be put back.
        #expect(ending(second, "COMPLETING", restarts: 1) == .cancelled)
        #expect(ending(second, "COMPLETING", restarts: 1, late: true) == nil)
        #expect(ending(first, "CANCELLED", restarts: 0, late: true) == .cancelled)
    }

    @Test func theNarrowestCounts() {
        let cgroup = CPUQuota(cpus: 1.5, source: "/sys/fs/cgroup/cpu.max")
        func narrowest(_ quota: CPUQuota?, _ variables: [String: String]) -> CPUQuota? {
            .narrowest(quota, environment: variables)
        }
        #expect(narrowest(cgroup, ["SLURM_CPUS_PER_TASK": "1"]) == cgroup, "outside of a job")
        let job = ["SLURM_JOB_ID": "7"]
        #expect(narrowest(nil, job) == nil)
        #expect(narrowest(cgroup, job.merging(["SLURM_CPUS_PER_TASK": "2"]) { $1 }) == cgroup)
        #expect(narrowest(cgroup, job.merging(["SLURM_CPUS_PER_TASK": "1"]) { $1 })?.source == "SLURM_CPUS_PER_TASK")
        #expect(narrowest(nil, job.merging(["SLURM_CPUS_ON_NODE": "4"]) { $1 })?.cpus == 4)
        #expect(narrowest(nil, job.merging(["SLURM_CPUS_PER_TASK": "many"]) { $1 }) == nil)
    }
}
