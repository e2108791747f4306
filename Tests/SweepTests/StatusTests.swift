@testable import Core
import Foundation
import Testing

/// A run as seen from another terminal.
@Suite(.serialized) struct StatusTests {
    /// One job after another, each slow enough to be met.
    private static let slow = ["WT", "DA"].flatMap { method in
        [0, 1].map { "slow(1000)@R4 \(method) seed \($0):0" }
    }.joined(separator: ";")

    private func status(_ bench: FaultBench, _ arguments: [String]) throws -> Program.Result {
        try bench.program.run(["status"] + arguments, in: bench.folder)
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
    }

    /// Waits until the run says of itself that a lane is at work.
    private func started(_ bench: FaultBench, _ way: [String]) throws -> Process {
        let process = try bench.start("r", way, fault: Self.slow)
        let url = bench.results("r").appendingPathComponent("status.json")
        while process.isRunning, RunStatus(contentsOf: url)?.progress.lanes.contains(where: { $0 != nil }) != true {
            usleep(5000)
        }
        return process
    }

    @Test(arguments: [["--no-supervise"], ["--supervise"], ["--no-supervise", "--isolate"]])
    func `while a run goes on its lanes are shown, and afterwards what it left`(_ way: [String]) throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let results = bench.results("r").path
            let process = try started(bench, way)
            try #require(process.isRunning, "over before it could be met")
            let text = try status(bench, [results])
            let json = try status(bench, [results, "--json"])
            process.terminate()
            process.waitUntilExit()
            #expect(process.terminationStatus == 143)
            let pid = way.contains("--supervise") ? nil : process.processIdentifier
            #expect(text.status == 0 && text.errors.isEmpty, "\(text.errors)")
            #expect(text.output.hasPrefix("faults: running, process \(pid.map { "\($0) on " } ?? "")"), "\(text.output)")
            #expect(text.output.contains("seed ") && text.output.contains("trained "), "\(text.output)")
            let lines = text.output.split(separator: "\n").map(String.init)
            // Below the line that says where the results are.
            #expect(lines.dropFirst(2).allSatisfy { $0.count < 80 }, "\(lines)")
            #expect(lines.prefix(2).contains { $0.hasSuffix("results in \(results)") }, "\(lines)")
            let found = try object(json.output)
            #expect(found["state"] as? String == "running" && found["results"] as? String == bench.results("r").standardizedFileURL.path)
            let run = try #require(found["run"] as? [String: Any])
            #expect(run["sweep"] as? String == "faults" && (run["supervisor"] != nil) == way.contains("--supervise"))

