@testable import Core
import Foundation
import Testing

/// Several sweeps on one machine, as processes, with a lock folder of the test's own.
@Suite(.serialized) struct CoreSharingTests {
    let program: Program

    init() throws { program = try Program() }

    private static let tiny = """
        name: tiny
        data: {source: strokes, train: 100, test: 40, validation: 40}
        groups: [F2]
        methods: [DA]
        seeds: [0]
        training: {epochs: 1, batch: 32, hidden: [8]}
        measure: [accuracy]
        """

    /// Takes as many of the machine's cores as a program would if no quota held it back, but for some.
    /// - Returns: what is held, nil where that is nothing; how many lanes a program would have if nobody held any.
    private func hold(_ locks: URL, leaving free: Int) throws -> (held: CoreLocks?, lanes: Int) {
        let topology = try HwlocTopology()
        let layout = topology.layout
        let all = try LanePlanner.plan(layout, allowed: topology.allowed).lanes.map(\.core)
        let count = all.count - free
        let lanes = try LanePlanner.plan(layout, allowed: topology.allowed, quota: .read()).lanes.count
        guard count > 0 else { return (nil, lanes) }
        let (_, held) = try CoreLocks.take(
            layout.cores, in: CoreLockFolder(path: locks.path),
            for: CoreHolder(pid: 4321, work: "sweep other", folder: "/elsewhere")
        ) { held throws(LanePlanError) in
            try LanePlanner.plan(
                layout, allowed: topology.allowed, held: held, options: LaneOptions(lanes: count))
        }
        return (held, lanes)
    }

    private func text(_ url: URL) -> String { (try? String(contentsOf: url, encoding: .utf8)) ?? "" }

