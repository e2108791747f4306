@testable import Core
import Foundation
import Testing

/// A sweep of few and tiny jobs on two lanes, and what a fault left of it.
struct FaultBench {
    let program: Program
    let folder: URL

    static let sweep = """
        name: faults
        data: {source: strokes, train: 60, test: 20, validation: 20}
        groups: [R4]
        methods: [WT, DA, IR]
        nu: 1
        seeds: [0, 1]
        training: {epochs: 3, batch: 30, hidden: [8, 8]}
        measure: [accuracy, LI]
        """

    init(_ folder: URL) throws {
        program = try Program()
        self.folder = folder
    }

    func results(_ name: String) -> URL { folder.appendingPathComponent(name) }

    private func arguments(_ text: String, _ name: String, _ more: [String]) throws -> [String] {
        let file = try write(text, to: folder, as: "\(name).yaml")
        return ["run", file, "--results", results(name).path, "--lanes", "2", "--pin", "none"] + more
    }

    func run(
        _ name: String, _ options: [String] = [], fault: String = "", grace: Double? = nil, silence: Double? = nil,
        text: String = sweep, environment more: [String: String] = [:]
    ) throws -> Program.Result {
        try program.run(
            arguments(text, name, options), environment: environment(fault, grace, silence).merging(more) { $1 }, in: folder)
    }

    /// Started and not waited for; its output lies in a folder of its own.
    /// - Parameter pauses: as in `SWEEP_PAUSES`; nil for many short ones.
    func start(
        _ name: String, _ more: [String] = [], fault: String = "", grace: Double? = nil, pauses: String? = nil,
        text: String = sweep
    ) throws -> Process {
        let output = folder.appendingPathComponent("output-\(name)")
        try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
        return try program.start(
            arguments(text, name, more),
            environment: environment(fault, grace, nil).merging(pauses.map { ["SWEEP_PAUSES": $0] } ?? [:]) { $1 },
            output: output)
    }

    private func environment(_ fault: String, _ grace: Double?, _ silence: Double?) -> [String: String] {
        // Looking up the frames of a crash takes seconds.
        // Nor shall a test wait for what is waited for in a night.
        var environment = [
            "SWEEP_FAULT": fault, "SWIFT_BACKTRACE": "enable=no",
            "SWEEP_PAUSES": Array(repeating: "0.1", count: 300).joined(separator: ","),
        ]
        environment["SWEEP_GRACE"] = grace.map { "\($0)" }
        environment["SWEEP_SILENCE"] = silence.map { "\($0)" }
        return environment
    }

    /// What a started run has said so far: on standard output, on standard error.
    func said(_ name: String) -> (output: String, errors: String) {
        func text(_ file: String) -> String {
            (try? String(contentsOf: folder.appendingPathComponent("output-\(name)/\(file)"), encoding: .utf8)) ?? ""
        }
        return (text("out"), text("err"))
    }

    func events(_ name: String) throws -> [JournalEvent] {
        try Journal.read(folder: results(name).appendingPathComponent("journal").path).events
    }

    func failures(_ name: String) throws -> [FailedEvent] {
        try events(name).compactMap { if case .failed(let event) = $0 { event } else { nil } }
    }

    func crashes(_ name: String) throws -> [CrashedEvent] {
        try events(name).compactMap { if case .crashed(let event) = $0 { event } else { nil } }
    }

    func measured(_ name: String) throws -> Int {
        Set(try events(name).compactMap { if case .evaluated(let event) = $0 { event.id } else { nil } }).count
    }

    /// Tables and models, which must not depend on how they came about.
    func content(_ name: String) throws -> [String: Data] {
        var content = try comparable(results(name))
        content["sweep.yaml"] = nil
        return content
    }

    /// Blocks until the journal has events enough, or the process has ended.
    func wait(_ name: String, while process: Process, until isEnough: ([JournalEvent]) -> Bool) {
        while process.isRunning, !isEnough((try? events(name)) ?? []) { usleep(2000) }
    }

    /// The processes that a process has started, and theirs.
    func descendants(of pid: Int32) -> [Int32] {
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? []
        return threads.flatMap { thread -> [Int32] in
            let text = try? String(contentsOfFile: "/proc/\(pid)/task/\(thread)/children", encoding: .utf8)
            return (text ?? "").split(separator: " ").compactMap { Int32($0) }
        }.flatMap { [$0] + descendants(of: $0) }
    }

    /// The worker that a supervisor started.
    func worker(of supervisor: Process) -> Int32? { descendants(of: supervisor.processIdentifier).first }

    /// Whether a process ends before long. One that nobody reaped has ended.
    func isGone(_ pid: Int32) -> Bool {
        waitUntil {
            guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
                let name = stat.lastIndex(of: ")")
            else { return true }
            return stat[name...].hasPrefix(") Z")
        }
    }
}

func isStarted(_ event: JournalEvent) -> Bool { if case .started = event { true } else { false } }
