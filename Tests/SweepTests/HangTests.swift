import Core
import Foundation
import Testing

/// Jobs that give no sign of life, in whole runs.
@Suite(.serialized) struct HangTests {
    private let hung = "R4 DA seed 1"
    /// Three seconds for a job that takes hundredths: what passes them does not end by itself.
    private let limited = FaultBench.sweep + "\nlimits: {minutes_per_job: 0.05}"

    @Test(arguments: [["--isolate", "--no-supervise"], ["--supervise"], ["--no-supervise"]])
    func `a hung job is given up, the others finish, and the run ends`(_ way: [String]) throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let plain = try bench.run("plain", ["--no-supervise"], fault: "throw@\(hung):2")
            #expect(plain.status == 1, "\(plain.errors)")
            let result = try bench.run("r", way, fault: "hang@\(hung):2", grace: 0.5, text: limited)
            #expect(result.status == 1, "\(result.errors)")
            #expect(
                result.output.contains("failed: \(hung): training: no sign of life since epoch 1"), "\(result.output)")
            let failures = try bench.failures("r")
            #expect(Set(failures.map(\.job.label)) == [hung])
            #expect(failures.first?.kind == .timedOut)
            #expect(try bench.crashes("r").isEmpty)
            #expect(try bench.content("r") == bench.content("plain"))
            #expect(result.errors.contains("started again without the job that hangs") == (way == ["--supervise"]))
        }
    }

    @Test func `every lane lost ends the run too`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let result = try bench.run(
                "r", ["--no-supervise", "--lanes", "1"], fault: "hang@\(hung):1", grace: 0.5, text: limited)
            #expect(result.status == 1, "\(result.errors)")
            #expect(result.output.contains("failed: \(hung): training: no sign of life since it began"), "\(result.output)")
        }
    }

    @Test func `without a limit a silent job is only spoken of`() throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let result = try bench.run("r", ["--no-supervise"], fault: "slow(1500)@\(hung):3", grace: 0.3)
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.contains("\(hung): no sign of life for"), "\(result.output)")
            #expect(try bench.failures("r").isEmpty)
        }
    }
}