    @Test func `a sweep that finds no free core says so, waits, and goes on when one is free`() throws {
        try withFolder { folder in
            let locks = folder.appendingPathComponent("locks")
            var others: CoreLocks? = try hold(locks, leaving: 0).held
            #expect(others?.cores.isEmpty == false)
            let file = try write(Self.tiny, to: folder)
            let results = folder.appendingPathComponent("r")
            let environment = ["SWEEP_CORE_LOCKS": locks.path]
            let process = try program.start(
                ["run", file, "--results", results.path], environment: environment, output: folder)
            let errors = folder.appendingPathComponent("err")
            try #require(waitUntil { text(errors).contains("waiting") })
            #expect(
                text(errors).contains(
                    "note: all cores are in use by process 4321 (sweep other, /elsewhere); waiting; --pin none runs beside it"))
            let picture = try program.run(["topology"], environment: environment, in: folder)
            #expect(picture.status == 0)
            #expect(picture.output.contains(": process 4321 (sweep other, /elsewhere)"), "\(picture.output)")
            #expect(picture.output.contains("no lane: a run would wait until a core is free"))
            let status = try program.run(["status", results.path], in: folder)
            #expect(status.status == 0 && status.output.contains("; it reads data or waits for cores: nothing is trained"), "\(status)")
            let report = try program.run(["report", results.path], in: folder)
            #expect(
                report.status == 1 && report.errors.contains("\(results.path): a run was begun there by process ")
                    && report.errors.contains("; it reads data or waits for cores, and there is nothing yet"), "\(report)")
            // Nothing has begun, and unbound lanes need not wait.
            #expect(!FileManager.default.fileExists(atPath: results.appendingPathComponent("sweep.yaml").path))
            let beside = try program.run(
                ["run", file, "--pin", "none", "--results", folder.appendingPathComponent("r2").path],
                environment: environment, in: folder)
            #expect(beside.status == 0, "\(beside.errors)")
            others = nil
            process.waitUntilExit()
            #expect(process.terminationStatus == 0, "\(text(errors))")
            #expect(text(errors).components(separatedBy: "waiting").count == 2)
            // What they say of their holders goes with these.
            for name in try FileManager.default.contentsOfDirectory(atPath: locks.path) {
                #expect(text(locks.appendingPathComponent(name)).isEmpty)
            }
        }
    }

    @Test func `a finished sweep needs neither a core nor memory, and who will not wait is told so`() throws {
        try withFolder { folder in
            let locks = folder.appendingPathComponent("locks")
            let others = try hold(locks, leaving: 0).held
            let file = try write(Self.tiny, to: folder)
            let results = folder.appendingPathComponent("r")
            func run(_ arguments: [String], _ environment: [String: String]) throws -> Program.Result {
                try program.run(["run", file, "--results", results.path] + arguments, environment: environment, in: folder)
            }
            let held = ["SWEEP_CORE_LOCKS": locks.path]
            let none = try run(["--no-wait"], held)
            #expect(none.status == 2, "\(none.errors)")
            #expect(
                none.errors.contains("all cores are in use by process 4321 (sweep other, /elsewhere); with --no-wait nothing has begun"))
            #expect(!FileManager.default.fileExists(atPath: results.appendingPathComponent("sweep.yaml").path))
            let first = try run([], [:])
            #expect(first.status == 0, "\(first.errors)")
            let tables = try comparable(results)
            // It would wait for ever, and refuse for want of memory.
            let again = try run([], held.merging(["SWEEP_MEMORY": "1M"]) { $1 })
            #expect(again.status == 0 && !again.errors.contains("waiting"), "\(again.errors)")
            #expect(again.output.contains("done 1"), "\(again.output)")
            #expect(try comparable(results) == tables)
            withExtendedLifetime(others) {}
        }
    }

    @Test func `a plan tells what a run would meet, and changes nothing`() throws {
        try withFolder { folder in
            let locks = folder.appendingPathComponent("locks")
            let others = try hold(locks, leaving: 0).held
            let file = try write(Self.tiny, to: folder)
            let results = folder.appendingPathComponent("r")
            func plan(_ arguments: [String] = [], _ environment: [String: String] = [:]) throws -> Program.Result {
                try program.run(
                    ["plan", file, "--results", results.path] + arguments, environment: environment, in: folder)
            }
            let held = try plan([], ["SWEEP_CORE_LOCKS": locks.path])
            #expect(held.status == 0, "\(held.errors)")
            #expect(
                held.errors.contains("note: a run would wait: all cores are in use by process 4321 (sweep other, /elsewhere)"),
                "\(held.errors)")
            #expect(try !plan(["--topology", "core:4 pu:1"], ["SWEEP_CORE_LOCKS": locks.path]).errors.contains("wait"))
            let small = try plan([], ["SWEEP_MEMORY": "1M"])
            #expect(small.errors.contains("note: a run would refuse: F2 DA needs up to"), "\(small.errors)")
            let two = try plan(["--lanes", "2", "--pin", "none"], ["SWEEP_MEMORY": "11M"])
            let isLess = two.errors.contains("note: 1 lane instead of 2: the largest job needs up to")
            #expect(isLess == (lanesOfTwo == 2), "\(two.errors)")
            #expect(two.output.contains("on 1 lane"), "\(two.output)")
            #expect(!FileManager.default.fileExists(atPath: results.path))

            let run = try program.run(["run", file, "--results", results.path], in: folder)
            #expect(run.status == 0)
            #expect(try plan().errors.isEmpty)
            let other = try plan(["--set", "training.epochs=2", "--set", "seeds=2"])
            #expect(
                other.errors.contains("note: a run would refuse, unless told --accept: \(results.path) was made by another")
                    && other.errors.contains("training.epochs: 1 there, 2 here")
                    && other.errors.contains("\nThe plan is for a run that is told so."), "\(other.errors)")
            // What it changes is told all the same; nothing is refused, and what is planned is what was planned without.
            let accepted = try plan(["--set", "training.epochs=2", "--set", "seeds=2", "--accept"])
            #expect(accepted.status == 0 && accepted.output == other.output, "\(accepted.errors)\(accepted.output)")
            #expect(
                accepted.errors.hasPrefix("note: with --accept a run would go on there: \(results.path) was made by another")
                    && accepted.errors.contains("training.epochs: 1 there, 2 here") && !accepted.errors.contains("refuse"),
                "\(accepted.errors)")
            #expect(try plan(["--accept"]).errors.isEmpty)
            let lock = try ResultsLock(folder: results.path)
            #expect(try plan().errors.contains("note: a run would refuse: \(results.path) is in use by process \(getpid())"))
            withExtendedLifetime((others, lock)) {}
        }
    }

    @Test(arguments: stopSignals.map(\.number), [[String](), ["--no-supervise"]])
    func `a signal ends the waiting, and nothing has begun`(number: Int32, way: [String]) throws {
        try withFolder { folder in
            let locks = folder.appendingPathComponent("locks")
            let others = try hold(locks, leaving: 0).held
            let file = try write(Self.tiny, to: folder)
            let results = folder.appendingPathComponent("r")
            let process = try program.start(
                ["run", file, "--results", results.path] + way, environment: ["SWEEP_CORE_LOCKS": locks.path],
                output: folder)
            let errors = folder.appendingPathComponent("err")
            try #require(waitUntil { text(errors).contains("waiting") })
            kill(process.processIdentifier, number)
            process.waitUntilExit()
            #expect(process.terminationReason == .exit && process.terminationStatus == 128 + number)
            #expect(text(errors).contains("stopped while waiting for a core; nothing has begun"))
            for command in ["status", "report", "verify"] {
                let told = try program.run([command, results.path], in: folder)
                #expect(
                    told.status == 1
                        && told.errors.contains("\(results.path): a run was begun there, which was stopped before its first job"),
                    "\(command): \(told)")
            }
            #expect(!FileManager.default.fileExists(atPath: results.appendingPathComponent("sweep.yaml").path))
            withExtendedLifetime(others) {}
        }
    }

    /// It did not, once: whoever had waited for signals had made the ears deaf.
    @Test(arguments: stopSignals.map(\.number), [[String](), ["--no-supervise"]])
    func `a run that has waited for a core still hears signals`(number: Int32, way: [String]) throws {
        try withFolder { folder in
            let locks = folder.appendingPathComponent("locks")
            var others: CoreLocks? = try hold(locks, leaving: 0).held
            let file = try write(Self.tiny, to: folder)
            let results = folder.appendingPathComponent("r")
            let process = try program.start(
                ["run", file, "--results", results.path, "--checkpoint-seconds", "0", "--set", "training.epochs=100000"] + way,
                environment: ["SWEEP_CORE_LOCKS": locks.path], output: folder)
            let errors = folder.appendingPathComponent("err")
            try #require(waitUntil { text(errors).contains("waiting") })
            withExtendedLifetime(others) {}
            others = nil
            let checkpoints = CheckpointFolder(results.appendingPathComponent("checkpoints"))
            try #require(waitUntil { !checkpoints.found().isEmpty })
            kill(process.processIdentifier, number)
            try #require(waitUntil { !process.isRunning })
            #expect(process.terminationReason == .exit && process.terminationStatus == 128 + number)
            #expect(text(folder.appendingPathComponent("out")).contains("interrupted; go on with: "))
            #expect(!checkpoints.found().isEmpty)
        }
    }

    @Test func `lanes go to the cores that are free`() throws {
        try withFolder { folder in
            let locks = folder.appendingPathComponent("locks")
            let (others, lanes) = try hold(locks, leaving: 1)
            // On a machine of one core there is nobody to go away from.
            guard others != nil else { return }
            let file = try write(Self.tiny, to: folder)
            let result = try program.run(
                ["run", file, "--results", folder.appendingPathComponent("r").path],
                environment: ["SWEEP_CORE_LOCKS": locks.path], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            #expect(
                result.errors.contains(
                    "used by process 4321 (sweep other, /elsewhere); "
                        + (lanes > 1 ? "1 lane instead of \(lanes)" : "the lanes are on other cores")),
                "\(result.errors)")
            #expect(result.output.contains("\n1 lane on processors"), "\(result.output)")
            withExtendedLifetime(others) {}
        }
    }

    @Test func `a folder that cannot be used is a notice`() throws {
        try withFolder { folder in
            let file = try write(Self.tiny, to: folder)
            let result = try program.run(
                ["run", file, "--results", folder.appendingPathComponent("r").path],
                environment: ["SWEEP_CORE_LOCKS": file], in: folder)
            #expect(result.status == 0)
            #expect(result.errors.contains("note: other sweeps on this machine are not seen"), "\(result.errors)")
            #expect(result.errors.contains("sweep.yaml: not a folder"))
        }
    }

    @Test func `a lane bound to its node is read back as a range`() throws {
        try withFolder { folder in
            let file = try write(Self.tiny, to: folder)
            let results = folder.appendingPathComponent("r")
            let result = try program.run(
                ["run", file, "--lanes", "1", "--pin", "numa", "--results", results.path], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            let json = try program.run(["topology", "--lanes", "1", "--pin", "numa", "--json"], in: folder)
            let report = try #require(
                try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
            let planned = try #require((report["lanes"] as? [[String: Any]])?.first?["processors"] as? String)
            let jobs = try CSVReader.rows(text(results.appendingPathComponent("jobs.csv")))
            let column = try #require(jobs[0].firstIndex(of: "processors"))
            // Written so that no spreadsheet takes it for a date.
            let written = planned.replacingOccurrences(of: "-", with: "..").replacingOccurrences(of: ",", with: " ")
            #expect([written, "unbound"].contains(jobs[1][column]), "\(jobs[1][column]), planned \(planned)")
        }
    }

    @Test func `a sweep that the memory cannot hold does not begin, one that it can for a while has fewer lanes`() throws {
        try withFolder { folder in
            let file = try write(Self.tiny, to: folder)
            let results = folder.appendingPathComponent("r")
            func run(_ memory: String, _ arguments: [String] = []) throws -> Program.Result {
                try program.run(
                    ["run", file, "--results", results.path] + arguments, environment: ["SWEEP_MEMORY": memory],
                    in: folder)
            }
            let none = try run("1M")
            #expect(none.status == 1)
            #expect(none.errors.contains("F2 DA needs up to") && none.errors.contains("(SWEEP_MEMORY=1M)"), "\(none.errors)")
            #expect(!FileManager.default.fileExists(atPath: results.appendingPathComponent("sweep.yaml").path))
            let bad = try run("lots")
            #expect(bad.status == 64 && bad.errors.contains("SWEEP_MEMORY=lots: expected a size"))
            let few = try run("10M")
            #expect(few.status == 0, "\(few.errors)")
        }
    }

    @Test func `plans for machines that are not here`() throws {
        try withFolder { folder in
            func topology(_ arguments: [String]) throws -> Program.Result {
                try program.run(["topology"] + arguments, in: folder)
            }
            let plan = try topology(["--topology", "pack:2 [numa] l3:2 core:4 pu:2", "--allowed", "2,4", "--quota", "1.5"])
            #expect(plan.status == 0)
            #expect(plan.output.hasPrefix("NOT THIS MACHINE: a plan for synthetic topology 'pack:2"))
            #expect(plan.output.contains("allowed  processors 2,4\nquota    1.5 CPUs (--quota)\n"))
            #expect(plan.output.contains("\n1 lane, in the order"))
            for (arguments, expected) in [
                (["--topology", "pack:two"], "--topology: 'pack:two' is not a synthetic topology"),
                (["--topology", "none.xml"], "--topology: none.xml: not a topology file (No such file or directory)"),
                (["--topology", "core:4 pu:1", "--allowed", "9"], "--allowed: there is no processor 9; the machine has 0-3."),
                (["--topology", "core:4 pu:1", "--allowed", "a"], "--allowed a: expected processor numbers"),
                (["--topology", "core:4 pu:1", "--quota", "0"], "--quota 0.0: expected a positive number"),
                (["--topology", "core:4 pu:1", "--cpus", "4"], "--cpus: there is no processor 4"),
                (["--pin", "socket"], "socket"),
            ] {
                let result = try topology(arguments)
                #expect(result.status == 64 && result.errors.contains(expected), "\(arguments): \(result.errors)")
            }
        }
    }
}
