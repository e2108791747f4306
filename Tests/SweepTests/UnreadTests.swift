@testable import Core
import Foundation
import Testing

/// A terminal or a pipe that is full, and that nobody reads unless `text` is asked.
private final class FullOutput {
    let reading: Int32
    private(set) var writing: Int32
    private let filling: Int

    struct Missing: Error {}

    init(isTerminal: Bool) throws {
        var ends: [Int32] = [-1, -1]
        if isTerminal {
            var size = winsize(ws_row: 40, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0)
            var (controller, terminal): (Int32, Int32) = (-1, -1)
            guard openpty(&controller, &terminal, nil, nil, &size) == 0 else { throw Missing() }
            ends = [controller, terminal]
        } else {
            guard pipe(&ends) == 0 else { throw Missing() }
        }
        (reading, writing) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let flags = fcntl(ends[1], F_GETFL)
        _ = fcntl(ends[1], F_SETFL, flags | O_NONBLOCK)
        let byte = [UInt8(ascii: ".")]
        var count = 0
        // A terminal moves what it has on, and then has some room again.
        for _ in 0 ..< 5 {
            while Foundation.write(ends[1], byte, 1) == 1 { count += 1 }
            usleep(5000)
        }
        _ = fcntl(ends[1], F_SETFL, flags)
        filling = count
    }

    deinit {
        closeWriting()
        close(reading)
    }

    var handle: FileHandle { FileHandle(fileDescriptor: writing, closeOnDealloc: false) }

    /// Once whoever writes has it open.
    func closeWriting() {
        if writing >= 0 { close(writing) }
        writing = -1
    }

    /// Reads to the end, which comes when all writers are gone. Without what filled it.
    var text: String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(reading, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return String(decoding: bytes.dropFirst(filling), as: UTF8.self)
    }
}

/// Runs whose output nobody reads: they go on, end, and can be stopped.
@Suite(.serialized) struct UnreadTests {
    private func start(
        _ bench: FaultBench, _ name: String, _ more: [String], fault: String = "", output: FullOutput
    ) throws -> Process {
        let process = Process()
        process.executableURL = bench.program.url
        let file = try write(FaultBench.sweep, to: bench.folder, as: "\(name).yaml")
        process.arguments =
            ["run", file, "--results", bench.results(name).path, "--lanes", "2", "--pin", "none", "--checkpoint-seconds", "0"]
            + more
        process.environment = [
            "PATH": "/usr/bin:/bin", "HOME": bench.folder.path, "TERM": "xterm", "SWEEP_CORE_LOCKS": "off", "SWEEP_FAULT": fault,
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output.handle
        process.standardError = output.handle
        try process.run()
        output.closeWriting()
        return process
    }

    /// Nil, and killed, where it does not end.
    private func status(_ process: Process) -> Int32? {
        let isOver = waitUntil { !process.isRunning }
        if !isOver { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        return isOver && process.terminationReason == .exit ? process.terminationStatus : nil
    }

    @Test(arguments: [(["--no-supervise"], true), (["--supervise"], false)])
    func `a run that nobody reads ends complete`(_ way: [String], isTerminal: Bool) throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let output = try FullOutput(isTerminal: isTerminal)
            let process = try start(bench, "r", way, output: output)
            #expect(status(process) == 0)
            #expect(try bench.measured("r") == 6)
            #expect(RunStatus(contentsOf: bench.results("r").appendingPathComponent("status.json"))?.exitStatus == 0)
            withExtendedLifetime(output) {}
        }
    }

    @Test(arguments: [(["--no-supervise"], false), (["--supervise"], true)])
    func `and is stopped by SIGTERM with its checkpoints`(_ way: [String], isTerminal: Bool) throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let output = try FullOutput(isTerminal: isTerminal)
            let fault = "slow(300)@R4 WT seed 0:0; slow(300)@R4 WT seed 1:0; slow(300)@R4 DA seed 0:0; slow(300)@R4 DA seed 1:0"
            let process = try start(bench, "r", way + ["--set", "training.epochs=1000"], fault: fault, output: output)
            let checkpoints = CheckpointFolder(bench.results("r").appendingPathComponent("checkpoints"))
            while process.isRunning, checkpoints.found().isEmpty { usleep(2000) }
            kill(process.processIdentifier, SIGTERM)
            #expect(status(process) == 143)
            #expect(!checkpoints.found().isEmpty)
            #expect(RunStatus(contentsOf: bench.results("r").appendingPathComponent("status.json"))?.exitStatus == 143)
            withExtendedLifetime(output) {}
        }
    }

    @Test(arguments: [["--no-supervise"], ["--supervise"]])
    func `a reader that comes late misses no line`(_ way: [String]) throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let output = try FullOutput(isTerminal: false)
            let process = try start(bench, "r", way + ["--json"], output: output)
            bench.wait("r", while: process) { $0.contains(where: isStarted) }
            let lines = output.text.split(separator: "\n").filter { $0.hasPrefix("{") }
            #expect(status(process) == 0)
            let events = try lines.map { line in
                let fields = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                return try #require(fields?["event"] as? String)
            }
            #expect(events.first == "begun" && events.last == "ended", "\(events)")
            #expect(events.count { $0 == "begun" || $0 == "ended" } == 2 && events.count > 10)
        }
    }

    @Test func `a supervised run goes on where the terminal stops what is in its background`() throws {
        let setsid = URL(fileURLWithPath: "/usr/bin/setsid")
        guard FileManager.default.isExecutableFile(atPath: setsid.path) else { return }
        try withFolder { folder in
            let program = try Program()
            let file = try write(FaultBench.sweep, to: folder)
            let terminal = try PseudoTerminal(columns: 120, rows: 40)
            // A stopped run would never end by itself.
            let script = "stty tostop && exec timeout --foreground -k 5 300 \"$0\" \"$@\""
            let result = try terminal.run(
                setsid,
                [
                    "--ctty", "--wait", "/bin/sh", "-c", script, program.url.path, "run", file, "--results",
                    folder.appendingPathComponent("r").path, "--lanes", "2", "--pin", "none", "--supervise",
                    // The user's command is in the foreground, and stops at background words as always.
                    "--on-finish", "grep SigIgn /proc/$$/status",
                ],
                environment: ["PATH": "/usr/bin:/bin", "HOME": folder.path, "TERM": "xterm", "SWEEP_CORE_LOCKS": "off"],
                isControlling: true)
            #expect(result.status == 0, "\(result.text)")
            #expect(result.text.contains("beside them"), "\(result.text)")
            let ignored = try #require(result.text.firstMatch(of: /SigIgn:\s*([0-9a-f]+)/).flatMap { UInt64($0.1, radix: 16) })
            #expect(ignored & (1 << UInt64(SIGTTOU - 1)) == 0)
        }
    }
}
