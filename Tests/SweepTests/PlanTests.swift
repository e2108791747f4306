import Foundation
import Testing

/// `sweep plan` as a person runs it.
@Suite struct PlanTests {
    private static let tiny = """
        name: tiny
        data: {source: strokes, train: 64, test: 20, validation: 20}
        groups: [R4]
        methods: [WT, IR]
        seeds: [0, 1]
        training: {epochs: 1, batch: 64, hidden: [8]}
        saliency: {steps: 2}
        """

    @Test func planningChangesNothingAndSimulatesAnyMachine() throws {
        let program = try Program()
        try withFolder { folder in
            let file = try write(Self.tiny, to: folder)
            let results = folder.appendingPathComponent("results").path
            func plan(_ options: [String] = []) throws -> Program.Result {
                try program.run(["plan", file, "--results", results] + options, in: folder)
            }
            let table = try plan()
            #expect(table.status == 0 && table.output.contains("smallest SI >= 0.95"), "\(table)")
            let cores = try plan(["--topology", "pack:2 core:2 pu:1"])
            #expect(cores.output.contains("\n  lane 3: processor 3, core 3, package 1"), "\(cores)")
            let unbound = try plan(["--lanes", "2", "--pin", "none"])
            #expect(unbound.output.contains("\n  2 lanes, not bound to processors\n"), "\(unbound)")
            let other = ["--simulate", "--topology", "pack:2 core:4 pu:1", "--assume-nu", "3"]
            let simulated = try plan(other)
            #expect(simulated.output.contains("simulated on 8 lanes") && simulated.output.contains("pass from ν = 3 on"))
            #expect(simulated.output == (try plan(other)).output)
            let json = try plan(["--json", "--jobs"])
            let object = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
            #expect((object["jobs"] as? [[String: Any]])?.count == 2)
            #expect(!FileManager.default.fileExists(atPath: results))
            #expect(try plan(["--topology", "nonsense"]).status == 64)
            #expect(try plan(["--noise", "2"]).status == 64)
        }
    }
}
