@testable import Core
import Foundation
import Testing

/// Swift's backtrace of a crash, dozens of lines, is in a file, and not on the terminal or in the log.
@Suite(.serialized) struct CrashReportTests {
    private let guilty = "R4 DA seed 1"

    /// In the place of Swift's own program, which takes seconds. The runtime says the first line itself.
    private func environment(_ folder: URL) throws -> [String: String] {
        let script = folder.appendingPathComponent("backtrace")
        let report = "\\n\\n*** Program crashed: x ***\\n\\nThread 8 crashed:\\n\\n  0 somewhere in sweep\\n\\nend\\n"
        let text = "#!/bin/sh\nprintf '\(report)' >&2\n"
        try text.write(to: script, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script.path)
        return ["SWIFT_BACKTRACE": "enable=yes,swift-backtrace=\(script.path),interactive=no,color=no"]
    }

    private func reports(_ folder: URL) throws -> [(name: String, text: String)] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("crash-") }.map {
            ($0, try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8))
        }
    }

    @Test func `with a supervisor the log has a line, and the report is in the results folder`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let result = try bench.run("r", fault: "trap-once@\(guilty):2", environment: try environment(folder))
            #expect(result.status == 0, "\(result.errors)")
            let file = try #require(try reports(bench.results("r")).first)
            #expect(try reports(bench.results("r")).count == 1)
            #expect(file.text.hasPrefix("sweep ") && file.text.contains(", killed by signal "), "\(file.text)")
            for part in ["Fatal error: a planned fault", "*** Program crashed: x ***", "  0 somewhere in sweep\n\nend\n"] {
                #expect(file.text.contains(part), "\(file.text)")
            }
            #expect(!result.errors.contains("***") && !result.errors.contains("somewhere"), "\(result.errors)")
            #expect(result.errors.contains("Fatal error: a planned fault (SWEEP_FAULT) in \(guilty)\n"), "\(result.errors)")
            #expect(result.errors.contains("); its backtrace is in \(bench.results("r").path)/\(file.name). Running were: "))
            // The journal has what it always had.
            let crash = try #require(try bench.crashes("r").first)
            #expect(crash.detail?.contains("a planned fault") == true && crash.detail?.contains("0 somewhere in sweep") == true)
        }
    }

    @Test func `where the folder is gone the report is shown after all`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let plain = try environment(folder)
            // The program that makes the report takes the folder away first.
            let script = folder.appendingPathComponent("backtrace")
            let text = try String(contentsOf: script, encoding: .utf8)
            try text.replacing("#!/bin/sh\n", with: "#!/bin/sh\nrm -rf '\(bench.results("r").path)'\n")
                .write(to: script, atomically: false, encoding: .utf8)
            let result = try bench.run("r", fault: "trap-once@\(guilty):2", environment: plain.merging(["SWEEP_PAUSES": "0.1"]) { $1 })
            #expect(result.errors.contains("*** Program crashed: x ***"), "\(result.errors)")
        }
    }

    @Test func `a job in a process of its own has its report in the folder, too`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let result = try bench.run(
                "r", ["--isolate", "--no-supervise"], fault: "trap-once@\(guilty):2", environment: try environment(folder))
            let file = try #require(try reports(bench.results("r")).first)
            #expect(file.text.contains("  0 somewhere in sweep\n\nend\n"), "\(file.text)")
            #expect((result.output + result.errors).contains("its backtrace is in \(bench.results("r").path)/\(file.name)"))
        }
    }

    @Test func `where the program for reports is missing a crash is told as ever`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let none = ["SWIFT_BACKTRACE": "enable=yes,swift-backtrace=\(folder.path)/none,interactive=no,color=no"]
            let result = try bench.run("r", fault: "trap-once@\(guilty):2", environment: none)
            #expect(result.status == 0, "\(result.errors)")
            #expect(try reports(bench.results("r")).isEmpty && !result.errors.contains("backtrace"), "\(result.errors)")
            #expect(result.errors.contains("warning: the run's process was lost: killed by signal"), "\(result.errors)")
        }
    }

    /// Nobody watches it there, and Swift's own ways would be a page in colours and a question.
    @Test func `on a terminal a crash leaves two lines`() throws {
        try withFolder { folder in
            let program = try Program()
            let file = try write(FaultBench.sweep, to: folder)
            let results = folder.appendingPathComponent("r")
            let terminal = try PseudoTerminal(columns: 100, rows: 24)
            let (status, text) = try terminal.run(
                program.url, ["run", file, "--results", results.path, "--lanes", "2", "--pin", "none"],
                environment: [
                    "PATH": "/usr/bin:/bin", "HOME": folder.path, "TERM": "xterm", "SWEEP_CORE_LOCKS": "off",
                    "SWEEP_FAULT": "trap@\(guilty):2",
                ], isControlling: true)
            #expect([SIGILL, SIGTRAP].contains(status), "\(status): \(text)")
            #expect(text.contains("Fatal error: a planned fault (SWEEP_FAULT) in \(guilty)"), "\(text)")
            #expect(!text.contains("Program crashed") && !text.contains("Press space"), "\(text)")
            // Where Swift's program for reports is missing there is none, and nothing is said of it.
            guard text.contains("sweep has crashed") else { return }
            let report = try #require(try reports(results).first)
            #expect(text.contains("its backtrace is in \(results.path)/\(report.name)."), "\(text)")
            #expect(report.text.hasPrefix("sweep ") && report.text.contains("Program crashed"), "\(report.text)")
            #expect(report.text.contains(" crashed:") && !report.text.contains("\u{1B}["), "\(report.text)")
            let again = try program.run(
                ["run", file, "--results", results.path, "--lanes", "2", "--pin", "none", "--no-supervise"], in: folder)
            #expect(again.status == 0, "\(again.errors)")
        }
    }
}
