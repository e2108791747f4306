import Testing

@testable import Core

/// What sbatch would read.
@Suite struct SbatchOptionTests {
    private func options(_ line: String) -> [SbatchOption] { SbatchOption.all(line) }

    @Test func words() {
        #expect(options("--mem=4G --qos low") == [SbatchOption("mem", "4G"), SbatchOption("qos", "low")])
        #expect(options("--exclusive --comment='two words -a'") == [
            SbatchOption("exclusive"), SbatchOption("comment", "two words -a"),
        ])
        #expect(options(#"--comment="it's" -p long"#) == [SbatchOption("comment", "it's"), SbatchOption("partition", "long")])
        #expect(options("-plong -t 30 # -a 1") == [SbatchOption("partition", "long"), SbatchOption("time", "30")])
        #expect(options("-QWp long") == [SbatchOption("-Q"), SbatchOption("wait"), SbatchOption("partition", "long")])
        #expect(options(#"--comment=a\ --wait"#) == [SbatchOption("comment", "a --wait")])
        #expect(options("").isEmpty && options("word").isEmpty)
    }

    @Test func scripts() {
        let script = "#!/bin/sh\n#SBATCH --time=30\n# --wait\n#SBATCH -p long --mem=1G\n\nexec sweep run --shard 1/2\n"
        #expect(SbatchOption.all(script: script).map(\.name) == ["time", "partition", "mem"])
    }

    @Test(arguments: [
        "--wait", "-W", "--wai", "-QW", "--array=1-3", "-a 1", "--arr=1", "--clusters=x", "-M x", "--output=x", "-ox",
        "--dependency=afterok:1", "-d afterok:1", "--hold", "-H", "--parsable", "--test-only", "--wrap=true", "--no-requeue", "--help",
        "--mem=4G --wait", "--", "--version", "-V",
    ])
    func whatIsRefused(_ line: String) { #expect(options(line).contains { !$0.isAllowed }) }

    @Test(arguments: [
        "--mem=4G", "--qos=low", "--time=30", "-v", "--wait-all-nodes=1", "--export=ALL", "--signal=B:USR1@300", "-c 4",
        "--cluster-constraint=x", "--comment='--wait'", "-C a", "--nodelist=a", "--open-mode=append", "--requeue", "-s",
    ])
    func whatIsNot(_ line: String) { #expect(options(line).allSatisfy { $0.isAllowed }) }

    // MARK: - The environment

    private let script = "#!/bin/sh\n#SBATCH --array=1-3\n#SBATCH --partition=long\n#SBATCH --mem-per-cpu=1G\n"

    @Test func theScriptCountsMoreThanTheEnvironment() {
        let given = [
            "PATH": "/bin", "SLURM_CONF": "/etc/slurm.conf", "SWEEP_DATA": "/data", "SBATCH_ACCOUNT": "lab", "SBATCH_QOS": "low",
            "SBATCH_TIMELIMIT": "30", "SBATCH_EXPORT": "NONE",
        ]
        let dropped = [
            "SBATCH_PARTITION": "short", "SBATCH_WAIT": "1", "SBATCH_NO_REQUEUE": "1", "SBATCH_ARRAY_INX": "7",
            "SBATCH_OPEN_MODE": "truncate", "SBATCH_OUTPUT": "/x", "SBATCH_SIGNAL": "INT", "SBATCH_TEST_ONLY": "1",
            "SBATCH_CLUSTERS": "x", "SLURM_CLUSTERS": "x", "SBATCH_MEM_PER_NODE": "1G", "SBATCH_OF_TOMORROW": "1",
            "SWEEP_END_TIME": "1766000000", "SLURM_JOB_END_TIME": "1766000000", "SLURM_ARRAY_TASK_ID": "3",
        ]
        let all = given.merging(dropped) { $1 }
        #expect(SlurmEnvironment.submitting(all, script: script) == given)
        // Where nobody said anything else.
        #expect(SlurmEnvironment.submitting(all, script: "")["SBATCH_PARTITION"] == "short")
        #expect(SlurmEnvironment.submitting(all, script: "#SBATCH --time=30\n")["SBATCH_TIMELIMIT"] == nil)
    }

    @Test func abbreviationsInTheScriptCountMoreToo() {
        let given = ["SBATCH_PARTITION": "short", "SBATCH_GPUS_PER_NODE": "2", "SBATCH_CONSTRAINT": "big"]
        let left = SlurmEnvironment.submitting(given, script: "#SBATCH --part=long --gpus=1\n")
        #expect(left == ["SBATCH_GPUS_PER_NODE": "2", "SBATCH_CONSTRAINT": "big"])
    }

    /// A task that submits would have its own restarts counted as those of what it submits: that would never be put back.
    @Test(arguments: ["SLURM_RESTART_COUNT", "SLURM_JOB_ID", "SLURM_STEP_ID", "SLURM_NTASKS", "SLURM_CPUS_PER_TASK", "SLURM_MEM_PER_NODE"])
    func `what an outer job was told is not handed on`(_ name: String) {
        #expect(SlurmEnvironment.submitting(["PATH": "/bin", name: "2"], script: script) == ["PATH": "/bin"])
    }

    @Test func nothingHidesJobs() {
        let given = ["PATH": "/bin", "SLURM_CONF": "/etc/slurm.conf"]
        let dropped = [
            "SQUEUE_PARTITION": "x", "SQUEUE_USERS": "x", "SQUEUE_NAMES": "x", "SACCT_FORMAT": "x", "SCANCEL_STATE": "PENDING",
            "SCONTROL_ALL": "1", "SLURM_CLUSTERS": "x",
        ]
        var expected = given
        expected["SLURM_TIME_FORMAT"] = "%s"
        #expect(SlurmEnvironment.asking(given.merging(dropped) { $1 }) == expected)
    }

    @Test func numbersOfJobs() throws {
        let named = try #require(SlurmCommand.number("123;lab\n"))
        #expect(named.job == "123" && named.cluster == "lab")
        let plain = try #require(SlurmCommand.number("advice of this site\n 124 \n"))
        #expect(plain.job == "124" && plain.cluster == nil)
        for text in ["", "Submitted batch job 12", "x;1", ";lab"] { #expect(SlurmCommand.number(text) == nil, "\(text)") }
    }
}
