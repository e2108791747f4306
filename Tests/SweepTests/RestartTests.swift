@testable import Core
import Foundation
import Testing

/// Runs whose process is lost while nothing else can begin: real processes, real signals, pauses of a tenth of a second.
@Suite(.serialized) struct RestartTests {
    private let guilty = "R4 DA seed 1"
    /// One job after the other, each slow enough to be met.
    private let slow = "slow(200)@R4 WT seed 0:0; slow(200)@R4 WT seed 1:0; slow(200)@R4 DA seed 0:0; slow(200)@R4 DA seed 1:0"

    private func wait(for process: Process, _ isTrue: () -> Bool) { while process.isRunning, !isTrue() { usleep(2000) } }

    /// Kills the worker of a run while its supervisor stands still, and keeps the results folder from who comes next.
    private func lose(_ bench: FaultBench, _ name: String, _ process: Process) throws -> ResultsLock {
        bench.wait(name, while: process) { $0.contains(where: isStarted) }
        let worker = try #require(bench.worker(of: process))
        kill(process.processIdentifier, SIGSTOP)
        defer { kill(process.processIdentifier, SIGCONT) }
        kill(worker, SIGKILL)
        return try ResultsLock(folder: bench.results(name).path, patience: 120)
    }

    @Test func `a crash that cannot be written down is tried until it can, and the run goes on`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let whole = try bench.run("whole")
            #expect(whole.status == 0, "\(whole.errors)")
            let process = try bench.start("r", fault: slow)
            var lock: ResultsLock? = try lose(bench, "r", process)
            wait(for: process) { bench.said("r").errors.contains("(2 of 300)") }
            let errors = bench.said("r").errors
            #expect(
                errors.contains("warning: the run's process was lost: killed by signal 9 (Killed). That could not be written down: "),
                "\(errors)")
            #expect(errors.contains("is in use by process") && errors.contains("; tried again in 0.1 s (1 of 300)"), "\(errors)")
            #expect(process.isRunning && lock != nil)
            lock = nil
            process.waitUntilExit()
            #expect(process.terminationStatus == 0, "\(bench.said("r").errors)")
            #expect(try bench.crashes("r").count == 1)
            #expect(try bench.content("r") == bench.content("whole"))
        }
    }

    @Test func `a restart that is refused, and one that is killed while it loads, are tried again`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let whole = try bench.run("whole")
            #expect(whole.status == 0, "\(whole.errors)")
            // After the crash the sweep file is away, as on a disk that is.
            let process = try bench.start("r", fault: slow)
            bench.wait("r", while: process) { $0.contains(where: isStarted) }
            let worker = try #require(bench.worker(of: process))
            let file = folder.appendingPathComponent("r.yaml")
            let away = folder.appendingPathComponent("away.yaml")
            try FileManager.default.moveItem(at: file, to: away)
            kill(worker, SIGKILL)
            wait(for: process) { bench.said("r").errors.contains("(2 of 300)") }
            #expect(
                bench.said("r").errors.contains("the run did not begin again: its process exited with status 64; tried again"),
                "\(bench.said("r").errors)")
            // The next one finds the folder taken for a while, and is killed before it gives up.
            var lock: ResultsLock? = try ResultsLock(folder: bench.results("r").path, patience: 120)
            try FileManager.default.moveItem(at: away, to: file)
            wait(for: process) {
                bench.worker(of: process).map { _ = kill($0, SIGKILL) }
                return bench.said("r").errors.contains("killed by signal 9 (Killed), before any job began; tried again")
            }
            #expect(process.isRunning && lock != nil)
            lock = nil
            process.waitUntilExit()
            #expect(process.terminationStatus == 0, "\(bench.said("r").errors)")
            // Those in which nothing had begun are no crashes of anybody's.
            #expect(try bench.crashes("r").count == 1)
            #expect(try bench.content("r") == bench.content("whole"))
        }
    }

    @Test func `while a restart is waited for, status says who waits and gives the run's own command`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            _ = try bench.run("first", ["--set", "methods=[WT]"])
            let reuse = ["--supervise", "--reuse", bench.results("first").path]
            let process = try bench.start(
                "r", reuse, fault: "slow(1500)@R4 DA seed 0:0; slow(1500)@R4 DA seed 1:0", pauses: "60,60")
            bench.wait("r", while: process) { $0.contains(where: isStarted) }
            let status = bench.results("r").appendingPathComponent("status.json")
            wait(for: process) { RunStatus(contentsOf: status)?.supervisor == process.processIdentifier }
            let worker = try #require(bench.worker(of: process))
            // The next one takes the folder, and gets no further than this.
            let source = bench.results("r").appendingPathComponent("source.yaml")
            try FileManager.default.removeItem(at: source)
            try FileManager.default.createDirectory(at: source, withIntermediateDirectories: false)
            kill(worker, SIGKILL)
            wait(for: process) { bench.said("r").errors.contains("; tried again in ") }
            wait(for: process) { RunStatus(contentsOf: status)?.state == .waiting }
            let found = try bench.program.run(["status", bench.results("r").path], in: folder)
            #expect(found.status == 0 && found.output.contains("process \(process.processIdentifier) starts it again"), "\(found.output)")
            let json = try bench.program.run(["status", bench.results("r").path, "--json"], in: folder)
            #expect(json.output.contains("\"state\":\"restarting\"") && json.output.contains("\"waits_until\":\""), "\(json.output)")
            process.terminate()
            process.waitUntilExit()
            #expect(process.terminationStatus == 143, "\(bench.said("r").errors)")
            let after = try bench.program.run(["status", bench.results("r").path], in: folder)
            #expect(after.output.contains(" lost: ") && after.output.contains("--supervise --reuse "), "\(after.output)")
            // Nothing is taken over twice.
            let said = bench.said("r")
            #expect(said.output.components(separatedBy: "taken from ").count == 2, "\(said.output)\(said.errors)")
        }
    }

    @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
    func `a signal ends a pause at once, with the command to go on`(_ signal: Int32, _ status: Int32) throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let process = try bench.start("r", fault: slow, pauses: "600")
            let lock = try lose(bench, "r", process)
            wait(for: process) { bench.said("r").errors.contains("tried again in 10 min 00 s (1 of 1)") }
            kill(process.processIdentifier, signal)
            process.waitUntilExit()
            withExtendedLifetime(lock) {}
            #expect(process.terminationStatus == status && process.terminationReason == .exit)
            let errors = bench.said("r").errors
            #expect(errors.contains("stopped; go on with: ") && errors.contains("run \(folder.path)/r.yaml"), "\(errors)")
        }
    }

    @Test func `who has no patience left says how to go on, and who never began is not started again`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let process = try bench.start("r", fault: slow, pauses: "0.1,0.1")
            let lock = try lose(bench, "r", process)
            process.waitUntilExit()
            withExtendedLifetime(lock) {}
            #expect(process.terminationStatus == 1)
            let errors = bench.said("r").errors
            #expect(errors.contains("; given up after 3 tries. What was recorded is kept. Go on with: "), "\(errors)")
            #expect(errors.contains("run \(folder.path)/r.yaml"))
            // A worker that waits for the folder, and is killed before it has it.
            let other = bench.results("s")
            try FileManager.default.createDirectory(
                at: other.appendingPathComponent("journal"), withIntermediateDirectories: true)
            let held = try ResultsLock(folder: other.path)
            let first = try bench.start("s")
            wait(for: first) { bench.worker(of: first) != nil }
            if let worker = bench.worker(of: first) { kill(worker, SIGKILL) }
            first.waitUntilExit()
            withExtendedLifetime(held) {}
            #expect(first.terminationStatus == 1)
            let said = bench.said("s").errors
            #expect(
                said.contains("killed by signal 9 (Killed), before any job began; it is not started again. Once that is put right: "),
                "\(said)")
        }
    }

    @Test func `what failed before a crash is tried again after it, and the tables are those of a run without`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            // Nine seconds for jobs that take hundredths.
            let text = FaultBench.sweep + "\nlimits: {minutes_per_job: 0.15}"
            let whole = try bench.run("whole", text: text)
            #expect(whole.status == 0, "\(whole.errors)")
            // On one lane: it passes its deadline, waits for its second try, and another one's crash comes between.
            let late = "R4 IR logit ν=1 seed 0"
            let result = try bench.run(
                "r", ["--lanes", "1"], fault: "slow(14000)-once@\(late):1; oom-kill-once@\(guilty):2", text: text)
            #expect(result.status == 0, "\(result.output)\n\(result.errors)")
            #expect(try bench.crashes("r").count == 1)
            #expect(try bench.failures("r").map(\.job.label) == [late])
            #expect(try bench.failures("r").map(\.kind) == [.timedOut])
            #expect(result.output.contains("failed 1 (retry 1 of 2)"), "\(result.output)")
            #expect(result.output.contains("\(late): trying again (retry 1 of 2)"), "\(result.output)")
            #expect(try bench.content("r") == bench.content("whole"))
        }
    }

    @Test func `one kill and a short shortage after it put nobody into quarantine`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let whole = try bench.run("whole")
            #expect(whole.status == 0, "\(whole.errors)")
            // The worker is killed from outside, and then the process of each suspect, once.
            let jobs = ["WT", "DA", "IR logit ν=1"].flatMap { method in [0, 1].map { "R4 \(method) seed \($0)" } }
            let process = try bench.start("r", fault: jobs.map { "slow(300)@\($0):0" }.joined(separator: "; "))
            bench.wait("r", while: process) { $0.filter(isStarted).count >= 2 }
            let worker = try #require(bench.worker(of: process))
            kill(worker, SIGKILL)
            bench.wait("r", while: process) { $0.contains { if case .started(let event) = $0 { event.isolated == true } else { false } } }
            var killed = Set<Int32>()
            wait(for: process) {
                let all = bench.descendants(of: process.processIdentifier)
                for pid in all.dropFirst() where killed.count < 2 && killed.insert(pid).inserted { kill(pid, SIGKILL) }
                return killed.count == 2
            }
            process.waitUntilExit()
            #expect(!killed.isEmpty)
            #expect(process.terminationStatus == 0, "\(bench.said("r"))")
            #expect(bench.said("r").output.contains("its process was killed by signal 9 (Killed); begun again in 0.1 s"))
            #expect(try bench.failures("r").isEmpty)
            #expect(try bench.content("r") == bench.content("whole"))
        }
    }

    @Test func `an exit in the middle of a run nobody watches is no success`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let result = try bench.run("r", ["--no-supervise"], fault: "exit-once@\(guilty):2")
            #expect(result.status == 1)
            let words = "the program was ended by a call of exit in the middle of the run; what was recorded is kept; go on with: "
            #expect(result.errors.contains(words), "\(result.errors)")
            #expect(result.errors.contains("run \(folder.path)/r.yaml"))
            let again = try bench.run("r", ["--no-supervise"])
            #expect(again.status == 0, "\(again.errors)")
            #expect(!again.errors.contains("a call of exit"))
            #expect(try bench.measured("r") == 6)
        }
    }

    @Test(arguments: [false, true]) func `of a folder that is taken away nothing is said to be kept`(_ onlyJournal: Bool) throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let process = try bench.start("r", ["--no-supervise", "--lanes", "1"], fault: "slow(200)@R4 IR logit ν=1 seed 0:0; " + slow)
            bench.wait("r", while: process) { $0.contains(where: isStarted) }
            // The models too: a run that can still write them does not notice.
            // It stands still meanwhile: a folder that gets a new file as it is taken away stays.
            kill(process.processIdentifier, SIGSTOP)
            #expect(waitUntil { SlowBench.isStopped(process.processIdentifier) })
            for name in onlyJournal ? ["journal", "models"] : [""] {
                try FileManager.default.removeItem(at: bench.results("r").appendingPathComponent(name))
            }
            kill(process.processIdentifier, SIGCONT)
            process.waitUntilExit()
            #expect(process.terminationStatus == 1)
            let output = bench.said("r").output
            #expect(!output.contains("is kept") && output.contains("stopped: "), "\(output)")
            let words = onlyJournal ? "/journal is gone, and with it" : "is gone, and all that was recorded there"
            #expect(output.contains(words), "\(output)")
        }
    }
}
