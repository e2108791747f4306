import Foundation
import Testing

/// `sweep topology` and `sweep bench` as a person runs them.
@Suite struct MachineCommandTests {
    let program: Program

    init() throws { program = try Program() }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
    }

    @Test func topology() throws {
        try withFolder { folder in
            let text = try program.run(["topology"], environment: ["SWEEP_ISA": "portable"], in: folder)
            #expect(text.status == 0)
            #expect(text.output.hasPrefix("machine  "))
            #expect(text.output.contains("\nkernels  portable: SWEEP_ISA says so"))
            let json = try program.run(["topology", "--lanes", "1", "--json"], in: folder)
            let report = try object(json.output)
            #expect((report["lanes"] as? [Any])?.count == 1)
        }
    }

    @Test func oneRowOfTheBenchmark() throws {
        try withFolder { folder in
            let json = try program.run(["bench", "--quick", "--json", "--filter", "memory"], in: folder)
            #expect(json.status == 0, "\(json.errors)")
            let report = try object(json.output)
            let rows = try #require(report["rows"] as? [[String: Any]])
            #expect(rows.map { $0["name"] as? String } == ["memory"])
            #expect((rows.first?["value"] as? Double ?? 0) > 0)
            #expect((report["machine"] as? [String: Any])?["cpu"] is String)
            let text = try program.run(["bench", "--quick", "--filter", "memory"], in: folder)
            #expect(text.output.contains("memory [1]"))
            #expect(text.output.contains("[1] largest resident set"))
        }
    }

    @Test func badArguments() throws {
        try withFolder { folder in
            let unknown = try program.run(["bench", "--filter", "nonsense"], in: folder)
            #expect(unknown.status == 64)
            #expect(unknown.errors.contains("--filter nonsense: no row has that in its name"))
            #expect(unknown.errors.contains("\n  epoch/IR\n"))
            let both = try program.run(["bench", "--json", "--markdown"], in: folder)
            #expect(both.status == 64)
            let set = try program.run(["topology"], environment: ["SWEEP_ISA": "mmx"], in: folder)
            #expect(set.status == 64)
            #expect(set.errors.contains("SWEEP_ISA=mmx: unknown instruction set"))
        }
    }
}
