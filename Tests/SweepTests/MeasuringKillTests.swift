@testable import Core
import Foundation
import Testing

/// `kill -9` where KillTests does not reach: in the middle of measuring, and of a worker whose supervisor lives.
/// Some kills here; many with SWEEP_SOAK=1.
@Suite(.serialized) struct MeasuringKillTests {
    @Test(arguments: [["--no-supervise"], ["--supervise"], ["--no-supervise", "--isolate"]])
    func `killed while measuring, it goes on from the last chunk`(_ way: [String]) throws {
        try withFolder { folder in
            var bench = try SlowBench(folder)
            let whole = try bench.run(way, name: "whole")
            #expect(whole.status == 0, "\(whole.errors)")
            let expected = try bench.faults.content("whole")
            var stream = RandomStream(seed: UInt64(way.count), purpose: .test, index: 22)
            var killed = 0
            for repetition in 0 ..< (SlowBench.isSoak ? 20 : 1) {
                bench.name = "r\(repetition)"
                for round in 0 ..< (SlowBench.isSoak ? 10 : 3) {
                    let process = try bench.start(way, until: .measuring)
                    usleep(stream.integer(below: 30_000))
                    guard process.isRunning else { break }
                    kill(process.processIdentifier, SIGKILL)
                    process.waitUntilExit()
                    killed += 1
                    waitUntilFree(bench.faults.results(bench.name))
                    guard round == 0 else { continue }
                    let plan = try bench.plan()
                    #expect(plan.output.contains("interrupted"), "\(plan.output)\n\(plan.errors)")
                }
                let rest = try bench.run(way)
                #expect(rest.status == 0, "\(rest.errors)")
                #expect(rest.output.contains("goes on after") || SlowBench.isSoak, "\(rest.output)")
                #expect(try bench.faults.content(bench.name) == expected)
                #expect(bench.found == [:])
            }
            #expect(killed >= 2, "over before it could be killed")
            if SlowBench.isSoak { print("kill -9 while measuring \(way): \(killed) times, bytes that differ at the end: 0") }
        }
    }

    @Test(arguments: [[String](), ["--isolate"]])
    func `a worker that is killed again and again under a living supervisor`(_ way: [String]) throws {
        try withFolder { folder in
            let program = try Program()
            let file = try write(smallSweep, to: folder)
            func arguments(_ name: String) -> [String] {
                ["run", file, "--results", folder.appendingPathComponent(name).path, "--checkpoint-seconds", "0", "--supervise"]
                    + ["--lanes", "2", "--pin", "none", "--set", "seeds=4", "--set", "training.epochs=16"] + way
            }
            let whole = try program.run(arguments("whole"), in: folder)
            let expected = try comparable(folder.appendingPathComponent("whole"))
            let faults = try FaultBench(folder)
            var stream = RandomStream(seed: UInt64(way.count), purpose: .test, index: 23)
            var killed = 0
            for repetition in 0 ..< (SlowBench.isSoak ? 20 : 1) {
                let name = "r\(repetition)"
                let process = try program.start(arguments(name), output: folder)
                for _ in 0 ..< (SlowBench.isSoak ? 10 : 4) {
                    // Three crashes without a result between them would end the run.
                    let before = results(try? faults.events(name))
                    faults.wait(name, while: process) { results($0) > before }
                    usleep(stream.integer(below: 60_000))
                    guard process.isRunning, let worker = faults.worker(of: process) else { break }
                    kill(worker, SIGKILL)
                    killed += 1
                }
                process.waitUntilExit()
                let errors = try String(contentsOf: folder.appendingPathComponent("err"), encoding: .utf8)
                #expect(process.terminationStatus == whole.status, "\(errors)")
                let found = try comparable(folder.appendingPathComponent(name))
                #expect(Set(found.keys) == Set(expected.keys))
                for (file, bytes) in expected { #expect(found[file] == bytes, "\(file)") }
            }
            #expect(killed >= 2, "the sweep was over before it could be killed")
            if SlowBench.isSoak {
                print("kill -9 of the worker \(way): \(killed) times, bytes that differ at the end: 0 of \(expected.count) files")
            }
        }
    }

    private func results(_ events: [JournalEvent]?) -> Int {
        (events ?? []).count { event in
            switch event {
            case .trained, .evaluated: true
            default: false
            }
        }
    }
}
