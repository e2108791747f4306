import Foundation
import Testing

@testable import Core

/// Scripts are an interface: people read and change them.
@Suite struct BatchScriptTests {
    private func script(_ options: BatchOptions, results: String = "/data/nu", name: String = "nu") -> BatchScript {
        BatchScript(options: options, name: name, program: "/opt/sweep", results: results, count: 8)
    }

    @Test func allOptions() {
        var options = BatchOptions()
        (options.partition, options.account, options.time) = ("long", "lab", TimeLimit("2:00:00"))
        (options.cpusPerTask, options.maxRunning, options.nodesExclude) = (4, 50, "node[3-5],node9")
        options.sbatch = ["--mem=4G", "--qos=low -C 'a&b'"]
        options.sbatchCollect = ["--mem=1G"]
        #expect(options.problem == nil)
        #expect(
            script(options).array(TaskList([1, 2, 3, 7])) == """
                #!/bin/sh
                # Written by sweep submit: one task per shard; a task that is run again goes on where it stopped.
                # sweep submit --print shows it without submitting.
                #SBATCH --job-name=sweep-nu
                #SBATCH --array=1-3,7%50
                #SBATCH --nodes=1
                #SBATCH --ntasks=1
                #SBATCH --cpus-per-task=4
                #SBATCH --time=02:00:00
                #SBATCH --partition=long
                #SBATCH --account=lab
                #SBATCH --exclude=node[3-5],node9
                #SBATCH --requeue
                #SBATCH --open-mode=append
                #SBATCH --signal=B:USR1@120
                #SBATCH --output=/data/nu/slurm/log/%A_%a.log
                #SBATCH --mem=4G
                #SBATCH --qos=low -C 'a&b'

                trap '' USR1
                exec /opt/sweep run /data/nu/sweep.yaml \\
                  --results /data/nu --shard "$SLURM_ARRAY_TASK_ID/8" --offline \\
                  --checkpoint-seconds 60

                """)
        #expect(
            script(options).collect == """
                #!/bin/sh
                # Written by sweep submit: makes the tables when all tasks have ended.
                # sweep submit --print shows it without submitting.
                #SBATCH --job-name=sweep-nu-collect
                #SBATCH --nodes=1
                #SBATCH --ntasks=1
                #SBATCH --cpus-per-task=1
                #SBATCH --requeue
                #SBATCH --open-mode=append
                #SBATCH --output=/data/nu/slurm/log/collect-%j.log
                #SBATCH --time=02:00:00
                #SBATCH --partition=long
                #SBATCH --account=lab
                #SBATCH --exclude=node[3-5],node9
                #SBATCH --qos=low
                #SBATCH --constraint='a&b'
                #SBATCH --mem=1G

                exec /opt/sweep collect /data/nu

                """)
    }

    @Test func plain() {
        let text = script(BatchOptions()).array(TaskList([1]))
        #expect(text.contains("#SBATCH --array=1\n") && text.contains("--signal=B:USR1@120\n"))
        for word in ["--time", "--partition", "--account", "--exclude"] { #expect(!text.contains(word)) }
    }

    @Test func whereTasksRunTheCollectingJobRuns() {
        var options = BatchOptions()
        options.sbatch = ["--constr=big", "--time-min=5 --reserv=lab", "--exclusive"]
        let lines = script(options).collect.split(separator: "\n").map(String.init).filter { $0.hasPrefix("#SBATCH ") }
        #expect(Array(lines.suffix(2)) == ["#SBATCH --constr=big", "#SBATCH --reserv=lab"])
    }

    @Test func strangeNames() {
        let text = script(BatchOptions(), results: "/a b/100%/it's", name: "ν search").array(TaskList([1]))
        #expect(text.contains("#SBATCH --job-name=sweep-__search\n"))
        #expect(text.contains(#"--output='/a b/100%%/it'\''s/slurm/log/%A_%a.log'"#))
        #expect(text.contains(#"run '/a b/100%/it'\''s/sweep.yaml' "#))
    }

    @Test func warningsFollowTheTime() {
        var options = BatchOptions()
        for (time, seconds) in [("1", 10), ("10", 60), ("1:00:00", 120)] {
            options.time = TimeLimit(time)
            #expect(options.warning == seconds)
        }
    }

    @Test func whatCannotStandInAScript() {
        func problem(_ change: (inout BatchOptions) -> Void) -> String? {
            var options = BatchOptions()
            change(&options)
            return options.problem
        }
        #expect(problem { $0.partition = "a\n#SBATCH -x" }?.hasPrefix("--partition: ") == true)
        #expect(problem { $0.account = "two words" } == "--account: expected a name, found 'two words'")
        #expect(problem { $0.nodesExclude = "" }?.hasPrefix("--nodes-exclude: ") == true)
        #expect(problem { $0.sbatch = ["mem=4G"] } == "--sbatch: expected options of sbatch, as in '--mem=4G', found 'mem=4G'")
        #expect(problem { $0.sbatch = ["--mem 4G --qos low"] } == nil)
        #expect(problem { $0.sbatchCollect = ["mem=4G"] }?.hasPrefix("--sbatch-collect: ") == true)
        #expect(problem { $0.sbatchCollect = ["--time=30", "--mem=1G"] } == nil)
        #expect(
            problem { $0.sbatch = ["--mem=4G --wait"] }
                == "--sbatch: expected options that sweep submit does not set itself, found '--wait' in '--mem=4G --wait'")
        #expect(problem { $0.cpusPerTask = 0 } == "--cpus-per-task: expected 1 or more, found 0")
        #expect(problem { $0.maxRunning = 0 } == "--max-running: expected 1 or more, found 0")
    }

    @Test func whereLogsHaveNoNames() {
        #expect(BatchScript.problem(ofResults: "/a b/it's/100%") == nil)
        #expect(BatchScript.problem(ofResults: #"/a\b"#)?.contains("without a backslash") == true)
        #expect(BatchScript.problem(ofResults: "/a\nb")?.contains("without a line break") == true)
    }
}