            let after = try status(bench, [results])
            #expect(after.output.contains("faults: ended ") && after.output.contains("with status 143"), "\(after.output)")
            // Local time throughout; programs are given ISO 8601.
            #expect((text.output + after.output).firstMatch(of: /[0-9]T[0-9]{2}:/) == nil, "\(text.output)\(after.output)")
            // When it ended is told once.
            #expect(after.output.ranges(of: "ended ").count == 1, "\(after.output)")
            #expect(after.output.contains(/\nlast run: begun [^\n]+, [12] lanes?\n/), "\(after.output)")
            #expect(after.output.contains("\ngo on with: \(bench.program.url.path) run "), "\(after.output)")
            let rest = try bench.run("r", way)
            #expect(rest.status == 0, "\(rest.errors)")
            let end = try status(bench, [results])
            #expect(end.output.contains("done 6\n") && end.output.contains("nothing is left to do"), "\(end.output)")
            #expect(end.output.ranges(of: "ended ").count == 1 && end.output.contains("\nlast run: begun "), "\(end.output)")
            let last = try object(try status(bench, [results, "--json"]).output)
            #expect(last["state"] as? String == "ended" && last["done"] as? Int == 6 && last["complete"] as? Bool == true)
            #expect(last["command"] == nil && (last["failures"] as? [Any])?.isEmpty == true)
        }
    }

    @Test(.enabled(if: geteuid() != 0)) func `a folder that may not be read is told as that`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            #expect(try bench.run("r").status == 0)
            let results = bench.results("r").path
            #expect(chmod(results, 0) == 0)
            defer { chmod(results, 0o755) }
            for command in ["status", "report", "verify"] {
                let found = try bench.program.run([command, results], in: folder)
                #expect(found.status == 64 && found.errors.contains("cannot be read: Permission denied"), "\(found.errors)")
            }
        }
    }

    @Test func `a run that is stopped is not told as if it went on`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let process = try started(bench, ["--no-supervise"])
            try #require(process.isRunning, "over before it could be met")
            #expect(try !status(bench, [bench.results("r").path]).output.contains("without a word"))
            kill(process.processIdentifier, SIGSTOP)
            while process.isRunning, !SlowBench.isStopped(process.processIdentifier) { usleep(1000) }
            // As it stands after a while.
            let url = bench.results("r").appendingPathComponent("status.json")
            var word = try #require(RunStatus(contentsOf: url))
            word.updated = Date.now.addingTimeInterval(-30).formatted(.iso8601)
            try word.write(to: url)
            let text = try status(bench, [bench.results("r").path])
            kill(process.processIdentifier, SIGCONT)
            process.terminate()
            process.waitUntilExit()
            #expect(text.output.contains(", without a word since "), "\(text.output)")
        }
    }

    @Test func `of a folder without its journal, without its sweep file, and with an empty journal`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            #expect(try bench.run("r").status == 0)
            let results = bench.results("r")
            let (journal, aside) = (results.appendingPathComponent("journal"), folder.appendingPathComponent("aside"))
            func away(_ url: URL, _ body: () throws -> Void) throws {
                try FileManager.default.moveItem(at: url, to: aside)
                try body()
                try? FileManager.default.removeItem(at: url)
                try FileManager.default.moveItem(at: aside, to: url)
            }
            try away(journal) {
                let found = try status(bench, [results.path])
                #expect(found.status == 64 && found.errors.contains("journal/ is gone"), "\(found.errors)")
            }
            try away(results.appendingPathComponent("sweep.yaml")) {
                let found = try status(bench, [results.path])
                #expect(found.errors.contains("sweep run with the sweep's file writes sweep.yaml again"), "\(found.errors)")
                // Nothing but that file is missing.
                try "".write(to: results.appendingPathComponent("sweep.yaml"), atomically: true, encoding: .utf8)
                let refused = try bench.run("r")
                let words = "which configuration it was made by cannot be told"
                #expect(refused.status == 2 && refused.errors.contains(words), "\(refused.errors)")
                let accepted = try bench.run("r", ["--accept"])
                #expect(accepted.status == 0 && accepted.output.contains("done 6"), "\(accepted.output)")
            }
            try away(journal.appendingPathComponent("main.jsonl")) {
                let verified = try bench.program.run(["verify", results.path, "--sample", "0"], in: folder)
                let words = "it holds nothing, and 6 models of it are there"
                #expect(verified.status == 1 && verified.output.contains(words), "\(verified.output)")
                let again = try bench.run("r")
                #expect(again.status == 0 && again.errors.contains("holds nothing, and 6 models are there"), "\(again.errors)")
            }
        }
    }

    /// Ids are made of the data: where no network was recorded yet, its checkpoint was taken for another's.
    @Test(arguments: [SIGTERM, SIGKILL]) func `what was begun is known before any network is recorded`(_ signal: Int32) throws {
        try withFolder { folder in
            let bench = try SlowBench(folder)
            let process = try bench.start(["--no-supervise"], until: .training)
            try #require(process.isRunning, "over before it could be met")
            kill(process.processIdentifier, signal)
            process.waitUntilExit()
            try #require(try bench.faults.measured("r") == 0)
            let found = try status(bench.faults, [bench.faults.results("r").path])
            #expect(found.output.contains("done 0 · interrupted 1 · new 1"), "\(found.output)")
            let plan = try bench.plan()
            #expect(plan.output.contains("interrupted"), "\(plan.output)")
        }
    }

    @Test func `a run that was killed is told from one that goes on`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let process = try started(bench, ["--no-supervise"])
            try #require(process.isRunning, "over before it could be met")
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            let found = try status(bench, [bench.results("r").path])
            #expect(found.status == 0, "\(found.errors)")
            #expect(found.output.contains("faults: lost: process \(process.processIdentifier) on "), "\(found.output)")
            #expect(found.output.contains("left no word of its end") && found.output.contains("go on with: "), "\(found.output)")
        }
    }

    @Test func `failures are named, with the command that tries them again`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let run = try bench.run("r", ["--set", "limits.retries=0"], fault: "throw@R4 DA seed 1:2")
            #expect(run.status == 1)
            let found = try status(bench, [bench.results("r").path])
            #expect(found.output.contains("done 5 · given up 1"), "\(found.output)")
            #expect(found.output.contains("\nfailed: R4 DA seed 1: training: "), "\(found.output)")
            #expect(found.output.hasSuffix(" --retry-failed\n"), "\(found.output)")
        }
    }

    @Test func `watching ends with the run`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let process = try started(bench, ["--no-supervise"])
            try #require(process.isRunning, "over before it could be met")
            // Ctrl-C ends the watching alone.
            let output = folder.appendingPathComponent("watch")
            try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
            let watch = try bench.program.start(["status", bench.results("r").path, "--watch"], output: output)
            func said() -> String { (try? String(contentsOf: output.appendingPathComponent("out"), encoding: .utf8)) ?? "" }
            while watch.isRunning, said().isEmpty { usleep(5000) }
            kill(watch.processIdentifier, SIGINT)
            watch.waitUntilExit()
            #expect(watch.terminationStatus == 130 && said().contains("faults: running"), "\(said())")
            let whole = try status(bench, [bench.results("r").path, "--watch", "--json"])
            process.waitUntilExit()
            #expect(process.terminationStatus == 0 && whole.status == 0, "\(whole.errors)")
            let states = try whole.output.split(separator: "\n").map { try object(String($0))["state"] as? String }
            #expect(states.first == "running" && states.last == "ended", "\(states)")
        }
    }

    @Test func `without a folder the newest below results is shown`() throws {
        try withFolder { folder in
            let program = try Program()
            let file = try write(FaultBench.sweep, to: folder)
            func shell(_ arguments: [String]) throws -> (status: Int32, output: String) {
                let process = Process()
                process.executableURL = program.url
                process.arguments = arguments
                process.currentDirectoryURL = folder
                process.environment = ["PATH": "/usr/bin:/bin", "TERM": "dumb", "SWEEP_CORE_LOCKS": "off"]
                let pipe = Pipe()
                (process.standardOutput, process.standardError) = (pipe, pipe)
                try process.run()
                let data = pipe.fileHandleForReading.readDataToEndOfFile()
                process.waitUntilExit()
                return (process.terminationStatus, String(decoding: data, as: UTF8.self))
            }
            let none = try shell(["status"])
            #expect(none.status == 64 && none.output.contains("expected a results folder below results/"), "\(none.output)")
            #expect(try shell(["run", file, "--results", "results/old"]).status == 0)
            #expect(try shell(["run", file, "--results", "results/new"]).status == 0)
            // Dates of files are coarse on some systems.
            for name in ["status.json", "journal", "journal/main.jsonl"] {
                try FileManager.default.setAttributes(
                    [.modificationDate: Date(timeIntervalSinceNow: -60)],
                    ofItemAtPath: folder.appendingPathComponent("results/old/\(name)").path)
            }
            let found = try shell(["status"])
            #expect(found.status == 0 && found.output.contains("results in results/new\n"), "\(found.output)")
            // What goes on is meant, however old; and what has nothing yet, last.
            let begun = ResultsFolder(folder.appendingPathComponent("results/begun"))
            try begun.create()
            #expect(try shell(["status"]).output.contains("results in results/new\n"))
            let lock = try ResultsLock(folder: folder.appendingPathComponent("results/old").path)
            try withExtendedLifetime(lock) {
                let held = try shell(["status"])
                #expect(held.status == 0 && held.output.contains("results/old: in use by process"), "\(held.output)")
            }
            for name in ["old", "new"] { try FileManager.default.removeItem(at: folder.appendingPathComponent("results/\(name)")) }
            let only = try shell(["status"])
            #expect(only.status == 1 && only.output.contains("results/begun: a run was begun there, which was stopped"), "\(only.output)")
            let wrong = try shell(["status", "sweep.yaml"])
            #expect(wrong.status == 64 && wrong.output.contains("expected a results folder"), "\(wrong.output)")
        }
    }
}
