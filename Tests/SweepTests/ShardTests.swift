import Foundation
import Testing

@testable import Core

/// Parts of a sweep in processes of their own, as a batch system starts them, with stand-ins for Slurm's programs.
@Suite(.serialized) struct ShardTests {
    @Test func `three shards and collect leave what one run leaves`() throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, smallSweep)
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
            let bench = try ShardBench(folder, ShardBench.sweep)
            let log = folder.appendingPathComponent("log").path
            let tools = try bench.tools([
                "scontrol": "echo \"$*\" >> '\(log)'; [ \"$1\" = show ] && echo JobId=77 JobState=RUNNING EndTime=Unknown; exit 0"
            ])
            let environment = [
                "PATH": "\(tools):/usr/bin:/bin", "SLURM_JOB_ID": "77", "SLURM_ARRAY_JOB_ID": "70",
                "SLURM_ARRAY_TASK_ID": "1", "SLURM_CPUS_PER_TASK": "1", "SWEEP_FAULT": ShardBench.slow(),
            ]
            let output = folder.appendingPathComponent("o")
            try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
            let results = bench.results("r")
            let process = try bench.program.start(
                ["run", bench.file, "--results", results.path, "--shard", "1/1"] + way, environment: environment,
                output: output)
            while process.isRunning, !bench.hasBegun("r", of: 1) { usleep(5000) }
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

    /// What a task says whose time, as Slurm has told it, is over before its work is.
    /// - Parameters:
    ///   - seconds: that it is given.
    ///   - tools: a folder with stand-ins for Slurm's programs.
    private func stopped(_ bench: ShardBench, after seconds: Double, _ tools: String) throws -> Program.Result {
        let end = Date.now.timeIntervalSince1970 + seconds
        let stopped = try bench.shard(
            "1/1", "r",
            [
                "PATH": "\(tools):/usr/bin:/bin", "SLURM_JOB_ID": "77", "SLURM_JOB_END_TIME": "\(end)",
                "SWEEP_FAULT": ShardBench.slow(1000),
            ])
        #expect(stopped.status == 138, "\(stopped.output)\(stopped.errors)")
        return stopped
    }

    @Test func `a run stops before its time is over, and a cancelled task is not put back`() throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            let log = folder.appendingPathComponent("log").path
            let tools = try bench.tools([
                "scontrol": "echo \"$*\" >> '\(log)'; echo JobId=77 JobState=CANCELLED EndTime=Unknown; exit 0"
            ])
            let stopped = try stopped(bench, after: 12, tools)
            #expect(stopped.output.contains("the time is over in "), "\(stopped.output)")
            #expect(stopped.errors.contains("task 77 was cancelled"), "\(stopped.errors)")
            #expect(try !String(contentsOfFile: log, encoding: .utf8).contains("requeue"))
        }
    }

    /// A task that hears of its end, as with --signal=B:USR1@120, once it is at work.
    /// - Parameters:
    ///   - known: seconds to the end that the task was told at its start.
    ///   - actual: to the one that Slurm has meanwhile.
    ///   - milliseconds: that every epoch takes more.
    private func warned(
        _ bench: ShardBench, known: Int, actual: Int, slow milliseconds: Int
    ) throws -> ShardBench.Started {
        let now = Int(Date.now.timeIntervalSince1970)
        let tools = try bench.tools(["scontrol": "echo JobId=77 JobState=RUNNING EndTime=\(now + actual)"])
        let results = bench.results("r")
        let task = try bench.start(
            ["run", bench.file, "--results", results.path, "--shard", "1/1"],
            [
                "PATH": "\(tools):/usr/bin:/bin", "SLURM_JOB_ID": "77", "SLURM_JOB_END_TIME": "\(now + known)",
                "SLURM_CPUS_PER_TASK": "1", "SWEEP_FAULT": ShardBench.slow(milliseconds),
            ], "o")
        #expect(task.waits { bench.hasBegun("r", of: 1) })
        kill(task.process.processIdentifier, SIGUSR1)
        return task
    }

    @Test func `a warning long before the known end is only a hint`() throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            let task = try warned(bench, known: 3600, actual: 3600, slow: 200)
            #expect(task.end() == 0, "\(task.output)\(task.errors)")
            #expect(task.output.contains("Slurm warns of the end, which is in "), "\(task.output)")
            #expect(try bench.run(["collect", bench.results("r").path]).status == 0)
        }
    }

    /// A warning of an end that is nearer than was known: another task is to have the place.
    @Test func `a warning counts where Slurm has set another end meanwhile`() throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            let task = try warned(bench, known: 3600, actual: 5, slow: 1000)
            #expect(task.end() == 138, "\(task.output)\(task.errors)")
            #expect(task.output.contains("the time is over in "), "\(task.output)")
        }
    }

    @Test func `where Slurm is busy a task asks again to be put back into the queue`() throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            let once = folder.appendingPathComponent("once").path
            let tools = try bench.tools([
                "scontrol": """
                    case $1 in requeue) [ -e '\(once)' ] && exit 0; : > '\(once)'; echo 'error: too busy' >&2; exit 1;; esac
                    echo JobId=77 JobState=RUNNING EndTime=Unknown
                    """
            ])
            let stopped = try stopped(bench, after: 14, tools)
            #expect(stopped.errors.contains("back into the queue yet: error: too busy; tried again in "), "\(stopped.errors)")
            #expect(stopped.errors.contains("task 77 goes on when Slurm has room"), "\(stopped.errors)")
        }
    }

    @Test func `a controller that does not answer takes no time from the stop`() throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            let once = folder.appendingPathComponent("once").path
            let tools = try bench.tools([
                "scontrol": """
                    case $1 in show) [ -e '\(once)' ] || { : > '\(once)'; sleep 60; };; esac
                    echo JobId=77 JobState=RUNNING EndTime=Unknown
                    """
            ])
            let start = Date.now
            let stopped = try stopped(bench, after: 14, tools)
            #expect(FileManager.default.fileExists(atPath: once))
            #expect(stopped.output.contains("the time is over in "), "\(stopped.output)")
            // Long before the controller's answer.
            #expect(Date.now.timeIntervalSince(start) < 50)
        }
    }

    /// A task whose time is over, with a stand-in for what Slurm answers.
    /// - Parameter requeue: shell words for `scontrol requeue`; what it puts into the file at `$asked` is shown of the job then.
    private func outOfTime(_ requeue: String) throws -> (end: Program.Result, asked: Int) {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            let (log, asked) = (folder.appendingPathComponent("log").path, folder.appendingPathComponent("asked").path)
            let tools = try bench.tools([
                "scontrol": """
                    echo "$*" >> '\(log)'
                    asked='\(asked)'
                    case $1 in requeue) \(requeue);; esac
                    state='JobState=RUNNING Restarts=0'
                    if [ -e "$asked" ]; then read -r state < "$asked"; fi
                    echo "JobId=77 $state EndTime=Unknown"
                    """
            ])
            let stopped = try stopped(bench, after: 14, tools)
            return (stopped, try String(contentsOfFile: log, encoding: .utf8).components(separatedBy: "requeue 77").count - 1)
        }
    }

    /// Slurm ends all processes of a job that is put back, and with them the program that asked for it.
    @Test func `what asks Slurm to put a task back outlasts the end that follows`() throws {
        // Read without a process of the shell's own: waiting for one, some shells let signals through again.
        let (stopped, asked) = try outOfTime(
            """
            while read -r key mask; do [ "$key" = SigBlk: ] && break; done < /proc/$$/status
            [ $((0x$mask >> 14 & 1)) = 1 ] && exit 0
            echo "SIGTERM comes through: $mask" >&2; exit 1
            """)
        #expect(stopped.errors.contains("task 77 goes on when Slurm has room"), "\(stopped.errors)")
        #expect(asked == 1)
    }

    /// The answer was lost on the way.
    @Test(arguments: [
        ("COMPLETING Restarts=1", "goes on when Slurm has room"), ("COMPLETING Restarts=0", "was cancelled"),
        ("REQUEUE_HOLD Restarts=1", "is back in the queue, but held: it goes on when somebody lets it go: scontrol release 77\n"),
        ("PENDING Reason=JobHeldUser Restarts=1", "is back in the queue, but held: "),
    ])
    func `a task that Slurm ends already is not put back once more`(_ state: String, _ told: String) throws {
        let (stopped, asked) = try outOfTime("echo 'JobState=\(state)' > \"$asked\"; exit 1")
        #expect(stopped.errors.contains("task 77 \(told)"), "\(stopped.errors)")
        #expect(!stopped.errors.contains("yet") && asked == 1, "\(stopped.errors)")
    }

    @Test func `the collecting job waits for a run on one machine, and a person is told`() throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            #expect(try bench.shard("1/1", "r").status == 0)
            let results = bench.results("r")
            var lock: ResultsLock? = try ResultsLock(folder: results.path)
            let job = try bench.start(["collect", results.path], ["SLURM_JOB_ID": "78"], "o")
            #expect(job.waits { job.errors.contains("note: waiting for it: ") }, "\(job.errors)")
            #expect(job.process.isRunning)
            withExtendedLifetime(lock) {}
            lock = nil
            #expect(job.end() == 0, "\(job.errors)")
            #expect(FileManager.default.fileExists(atPath: results.appendingPathComponent("jobs.csv").path))
        }
    }

    /// A task on another machine may be writing them at this moment.
    @Test func `a run on one machine leaves the temporary files of tasks alone`() throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            #expect(try bench.shard("1/1", "r").status == 0)
            let (young, old) = (".a.safetensors.1-2.tmp", ".b.safetensors.1-2.tmp")
            let models = bench.results("r").appendingPathComponent("models")
            for name in [young, old] { try Data("x".utf8).write(to: models.appendingPathComponent(name)) }
            try FileManager.default.setAttributes(
                [.modificationDate: Date.now - 100_000], ofItemAtPath: models.appendingPathComponent(old).path)
            #expect(try bench.run(["run", bench.file, "--results", bench.results("r").path]).status == 0)
            let names = try FileManager.default.contentsOfDirectory(atPath: models.path)
            #expect(names.contains(young) && !names.contains(old))
        }
    }

    /// The last process that began may have ended while others work, and one that was killed leaves no word of its end.
    @Test func `a shard at work is told of, one that was killed is not`() throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            let results = bench.results("r")
            let task = try bench.start(
                ["run", bench.file, "--results", results.path, "--shard", "1/2", "--no-supervise"],
                ["SWEEP_FAULT": ShardBench.slow(3000)], "o")
            let file = results.appendingPathComponent("shards/hand-2/00001/status.json")
            #expect(task.waits { RunStatus(contentsOf: file) != nil }, "\(task.errors)")
            #expect(task.waits { bench.hasBegun("r", of: 2) })
            // It began later, and has ended.
            #expect(try bench.shard("2/2", "r").status == 0)
            func answers() throws -> (text: String, json: String, page: String) {
                _ = try bench.run(["report", results.path, "--open-none"])
                return (
                    try bench.run(["status", results.path]).output, try bench.run(["status", results.path, "--json"]).output,
                    try String(contentsOf: results.appendingPathComponent("report.html"), encoding: .utf8)
                )
            }
            let during = try answers()
            #expect(during.text.hasPrefix("shard 1/2: running, process \(task.process.processIdentifier) on "), "\(during.text)")
            let collect = "\(bench.program.url.path) collect \(results.path)"
            #expect(during.text.hasSuffix("when all shards have ended, \(collect) makes the tables\n"), "\(during.text)")
            #expect(during.json.contains("\"state\":\"running\"") && !during.json.contains("\"command\":\"\(bench.program.url.path)"))
            #expect(during.page.contains(/networks? begun/) && !during.page.contains(/networks? interrupted/))
            kill(task.process.processIdentifier, SIGKILL)
            _ = task.end()
            let after = try answers()
            #expect(!after.text.contains("running") && after.text.contains("go on with: "), "\(after.text)")
            #expect(!after.json.contains("\"state\":\"running\""), "\(after.json)")
            #expect(after.page.contains(/networks? interrupted/) && !after.page.contains(/networks? begun/))
        }
    }

    @Test func `bad words for shards and times`() throws {
        try withFolder { folder in
            let bench = try ShardBench(folder, ShardBench.sweep)
            let forms = ["--shard": "expected i/n, the i-th of n parts", "--time": "expected minutes, hours:minutes:seconds"]
            for (option, value) in [("--shard", "3/2"), ("--shard", "0/2"), ("--shard", "x"), ("--time", "soon"), ("--time", "0")] {
                let found = try bench.run(["run", bench.file, "--results", bench.results("r").path, option, value])
                #expect(found.status == 64, "\(option) \(value): \(found.errors)")
                #expect(found.errors.contains(try #require(forms[option])), "\(found.errors)")
            }
            #expect(!FileManager.default.fileExists(atPath: bench.results("r").path))
        }
    }
}
