import Core
import Foundation
import Testing

/// Crashes in whole runs, with real processes and real signals.
@Suite(.serialized) struct CrashTests {
    private let guilty = "R4 DA seed 1"

    /// What a run leaves in which that job simply fails.
    private func plainFailure(_ bench: FaultBench) throws -> [String: Data] {
        let result = try bench.run("plain", ["--no-supervise"], fault: "throw@\(guilty):2")
        #expect(result.status == 1, "\(result.errors)")
        #expect(result.output.contains("failed: \(guilty): training: a planned fault"), "\(result.output)")
        #expect(result.errors.contains("this run is a rehearsal"))
        return try bench.content("plain")
    }

    @Test func `a trap under a supervisor costs one job, which is named, and its neighbours finish`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let expected = try plainFailure(bench)
            // The neighbour is slow, so that it is running when the trap comes.
            let result = try bench.run("r", fault: "trap@\(guilty):2; slow(100)@R4 IR logit ν=1 seed 0:1")
            #expect(result.status == 1, "\(result.errors)")
            #expect(result.errors.contains("warning: the run's process was lost: killed by signal"), "\(result.errors)")
            #expect(result.output.contains("failed: \(guilty): training: its process was lost"), "\(result.output)")
            // The next run would not try it: the command that is printed does.
            #expect(result.output.hasSuffix(" --retry-failed\n"), "\(result.output)")
            let failures = try bench.failures("r")
            #expect(failures.map(\.job.label) == [guilty])
            #expect(failures.first?.kind == .crashed)
            #expect(failures.first?.epoch == 2)
            #expect(failures.first?.detail?.contains("a planned fault") == true, "\(failures)")
            let crashes = try bench.crashes("r")
            #expect(crashes.count == 1)
            #expect(crashes.first?.running.contains(failures[0].id) == true)
            #expect(crashes.first?.detail?.contains("a planned fault") == true)
            #expect(try bench.content("r") == expected)

