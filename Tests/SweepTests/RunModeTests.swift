import Foundation
import Testing

/// How a run shows itself: on a terminal, in a log, to programs, and not at all.
@Suite(.serialized) struct RunModeTests {
    private static let search = """
        name: modes
        data: {source: strokes, train: 60, test: 20, validation: 20}
        groups: [R4]
        methods: [DA, IR]
        seeds: [0, 1]
        nu: {smallest: SI >= 0.01, from: 1, to: 10, within: 4}
        training: {epochs: 2, batch: 30, hidden: [8, 8]}
        measure: [accuracy, SI]
        saliency: {steps: 4}
        """

    private func records(_ output: String) throws -> [[String: Any]] {
        try output.split(separator: "\n").map { line in
            let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
            return try #require(value as? [String: Any], "\(line)")
        }
    }

    private func kinds(_ records: [[String: Any]]) -> [String] { records.compactMap { $0["event"] as? String } }

    @Test(arguments: [["--no-supervise"], ["--supervise"], ["--no-supervise", "--isolate"]])
    func `with --json every line is an object, from begun to ended`(_ way: [String]) throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let result = try bench.run("r", way + ["--json"], text: Self.search)
            let records = try records(result.output)
            let kinds = kinds(records)
            #expect(kinds.count == records.count && kinds.first == "begun" && kinds.last == "ended", "\(kinds)")
            #expect(kinds.count { $0 == "begun" || $0 == "ended" } == 2)
            for kind in ["epoch", "trained", "measured", "probed", "searched"] { #expect(kinds.contains(kind), "\(kind)") }
            let first = try #require(records.first)
            #expect(first["sweep"] as? String == "modes" && first["lanes"] as? Int == lanesOfTwo && first["searches"] as? Int == 1)
            #expect((first["results"] as? String)?.hasSuffix("/r") == true)
            let last = try #require(records.last)
            #expect(last["status"] as? Int == Int(result.status) && last["complete"] as? Bool == true)
            #expect((last["command"] as? String)?.contains("run \(folder.path)/r.yaml") == true)
            #expect((last["outcomes"] as? [[String: Any]])?.count == 1)
            let seconds = records.compactMap { $0["seconds"] as? Double }
            #expect(seconds.count == records.count && (seconds.last ?? 0) > 0)
            // What is known is told again, so that a program need not have seen the first run.
            let again = try bench.run("r", way + ["--json"], text: Self.search)
            let told = self.kinds(try self.records(again.output))
            #expect(told.contains("probed") && told.contains("searched") && !told.contains("trained"), "\(told)")
        }
    }

    @Test func `after a crash there is one more beginning, and one end`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let result = try bench.run("r", ["--json", "--supervise"], fault: "trap@R4 DA seed 1:2")
            #expect(result.status == 1, "\(result.errors)")
            let records = try records(result.output)
            #expect(kinds(records).count { $0 == "begun" } == 2 && kinds(records).count { $0 == "ended" } == 1)
            #expect(kinds(records).last == "ended")
            let begun = records.filter { $0["event"] as? String == "begun" }
            #expect(begun.map { $0["earlier_processes"] as? Int } == [0, 1])
            let failures = try #require(records.last?["failures"] as? [[String: Any]])
            #expect(failures.map { $0["job"] as? String } == ["R4 DA seed 1"])
        }
    }

    @Test func `a run that cannot begin says nothing on standard output`() throws {
        try withFolder { folder in
            let program = try Program()
            let file = try write("name: [", to: folder)
            for way in ["--supervise", "--no-supervise"] {
                let result = try program.run(["run", file, "--json", way], in: folder)
                #expect(result.status == 64 && result.output.isEmpty && !result.errors.isEmpty)
            }
            let both = try program.run(["run", file, "--json", "--quiet"], in: folder)
            #expect(both.status == 64 && both.errors.contains("--quiet and --json: expected one of them"), "\(both.errors)")
            let negative = try program.run(["run", file, "--checkpoint-seconds", "-1"], in: folder)
            #expect(negative.status == 64 && negative.errors.contains("expected 0 or more seconds, found -1"), "\(negative.errors)")
        }
    }

    @Test(arguments: ["--no-supervise", "--supervise"]) func `a refused start is told to programs too`(way: String) throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            #expect(try bench.run("r", ["--quiet"]).status == 0)
            let refused = try bench.run("r", ["--json", way, "--set", "training.epochs=4"])
            #expect(refused.status == 2 && refused.errors.contains("another configuration"), "\(refused.errors)")
            let records = try records(refused.output)
            #expect(kinds(records) == ["ended"] && records.last?["status"] as? Int == 2, "\(refused.output)")
            #expect((records.last?["command"] as? String)?.contains("training.epochs=4") == true)
        }
    }

    @Test(arguments: ["--no-supervise", "--supervise"]) func `with --quiet only failures are told`(way: String) throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let good = try bench.run("good", ["--quiet", way])
            #expect(good.status == 0 && good.output.isEmpty, "\(good.output)")
            let bad = try bench.run("bad", ["--quiet", way, "--set", "limits.retries=0"], fault: "throw@R4 DA seed 1:2")
            #expect(bad.status == 1)
            let lines = bad.output.split(separator: "\n").map(String.init)
            #expect(lines.count == 3, "\(lines)")
            #expect(lines.first?.contains("FAILED R4 DA seed 1: training: ") == true, "\(lines)")
            #expect(lines.dropFirst().first?.hasPrefix("failed: R4 DA seed 1: training: ") == true, "\(lines)")
            #expect(lines.last?.hasPrefix("try the failed ones again with: ") == true, "\(lines)")
        }
    }

    @Test func `with --quiet an interruption is told once`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let process = try bench.start("r", ["--quiet", "--no-supervise"], fault: "slow(500)@R4 WT seed 0:0; slow(500)@R4 WT seed 1:0")
            bench.wait("r", while: process) { $0.contains(where: isStarted) }
            try #require(process.isRunning, "over before it could be met")
            process.terminate()
            process.waitUntilExit()
            let said = bench.said("r").output
            #expect(process.terminationStatus == 143 && said.hasPrefix("interrupted; go on with: "), "\(said)")
        }
    }

    @Test func `a log has the time of day, the table, the searches, and where everything lies`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let result = try bench.run("r", text: Self.search)
            #expect(result.status == 0, "\(result.output)")
            let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            #expect(!result.output.contains("\u{1B}"))
            #expect(lines.contains { $0.firstMatch(of: #/^[0-9]{2}-[0-9]{2} [0-9:]{8}  R4 DA seed 0: trained in /#) != nil }, "\(lines)")
            #expect(lines.contains { $0.hasPrefix("search passed: R4 IR logit: SI >= 0.01 from ν=") }, "\(lines)")
            #expect(lines.contains { $0.contains("tables and report.html in ") })
            let again = try bench.run("r", text: Self.search)
            #expect(again.output.contains("known, passed, ν="), "\(again.output)")
            #expect(!again.output.contains(": ν="), "each probe is not told again: \(again.output)")
        }
    }

    @Test(arguments: [false, true]) func `a terminal is drawn upon in place, and left with what is done`(plain: Bool) throws {
        try withFolder { folder in
            let program = try Program()
            let file = try write(FaultBench.sweep, to: folder)
            let results = folder.appendingPathComponent("r")
            let terminal = try PseudoTerminal(columns: 60, rows: 24)
            // Slow enough for the screen to be drawn several times.
            let slow = ["WT", "DA"].map { "slow(250)@R4 \($0) seed 0:0" }.joined(separator: ";")
            var environment = [
                "PATH": "/usr/bin:/bin", "HOME": folder.path, "TERM": "xterm", "SWEEP_CORE_LOCKS": "off", "SWEEP_FAULT": slow,
            ]
            if plain { environment["NO_COLOR"] = "1" }
            let (status, text) = try terminal.run(
                program.url, ["run", file, "--results", results.path, "--lanes", "2", "--pin", "none"],
                environment: environment)
            #expect(status == 0, "\(text)")
            #expect(text.contains("░") && text.contains("A\r\u{1B}[K"), "it was drawn: \(text)")
            #expect(text.contains("\u{1B}[2m") != plain)
            let drawn = text.replacing(/\u{1B}\[[0-9;]*[mABJK]/, with: "").split { $0 == "\r\n" || $0 == "\n" || $0 == "\r" }
            for line in drawn where line.contains("░") { #expect(line.count < 60, "\(line)") }
            let screen = PseudoTerminal.screen(text)
            #expect(!screen.contains { $0.contains("░") || $0.hasPrefix(" 0  ") }, "\(screen)")
            for job in ["WT seed 0", "WT seed 1", "DA seed 0", "DA seed 1"] {
                #expect(screen.count { $0.contains("R4 \(job): trained in ") } == 1, "\(job): \(screen)")
            }
            // Paths and commands are whole, whatever the width.
            #expect(screen.contains { $0.contains("tables and report.html in") }, "\(screen)")
            #expect(screen.contains { $0.hasSuffix("\(results.path)/") }, "\(screen)")
            #expect(screen.contains("\(program.url.path) report \(results.path)") && screen.contains("shows the page"), "\(screen)")
        }
    }
}
