@testable import Core
import Foundation
import Testing

/// What a terminal, a batch system or a person does to the processes of a run while it trains and measures.
/// Every signal in one phase here; in both, and for longer, with SWEEP_SOAK=1.
@Suite(.serialized) struct SignalTests {
    private enum Who: CaseIterable { case supervisor, worker, isolatedJob, group }

    private static let ways = [
        ["--no-supervise"], ["--supervise"], ["--no-supervise", "--isolate"], ["--supervise", "--isolate"],
    ]

    private func whole(_ bench: SlowBench) throws -> [String: Data] {
        let result = try bench.run(["--no-supervise"], name: "whole")
        #expect(result.status == 0, "\(result.errors)")
        return try bench.faults.content("whole")
    }

    // MARK: - Stopped and continued

    @Test(arguments: SlowBench.Phase.allCases)
    func `a process that is stopped and continued costs nothing but the time`(_ phase: SlowBench.Phase) throws {
        try withFolder { folder in
            var bench = try SlowBench(folder)
            let expected = try whole(bench)
            for who in Who.allCases {
                bench.name = "\(who)"
                let process = try bench.start(
                    who == .isolatedJob ? ["--no-supervise", "--isolate"] : ["--supervise"], until: phase,
                    faults: SlowBench.slow(40))
                try #require(process.isRunning, "over before it could be stopped")
                let supervisor = process.processIdentifier
                let below = bench.faults.descendants(of: supervisor)
                let stopped: [Int32]
                switch who {
                case .supervisor: stopped = [supervisor]
                case .worker, .isolatedJob: stopped = [try #require(below.first)]
                case .group: stopped = [supervisor, try #require(below.first)]
                }
                // Ctrl-Z comes to the group; what is meant for one process is not to be refused.
                if who == .group { kill(-supervisor, SIGTSTP) } else { kill(stopped[0], SIGSTOP) }
                #expect(waitUntil { stopped.allSatisfy(SlowBench.isStopped) }, "\(who)")
                usleep(SlowBench.isSoak ? 4_000_000 : 100_000)
                if who == .group { kill(-supervisor, SIGCONT) } else { kill(stopped[0], SIGCONT) }
                process.waitUntilExit()
                #expect(process.terminationReason == .exit && process.terminationStatus == 0, "\(who)")
                try bench.expectNoFailure("\(who)")
                #expect(try bench.faults.content(bench.name) == expected, "\(who)")
            }
        }
    }

    @Test func `a worker that is killed while its supervisor is stopped is started again afterwards`() throws {
        try withFolder { folder in
            let bench = try SlowBench(folder)
            let expected = try whole(bench)
            let process = try bench.start(["--supervise"], until: .measuring)
            let supervisor = process.processIdentifier
            let worker = try #require(bench.faults.worker(of: process))
            kill(supervisor, SIGSTOP)
            #expect(waitUntil { SlowBench.isStopped(supervisor) })
            kill(worker, SIGKILL)
            #expect(bench.faults.isGone(worker))
            kill(supervisor, SIGCONT)
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
            #expect(try bench.faults.crashes(bench.name).count == 1)
            let output = try bench.output()
            #expect(output.contains("measuring test goes on after "), "\(output)")
            #expect(try bench.faults.content(bench.name) == expected)
        }
    }

    // MARK: - Asked to stop

    /// - Parameter everywhere: to every process of the run, as batch systems do it; else to the process group that
    ///   was started, as a terminal does it.
    private func stop(
        _ number: Int32, _ status: Int32, _ way: [String], _ phase: SlowBench.Phase, everywhere: Bool,
        _ bench: SlowBench, _ expected: [String: Data]
    ) throws {
        var bench = bench
        let what = "signal \(number), \(way), \(phase)\(everywhere ? ", everywhere" : "")"
        bench.name = what.filter { $0.isLetter || $0.isNumber }
        let process = try bench.start(way, until: phase)
        try #require(process.isRunning, "over before it could be stopped: \(what)")
        let others = everywhere ? bench.faults.descendants(of: process.processIdentifier) : []
        kill(-process.processIdentifier, number)
        for pid in others { kill(pid, number) }
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == status, "\(what)")
        let output = try bench.output()
        #expect(output.contains("interrupted; go on with: "), "\(what): \(output)")
        try bench.expectNoFailure(what)
        let found = bench.found
        switch phase {
        case .training:
            #expect(!found.epochs.isEmpty, "\(what)")
            #expect(output.contains(": checkpoint after epoch "), "\(what): \(output)")
        case .measuring:
            #expect(!found.measurings.isEmpty, "\(what)")
            #expect(output.contains(": checkpoint of measuring test after "), "\(what): \(output)")
        }
        for table in ["table.csv", "jobs.csv"] {
            let path = bench.faults.results(bench.name).appendingPathComponent(table).path
            #expect(FileManager.default.fileExists(atPath: path), "\(what)")
        }
        let rest = try bench.run(way)
        #expect(rest.status == 0, "\(what): \(rest.errors)")
        let words = phase == .training ? ": going on after epoch " : ": measuring test goes on after "
        #expect(rest.output.contains(words), "\(what): \(rest.output)")
        #expect(try bench.faults.content(bench.name) == expected, "\(what)")
        #expect(bench.found == [:], "\(what)")
    }

    @Test(arguments: ways) func `a signal to the whole process group leaves checkpoints and tables`(_ way: [String]) throws {
        try withFolder { folder in
            let bench = try SlowBench(folder)
            let expected = try whole(bench)
            for (index, signal) in stopSignals.enumerated() {
                for (place, phase) in SlowBench.Phase.allCases.enumerated() where SlowBench.isSoak || index % 2 != place {
                    for everywhere in SlowBench.isSoak ? [false, true] : [signal.number == SIGTERM] {
                        try stop(
                            signal.number, signal.status, way, phase, everywhere: everywhere, bench, expected)
                        guard SlowBench.isSoak else { continue }
                        print("signal \(signal.number) \(way) \(phase) everywhere \(everywhere): resumed, bytes that differ: 0")
                    }
                }
            }
        }
    }

    /// A second Ctrl-C, when the first is half a second old.
    @Test func `a second signal ends a measuring at once, and what was kept is kept`() throws {
        try withFolder { folder in
            let bench = try SlowBench(folder)
            let expected = try whole(bench)
            // The chunk under way takes longer than a person waits.
            let slow = "slow(60000)@R4 WT seed 0:measure+128; slow(60000)@R4 DA seed 0:measure+128"
            let process = try bench.start(["--no-supervise"], until: .measuring, faults: slow)
            #expect(waitUntil { bench.found.measurings.values.contains { $0.samples == 64 } })
            kill(-process.processIdentifier, SIGINT)
            #expect(waitUntil { (try? bench.output())?.contains("once more ends at once") == true })
            usleep(700_000)
            kill(-process.processIdentifier, SIGINT)
            process.waitUntilExit()
            #expect(process.terminationStatus == 130)
            let rest = try bench.run(["--no-supervise"])
            #expect(rest.output.contains(": measuring test goes on after 64 of 1,000 samples"), "\(rest.output)")
            #expect(try bench.faults.content(bench.name) == expected)
        }
    }
}