            // It was running in two crashes, one of them its own alone: it is not run any more.
            let barred = try bench.run("r")
            #expect(barred.status == 1)
            #expect(barred.output.contains("failed: \(guilty): quarantine: it was running in 2 crashes"), "\(barred.output)")
            #expect(barred.output.hasSuffix(" --retry-failed\n"), "\(barred.output)")
            // Put right, and released, it is cleared by finishing.
            let again = try bench.run("r", ["--retry-failed"])
            #expect(again.status == 0, "\(again.errors)")
            #expect(try bench.measured("r") == 6)
        }
    }

    @Test func `isolated jobs have the same bytes, and a crash, an exit and garbage cost one job each`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let whole = try bench.run("whole", ["--no-supervise"])
            #expect(whole.status == 0, "\(whole.errors)")
            let isolated = try bench.run("isolated", ["--isolate", "--no-supervise"])
            #expect(isolated.status == 0, "\(isolated.errors)")
            #expect(try bench.content("isolated") == bench.content("whole"))
            #expect(isolated.output.contains("trained in"))

            let expected = try plainFailure(bench)
            for (action, reason) in [
                ("trap", "killed by signal"), ("oom-kill", "killed by signal 9"), ("exit", "exited with status 0"),
                ("throw", "a planned fault"), ("diverge", "a planned fault"),
            ] {
                let result = try bench.run(action, ["--isolate", "--no-supervise"], fault: "\(action)@\(guilty):2")
                #expect(result.status == 1, "\(action): \(result.errors)")
                let failures = try bench.failures(action)
                #expect(Set(failures.map(\.job.label)) == [guilty])
                #expect(failures.first?.reason.contains(reason) == true, "\(action): \(failures)")
                #expect(try bench.crashes(action).isEmpty)
                #expect(try bench.content(action) == expected, "\(action)")
            }
        }
    }

    @Test func `an exit in the middle and a kill are crashes as well, and a fault that comes once costs nothing`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let whole = try bench.run("whole")
            #expect(whole.status == 0, "\(whole.errors)")
            for action in ["exit", "oom-kill"] {
                let result = try bench.run(action, fault: "\(action)-once@\(guilty):2")
                #expect(result.status == 0, "\(action): \(result.errors)")
                #expect(try bench.crashes(action).count == 1)
                #expect(try bench.failures(action).isEmpty)
                #expect(try bench.content(action) == bench.content("whole"), "\(action)")
            }
        }
    }

    @Test func `without a supervisor a crash ends the run, and the next goes on`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let whole = try bench.run("whole")
            #expect(whole.status == 0, "\(whole.errors)")
            let crashed = try bench.run("r", ["--no-supervise"], fault: "oom-kill-once@\(guilty):2")
            #expect(crashed.status == SIGKILL, "\(crashed.errors)")
            #expect(try bench.crashes("r").isEmpty)
            let again = try bench.run("r", ["--no-supervise"])
            #expect(again.status == 0, "\(again.errors)")
            #expect(try bench.content("r") == bench.content("whole"))
        }
    }

    @Test func `a worker that is killed is started again`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let whole = try bench.run("whole")
            #expect(whole.status == 0, "\(whole.errors)")
            let process = try bench.start("r", fault: "slow(300)@R4 WT seed 0:0; slow(300)@\(guilty):0")
            bench.wait("r", while: process) { $0.contains(where: isStarted) }
            let worker = try #require(bench.worker(of: process))
            kill(worker, SIGKILL)
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
            #expect(try bench.crashes("r").map(\.reason) == ["killed by signal 9 (Killed)"])
            #expect(try bench.content("r") == bench.content("whole"))
        }
    }

    @Test func `a worker ends with its supervisor, and the folder is free`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let whole = try bench.run("whole")
            #expect(whole.status == 0, "\(whole.errors)")
            // Hangs for ever, here and in a process of its own: only the lifeline ends it.
            for way in [[], ["--isolate"]] {
                let name = "r\(way.count)"
                let process = try bench.start(name, way, fault: "hang@\(guilty):2")
                bench.wait(name, while: process) { $0.filter(isStarted).count >= 2 }
                // With --isolate until the job that hangs has its process.
                let family = { bench.descendants(of: process.processIdentifier) }
                while process.isRunning, family().count < (way.isEmpty ? 1 : 2) { usleep(2000) }
                let processes = family()
                #expect(processes.count >= (way.isEmpty ? 1 : 2))
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
                for pid in processes { #expect(bench.isGone(pid)) }
                let again = try bench.run(name, way)
                #expect(again.status == 0, "\(again.errors)")
                #expect(try bench.content(name) == bench.content("whole"))
            }
        }
    }

    @Test func `signals reach the run through its supervisor`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            for (signal, status) in stopSignals {
                for way in [[], ["--isolate"]] {
                    let name = "r\(signal)-\(way.count)"
                    let process = try bench.start(
                        name, way, fault: "slow(300)@R4 WT seed 0:0; slow(300)@R4 WT seed 1:0; slow(300)@\(guilty):0")
                    bench.wait(name, while: process) { $0.contains(where: isStarted) }
                    kill(process.processIdentifier, signal)
                    process.waitUntilExit()
                    #expect(process.terminationStatus == status, "\(signal) \(way)")
                    #expect(process.terminationReason == .exit)
                    #expect(try bench.crashes(name).isEmpty)
                    #expect(try bench.failures(name).isEmpty)
                }
            }
        }
    }

    @Test func `a job that was running in two crashes is not run any more`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let expected = try plainFailure(bench)
            // A crash that only one job can be blamed for, twice, as two evenings' journals would have it.
            let first = try bench.run("r", ["--lanes", "1"], fault: "oom-kill-once@\(guilty):2; throw@\(guilty):3")
            #expect(first.status == 1, "\(first.errors)")
            let crash = try #require(try bench.crashes("r").first)
            #expect(crash.running.count == 1)
            let journal = try JournalWriter(
                folder: bench.results("r").appendingPathComponent("journal").path, shard: "supervisor")
            try journal.append(.crashed(crash))
            try journal.close()
            let second = try bench.run("r")
            #expect(second.status == 1, "\(second.errors)")
            #expect(
                second.output.contains("failed: \(guilty): quarantine: it was running in 2 crashes"), "\(second.output)")
            #expect(try bench.failures("r").last?.kind == .crashed)
            #expect(try bench.content("r") == expected)
            // Named again, not written again.
            let failures = try bench.failures("r").count
            #expect(try bench.run("r").output.contains("quarantine"))
            #expect(try bench.failures("r").count == failures)
        }
    }

    @Test func `planned faults that cannot be read are refused`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let result = try bench.run("r", fault: "explode@\(guilty):2")
            #expect(result.status == 64)
            #expect(result.errors.contains("unknown action 'explode'"), "\(result.errors)")
        }
    }
}
