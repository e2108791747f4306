@testable import Core
import Foundation
import Testing

/// A sweep of two jobs on one lane, each slow enough to be met in the middle of training and of measuring.
struct SlowBench {
    enum Phase: CaseIterable { case training, measuring }

    let faults: FaultBench
    var name = "r"

    private static let sweep = """
        name: slow
        data: {source: strokes, train: 60, test: 1000, validation: 20}
        groups: [R4]
        methods: [WT, DA]
        seeds: [0]
        training: {epochs: 12, batch: 30, hidden: [8, 8]}
        measure: [accuracy, LI, SI]
        saliency: {steps: 4}
        """
    /// For runs that are stopped: a phase takes more than a second, whoever is kept from meeting it by a busy machine.
    static let slowness = slow(100)

    /// - Parameter milliseconds: that every epoch and every chunk takes more.
    static func slow(_ milliseconds: Int) -> String {
        ["WT", "DA"].flatMap { method in
            ["0", "measure"].map { "slow(\(milliseconds))@R4 \(method) seed 0:\($0)" }
        }.joined(separator: ";")
    }
    static let isSoak = ProcessInfo.processInfo.environment["SWEEP_SOAK"] == "1"

    init(_ folder: URL) throws {
        faults = try FaultBench(folder)
    }

    private var folder: CheckpointFolder {
        CheckpointFolder(faults.results(name).appendingPathComponent("checkpoints"))
    }

    var found: FoundCheckpoints { folder.all() }

    private func options(_ way: [String]) -> [String] { ["--lanes", "1", "--checkpoint-seconds", "0"] + way }

    func run(_ way: [String], name other: String? = nil) throws -> Program.Result {
        try faults.run(other ?? name, options(way), text: Self.sweep)
    }

    func plan() throws -> Program.Result {
        try faults.program.run(
            ["plan", write(Self.sweep, to: faults.folder), "--results", faults.results(name).path], in: faults.folder)
    }

    /// Starts a slow run and waits until it has got further in such a phase than the checkpoints said.
    /// - Parameter planned: instead of the usual slowness.
    func start(_ way: [String], until phase: Phase, faults planned: String = slowness) throws -> Process {
        let before = found
        let process = try faults.start(name, options(way), fault: planned, text: Self.sweep)
        while process.isRunning, !isFurther(phase, than: before) { usleep(1000) }
        return process
    }

    private func isFurther(_ phase: Phase, than before: FoundCheckpoints) -> Bool {
        let now = found
        return switch phase {
        case .training: now.epochs.contains { $0.value > before.epochs[$0.key, default: 0] }
        case .measuring: now.measurings.contains { $0.value.samples > before.measurings[$0.key]?.samples ?? 0 }
        }
    }

    /// What the last started run has printed.
    func output() throws -> String {
        try String(contentsOf: faults.folder.appendingPathComponent("output-\(name)/out"), encoding: .utf8)
    }

    func expectNoFailure(_ what: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        #expect(try faults.crashes(name).isEmpty, "\(what)", sourceLocation: sourceLocation)
        #expect(try faults.failures(name).isEmpty, "\(what)", sourceLocation: sourceLocation)
    }

    /// Whether a process stands still.
    static func isStopped(_ pid: Int32) -> Bool {
        guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let name = stat.lastIndex(of: ")")
        else { return false }
        return stat[name...].hasPrefix(") T")
    }
}

/// The signals that ask a run to stop, with the status that it ends with. Whoever runs the tests under nohup
/// ignores SIGHUP, and so do the programs that they start.
let stopSignals: [(number: Int32, status: Int32)] = {
    let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let ignored = status?.split(separator: "\n").first { $0.hasPrefix("SigIgn:") }
        .flatMap { UInt64($0.dropFirst(7).trimmingCharacters(in: .whitespaces), radix: 16) } ?? 0
    return [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129)].filter { ignored >> UInt64($0.0 - 1) & 1 == 0 }
}()
