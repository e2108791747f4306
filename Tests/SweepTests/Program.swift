import Core
import Foundation
import Testing

/// The built program, run as a person would run it.
struct Program {
    let url: URL

    init() throws {
        // The tests' bundle and the program lie in the same folder.
        var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        for _ in 0 ..< 4 {
            let candidate = folder.appendingPathComponent("sweep")
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: candidate.path, isDirectory: &isFolder), !isFolder.boolValue {
                url = candidate
                return
            }
            folder = folder.deletingLastPathComponent()
        }
        throw Missing()
    }

    struct Missing: Error, CustomStringConvertible {
        var description: String { "no program named sweep beside \(CommandLine.arguments[0])" }
    }

    struct Result {
        var status: Int32
        var output: String
        var errors: String
    }

    func start(_ arguments: [String], environment: [String: String] = [:], output: URL) throws -> Process {
        let process = Process()
        process.executableURL = url
        process.arguments = arguments
        // Many run at once, and perhaps beside somebody's sweep: cores are locked only by tests about that.
        process.environment = [
            "PATH": "/usr/bin:/bin", "HOME": output.path, "TERM": "dumb", "SWEEP_CORE_LOCKS": "off",
        ]
            .merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        for (name, assign) in [
            ("out", { process.standardOutput = $0 }), ("err", { process.standardError = $0 }),
        ] as [(String, (FileHandle) -> Void)] {
            let file = output.appendingPathComponent(name)
            try Data().write(to: file)
            assign(try FileHandle(forWritingTo: file))
        }
        try process.run()
        return process
    }

    func run(_ arguments: [String], environment: [String: String] = [:], in folder: URL) throws -> Result {
        let output = folder.appendingPathComponent("run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
        let process = try start(arguments, environment: environment, output: output)
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus,
            output: try String(contentsOf: output.appendingPathComponent("out"), encoding: .utf8),
            errors: try String(contentsOf: output.appendingPathComponent("err"), encoding: .utf8))
    }
}

/// Another program, found on the PATH or named with its path.
enum Tool {
    /// - Parameters:
    ///   - environment: what differs from the tests' own.
    ///   - folder: for what it prints.
    static func run(
        _ command: String, _ arguments: [String], environment: [String: String] = [:], in folder: URL
    ) throws -> Program.Result {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [command] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        let name = UUID().uuidString
        let (out, err) = (folder.appendingPathComponent("\(name).out"), folder.appendingPathComponent("\(name).err"))
        for url in [out, err] { try Data().write(to: url) }
        process.standardOutput = try FileHandle(forWritingTo: out)
        process.standardError = try FileHandle(forWritingTo: err)
        try process.run()
        process.waitUntilExit()
        defer { for url in [out, err] { try? FileManager.default.removeItem(at: url) } }
        // What another program prints need not be UTF-8.
        func text(_ url: URL) throws -> String { String(decoding: try Data(contentsOf: url), as: UTF8.self) }
        return Program.Result(status: process.terminationStatus, output: try text(out), errors: try text(err))
    }
}

/// Places for tests that start programs. The runner takes on as many tests as there are processors: on a machine of 64,
/// of which a container may use two, 64 sweeps of 64 lanes would run out of memory and of every patience.
private enum Places {
    /// Whether the test that is running here has one.
    @TaskLocal static var isTaken = false

    static let free = DispatchSemaphore(value: max(2, min(8, usableProcessors)))
}

/// A folder of the test's own, gone afterwards. Waits for a place among the tests that start programs.
func withFolder<Value>(_ body: (URL) throws -> Value) throws -> Value {
    if Places.isTaken { return try withOwnFolder(body) }
    Places.free.wait()
    defer { Places.free.signal() }
    return try Places.$isTaken.withValue(true) { try withOwnFolder(body) }
}

private func withOwnFolder<Value>(_ body: (URL) throws -> Value) throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sweep-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
}

/// Processors that this process may use at a time: those of its affinity mask, or fewer by a cgroup's quota.
private let usableProcessors: Int = {
    let processors = ProcessInfo.processInfo.activeProcessorCount
    return CPUQuota.read().map { max(1, min(processors, Int($0.cpus))) } ?? processors
}()

/// The lanes of a run that was asked for two and binds none: a quota of less than two processors leaves it one.
let lanesOfTwo = CPUQuota.read().map { max(1, min(2, Int($0.cpus))) } ?? 2

/// Blocks until nobody has a results folder any more: the worker of a supervisor that was killed ends a moment after it,
/// and a run has patience for a second only.
func waitUntilFree(_ results: URL) {
    for _ in 0 ..< 12_000 where ResultsLock.held(folder: results.path) != nil { usleep(10_000) }
}

/// Whether something became true, within two minutes: however busy the machine is.
func waitUntil(_ isTrue: () -> Bool) -> Bool {
    for _ in 0 ..< 24_000 {
        if isTrue() { return true }
        usleep(5000)
    }
    return false
}

/// A sweep of a few seconds with every method and a ν search.
let smallSweep = """
    name: small
    data: {source: strokes, train: 300, test: 200, validation: 100}
    groups: [R4, T3]
    methods: [WT, DA, IR]
    seeds: [0, 1]
    nu: {smallest: SI >= 0.6, from: 0.1, to: 100, within: 3}
    training: {epochs: 3, batch: 64, hidden: [32, 32]}
    saliency: {steps: 10}
    """

func write(_ text: String, to folder: URL, as name: String = "sweep.yaml") throws -> String {
    let url = folder.appendingPathComponent(name)
    try text.write(to: url, atomically: true, encoding: .utf8)
    return url.path
}

/// The content of every file under a results folder that must not depend on how it was computed.
func comparable(_ results: URL) throws -> [String: Data] {
    var files: [String: Data] = [:]
    // jobs.csv tells when and where.
    let tables = try FileManager.default.contentsOfDirectory(atPath: results.path).filter {
        $0.hasSuffix(".csv") && $0 != "jobs.csv"
    }
    for name in Set(tables + ["table.csv", "nu_search.csv", "sweep.yaml", "splits.safetensors"]) {
        files[name] = try Data(contentsOf: results.appendingPathComponent(name))
    }
    let models = results.appendingPathComponent("models")
    for name in try FileManager.default.contentsOfDirectory(atPath: models.path) {
        files["models/\(name)"] = try Data(contentsOf: models.appendingPathComponent(name))
    }
    return files
}
