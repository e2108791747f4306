import Foundation

/// A sweep in a folder of its own, and programs that stand in for Slurm's.
struct ShardBench {
    /// WT and DA; slow enough with a fault to be met.
    static let sweep = """
        name: shards
        data: {source: strokes, train: 60, test: 20, validation: 20}
        groups: [R4]
        methods: [WT, DA]
        seeds: [0, 1]
        training: {epochs: 12, batch: 30, hidden: [8, 8]}
        measure: [accuracy, LI]
        """

    /// A stand-in for `squeue` that tells of tasks and of the scripts that jobs run, each where it is asked for that.
    static func squeue(_ tasks: [String], scripts: [String] = []) -> String {
        func echoes(_ lines: [String]) -> String { lines.isEmpty ? ":" : lines.map { "echo '\($0)'" }.joined(separator: "; ") }
        return "case $* in *%T*) \(echoes(tasks));; *) \(echoes(scripts));; esac"
    }

    /// - Parameter milliseconds: that every epoch takes more.
    static func slow(_ milliseconds: Int = 200) -> String {
        ["WT", "DA"].flatMap { method in [0, 1].map { "slow(\(milliseconds))@R4 \(method) seed \($0):0" } }.joined(separator: ";")
    }

    let program: Program
    let folder: URL
    let file: String

    init(_ folder: URL, _ text: String) throws {
        program = try Program()
        self.folder = folder
        file = try write(text, to: folder)
    }

    func results(_ name: String) -> URL { folder.appendingPathComponent(name) }

    /// Whether the first of so many shards that are started by hand has begun a job.
    func hasBegun(_ name: String, of count: Int) -> Bool {
        let folder = results(name).appendingPathComponent("shards/hand-\(count)/00001")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.contains { name in
            let text = try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            return name.hasSuffix(".jsonl") && text?.contains("{\"started\":") == true
        }
    }

    func run(_ arguments: [String], _ environment: [String: String] = [:]) throws -> Program.Result {
        try program.run(arguments, environment: environment, in: folder)
    }

    func shard(_ number: String, _ name: String, _ environment: [String: String] = [:]) throws -> Program.Result {
        try run(["run", file, "--results", results(name).path, "--shard", number], environment)
    }

    /// Begins, and does not wait for the end.
    func start(_ arguments: [String], _ environment: [String: String], _ name: String) throws -> Started {
        let output = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
        return Started(process: try program.start(arguments, environment: environment, output: output), folder: output)
    }

    struct Started {
        let process: Process
        let folder: URL

        var output: String { text("out") }
        var errors: String { text("err") }

        private func text(_ name: String) -> String {
            (try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)) ?? ""
        }

        /// Whether something became true before it ended, or within two minutes.
        func waits(until isTrue: () -> Bool) -> Bool {
            for _ in 0 ..< 12_000 {
                if isTrue() { return true }
                if !process.isRunning { return isTrue() }
                usleep(10_000)
            }
            return false
        }

        func end() -> Int32 {
            process.waitUntilExit()
            return process.terminationStatus
        }
    }

    /// Programs of one line of shell each, alone on the PATH but for the system's.
    func tools(_ lines: [String: String]) throws -> String {
        let tools = folder.appendingPathComponent("tools-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: tools, withIntermediateDirectories: true)
        for (name, line) in lines {
            let url = tools.appendingPathComponent(name)
            try "#!/bin/sh\n\(line)\n".write(to: url, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: url.path)
        }
        return tools.path
    }

    /// What the stand-ins were asked for.
    var log: URL { folder.appendingPathComponent("log") }
    var said: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

    /// An environment with a Slurm that takes everything and forgets it at once; it writes down what it is given.
    /// - Parameter lines: in place of those of some of its programs.
    func slurm(_ lines: [String: String] = [:]) throws -> [String: String] {
        let standard = [
            "sbatch": "echo \"sbatch $*\" >> '\(log.path)'; case $* in *afterany*) echo 13;; *) echo 12;; esac",
            "squeue": ":", "sacct": "exit 1", "scancel": "echo \"scancel $*\" >> '\(log.path)'",
            "scontrol": "case $* in *release*) echo \"scontrol $*\" >> '\(log.path)';; esac; echo 'MaxArraySize = 4'",
        ]
        return ["PATH": try tools(standard.merging(lines) { $1 }) + ":/usr/bin:/bin"]
    }

    /// Every file below a folder by its path there; empty folders too.
    func content(_ name: String) -> [String: Data] {
        let url = results(name)
        var found: [String: Data] = [:]
        for path in FileManager.default.enumerator(atPath: url.path)?.compactMap({ $0 as? String }) ?? [] {
            found[path] = (try? Data(contentsOf: url.appendingPathComponent(path))) ?? Data()
        }
        return found
    }
}
