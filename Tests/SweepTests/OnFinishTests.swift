@testable import Core
import Foundation
import Testing

/// A command that is run when a run has ended.
@Suite(.serialized) struct OnFinishTests {
    /// Leaves a line with what it was told.
    private static let command = "echo \"$SWEEP_STATUS $SWEEP_EXIT $SWEEP_RESULTS\" >> \"$HOME/told\"; exit 3"

    /// HOME of the program is the folder that its output goes to.
    private func told(_ output: URL) -> [String] {
        let text = (try? String(contentsOf: output.appendingPathComponent("told"), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
    }

    private func run(
        _ bench: FaultBench, _ name: String, _ way: String, text: String = FaultBench.sweep, fault: String = "",
        stop signal: Int32? = nil
    ) throws -> (status: Int32, told: [String], errors: String) {
        let process = try bench.start(
            name, [way, "--on-finish", Self.command, "--set", "limits.retries=0"], fault: fault, text: text)
        if let signal {
            bench.wait(name, while: process) { $0.contains(where: isStarted) }
            kill(process.processIdentifier, signal)
        }
        process.waitUntilExit()
        let output = bench.folder.appendingPathComponent("output-\(name)")
        return (process.terminationStatus, told(output), bench.said(name).errors)
    }

    @Test(arguments: ["--no-supervise", "--supervise"]) func `it runs once, however the run ended`(way: String) throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let slow = "slow(500)@R4 DA seed 1:0;slow(500)@R4 WT seed 0:0"
            let cases: [(name: String, text: String, fault: String, signal: Int32?, status: Int32, word: String)] = [
                ("complete", FaultBench.sweep, "", nil, 0, "complete"),
                ("incomplete", FaultBench.sweep, "throw@R4 DA seed 1:2", nil, 1, "incomplete"),
                ("stopped", FaultBench.sweep, slow, SIGTERM, 143, "stopped"),
                ("failed", "name: [", "", nil, 64, "failed"),
            ]
            for (name, text, fault, signal, status, word) in cases {
                let found = try run(bench, name, way, text: text, fault: fault, stop: signal)
                #expect(found.status == status, "\(name): \(found.errors)")
                #expect(found.told == ["\(word) \(status) \(bench.results(name).standardizedFileURL.path)"], "\(name)")
                #expect(found.errors.contains("warning: --on-finish: the command exited with status 3"), "\(found.errors)")
            }
        }
    }

    @Test func `a crash in between is no end`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let found = try run(bench, "r", "--supervise", fault: "trap@R4 DA seed 1:2")
            #expect(found.status == 1 && found.told.count == 1, "\(found)")
            #expect(found.told.first?.hasPrefix("incomplete 1 ") == true, "\(found.told)")
        }
    }

    @Test func `after a hung job too`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let text = FaultBench.sweep + "\nlimits: {minutes_per_job: 0.15, retries: 0}"
            let process = try bench.start(
                "r", ["--no-supervise", "--on-finish", Self.command], fault: "hang@R4 DA seed 1:2", grace: 0.5, text: text)
            process.waitUntilExit()
            #expect(process.terminationStatus == 1)
            #expect(waitUntil { told(folder.appendingPathComponent("output-r")).count == 1 })
        }
    }

    // MARK: - Asked to stop twice

    /// Waits for the command's first word, which the program does not where it is in haste.
    private func expectStopped(_ output: URL, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(waitUntil { !told(output).isEmpty }, sourceLocation: sourceLocation)
        #expect(told(output) == ["stopped"], sourceLocation: sourceLocation)
    }

    @Test func `a second signal while a job ends runs it once, and does not wait for it`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            // The epochs under way take longer than a person waits.
            let labels = ["WT", "DA"].flatMap { ["R4 \($0) seed 0", "R4 \($0) seed 1"] }
            let fault = labels.map { "slow(60000)@\($0):1" }.joined(separator: ";")
            let text = FaultBench.sweep.replacingOccurrences(of: "[WT, DA, IR]", with: "[WT, DA]")
                .replacingOccurrences(of: "nu: 1\n", with: "")
            let process = try bench.start(
                "r", ["--no-supervise", "--on-finish", "echo $SWEEP_STATUS >> \"$HOME/told\"; sleep 100; echo late >> \"$HOME/told\""],
                fault: fault, text: text)
            bench.wait("r", while: process) { $0.contains(where: isStarted) }
            kill(process.processIdentifier, SIGTERM)
            while process.isRunning, !bench.said("r").output.contains("once more ends at once") { usleep(2000) }
            usleep(700_000)
            kill(process.processIdentifier, SIGTERM)
            process.waitUntilExit()
            #expect(process.terminationStatus == 143)
            expectStopped(folder.appendingPathComponent("output-r"))
            // Nor does it say that it is stopping for ever.
            let status = RunStatus(contentsOf: bench.results("r").appendingPathComponent("status.json"))
            #expect(status?.state == .ended && status?.exitStatus == 143)
        }
    }

    @Test(arguments: ["--no-supervise", "--supervise"])
    func `a second signal while the command runs does not wait for it, whatever it ignores`(way: String) throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let command = "trap '' TERM; echo $SWEEP_STATUS >> \"$HOME/told\"; sleep 100; echo late >> \"$HOME/told\""
            let process = try bench.start(
                "r", [way, "--on-finish", command], fault: "slow(500)@R4 DA seed 1:0;slow(500)@R4 WT seed 0:0")
            bench.wait("r", while: process) { $0.contains(where: isStarted) }
            kill(process.processIdentifier, SIGTERM)
            let output = folder.appendingPathComponent("output-r")
            while process.isRunning, told(output).isEmpty { usleep(2000) }
            // Now the first is known; what comes half a second later is another request.
            usleep(700_000)
            kill(process.processIdentifier, SIGTERM)
            process.waitUntilExit()
            #expect(process.terminationStatus == 143)
            expectStopped(folder.appendingPathComponent("output-r"))
        }
    }

    @Test func `with --json what it prints goes to standard error`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            for way in ["--no-supervise", "--supervise"] {
                let result = try bench.run(way, [way, "--json", "--on-finish", "echo hello"])
                // The command to go on, in the last line, has the word too.
                let lines = result.output.split(separator: "\n")
                #expect(result.status == 0 && result.errors.contains("hello") && !lines.contains("hello"))
                #expect(lines.last?.contains("\"event\":\"ended\"") == true)
            }
            let empty = try bench.run("r", ["--on-finish", ""])
            #expect(empty.status == 64 && empty.errors.contains("--on-finish: expected a command"), "\(empty.errors)")
        }
    }
}
