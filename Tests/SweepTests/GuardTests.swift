@testable import Core
import Foundation
import Testing

/// What a careful run notices before it trusts what it finds, and what must not be taken for something else.
@Suite(.serialized) struct GuardTests {
    @Test func `a model that was cut is trained again, one that was changed when it is used`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            #expect(try bench.run("r").status == 0)
            let whole = try bench.content("r")
            let models = bench.results("r").appendingPathComponent("models")
            let names = try FileManager.default.contentsOfDirectory(atPath: models.path).sorted()
            let (cut, changed) = (models.appendingPathComponent(names[0]), models.appendingPathComponent(names[1]))
            var bytes = try Data(contentsOf: cut)
            let size = bytes.count
            try bytes.prefix(size - 100).write(to: cut)
            let first = try bench.run("r")
            #expect(first.status == 0, "\(first.errors)")
            #expect(first.output.contains("model damaged 1"), "\(first.output)")
            #expect(
                first.output.contains("its model file is damaged: expected \(size) bytes, found \(size - 100); it is trained again"),
                "\(first.output)")
            #expect(try bench.content("r") == whole)
            // The same size and a good beginning: seen by its SHA-256, when the run measures it once more.
            bytes = try Data(contentsOf: changed)
            bytes[bytes.count - 5] ^= 1
            try bytes.write(to: changed)
            let second = try bench.run("r", ["--accept", "--set", "measure=[accuracy, LI, DI]"])
            #expect(second.status == 0, "\(second.errors)")
            #expect(second.output.contains("training again, since its model cannot be used"), "\(second.output)")
            let found = try bench.content("r").filter { $0.key.hasPrefix("models/") }
            #expect(found == whole.filter { $0.key.hasPrefix("models/") })
        }
    }

    @Test(arguments: [["--no-supervise"], ["--isolate", "--no-supervise"]])
    func `time in which a process is stopped is not the jobs'`(_ way: [String]) throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let limited = FaultBench.sweep + "\nlimits: {minutes_per_job: 0.15}"
            let process = try bench.start(
                "r", way, fault: "slow(300)@R4 DA seed 0:1; slow(300)@R4 DA seed 1:1", text: limited)
            bench.wait("r", while: process) { $0.contains(where: isStarted) }
            let all = [process.processIdentifier] + bench.descendants(of: process.processIdentifier)
            for pid in all { kill(pid, SIGSTOP) }
            usleep(10_000_000)
            for pid in all { kill(pid, SIGCONT) }
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
            #expect(try bench.failures("r").isEmpty)
        }
    }

    @Test func `a worker is only who has a supervisor`() throws {
        try withFolder { folder in
            let program = try Program()
            let file = try write(FaultBench.sweep, to: folder)
            for text in ["0", "worker 0 of 1", "yes"] {
                let shell = Process()
                shell.executableURL = URL(fileURLWithPath: "/bin/sh")
                // Descriptors such as a worker has.
                shell.arguments = [
                    "-c", "exec \"$0\" run \"$1\" --results \"$2\" --no-supervise 3</dev/null 4>/dev/null >\"$3\" 2>&1",
                    program.url.path, file, folder.appendingPathComponent("r").path, folder.appendingPathComponent("log").path,
                ]
                shell.environment = [
                    "PATH": "/usr/bin:/bin", "HOME": folder.path, "TERM": "dumb", "SWEEP_CORE_LOCKS": "off", "SWEEP_WORKER": text,
                ]
                try shell.run()
                shell.waitUntilExit()
                let log = try String(contentsOf: folder.appendingPathComponent("log"), encoding: .utf8)
                #expect(shell.terminationStatus == 0, "\(text): \(log)")
                #expect(log.contains("note: SWEEP_WORKER is set in the environment"), "\(log)")
            }
        }
    }

    @Test func `a folder without its journal is named as that, and a fault without its job`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let first = try bench.run("r", fault: "trap@R4 DA seed 7:1; slow(1)@R4 DA seed 0:1")
            #expect(first.status == 0)
            #expect(
                first.errors.contains("note: SWEEP_FAULT: no job of this sweep is called 'R4 DA seed 7'; that fault will not happen"))
            #expect(!first.errors.contains("R4 DA seed 0"))
            let journal = bench.results("r").appendingPathComponent("journal")
            try FileManager.default.removeItem(at: journal)
            let second = try bench.run("r")
            #expect(second.status == 2)
            #expect(second.errors.contains("journal/ is gone") && !second.errors.contains("no sweep left there"), "\(second.errors)")
            #expect(!FileManager.default.fileExists(atPath: journal.path))
        }
    }

    @Test func `a plan shows what is given up or quarantined, and what --retry-failed tries`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let text = FaultBench.sweep + "\nlimits: {retries: 0}"
            let (thrown, crashing) = ("R4 DA seed 0", "R4 WT seed 1")
            let run = try bench.run(
                "r", ["--isolate", "--no-supervise"], fault: "throw@\(thrown):1; trap@\(crashing):1", text: text)
            #expect(run.status == 1)
            _ = try bench.run(
                "r", ["--isolate", "--no-supervise", "--retry-failed"], fault: "throw@\(thrown):1; trap@\(crashing):1", text: text)
            func plan(_ more: [String] = []) throws -> Program.Result {
                try bench.program.run(
                    ["plan", folder.appendingPathComponent("r.yaml").path, "--results", bench.results("r").path] + more,
                    in: folder)
            }
            let shown = try plan()
            #expect(shown.status == 0 && shown.output.contains("given up") && shown.output.contains("quarantined"), "\(shown)")
            #expect(shown.output.contains("\(crashing): was running in 2 crashes, not run; --retry-failed tries it"))
            #expect(shown.output.contains("4 done, 0 to do"), "\(shown.output)")
            let again = try plan(["--retry-failed"])
            #expect(again.output.contains("4 done, 2 to do") && !again.output.contains("quarantined"), "\(again.output)")
        }
    }
}
