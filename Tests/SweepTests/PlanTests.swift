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

    /// Of lines that the terminal breaks nobody knows where the words end.
    @Test func `on a narrow terminal notes and explanations are broken between words`() throws {
        let program = try Program()
        try withFolder { folder in
            let file = try write(Self.tiny + "\nlatent: {samples: 20}\n", to: folder)
            let environment = ["PATH": "/usr/bin:/bin", "HOME": folder.path, "TERM": "xterm", "SWEEP_CORE_LOCKS": "off"]
            for arguments in [
                ["plan", file, "--results", "r"], ["explain"], ["explain", "nu.smallest"], ["data", "list"], ["data", "verify", "strokes"],
            ] {
                let terminal = try PseudoTerminal(columns: 60, rows: 24)
                let (status, text) = try terminal.run(program.url, arguments, environment: environment, isControlling: true)
                #expect(status == 0, "\(text)")
                if arguments[0] == "plan" { #expect(text.contains("note:") && text.contains("has no effect,"), "\(text)") }
                // A path stays in one piece, and a command.
                let told = PseudoTerminal.screen(text).filter { !$0.contains(folder.path) && !$0.contains(program.url.path) }
                for line in told {
                    #expect(line.count < 60, "\(arguments): \(line)")
                }
            }
        }
    }

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
            let listed = try plan(["--jobs"]).output
            #expect(!table.output.contains("search ν of") && !table.output.contains("ν=3.162 seed"), "\(table.output)")
            let head = "\n\nsearch ν of R4 IR logit, smallest SI >= 0.95: 2 seeds × up to 40 probes\n"
            let search = try #require(listed.firstRange(of: head), "\(listed)")
            #expect(listed[..<search.lowerBound].contains("  R4 WT seed 1: new"), "\(listed)")
            let below = listed[search.upperBound...].split(separator: "\n", omittingEmptySubsequences: false)
            #expect(below[0].hasPrefix("  begins at ν=3.162; about ") && below[0].hasSuffix(" may follow, depending on what is found"))
            #expect(below[1].hasSuffix("  R4 IR logit ν=3.162 seed 0: new") && below[2].hasSuffix(" ν=3.162 seed 1: new"), "\(listed)")
            let cores = try plan(["--topology", "pack:2 core:2 pu:1"])
            #expect(cores.output.contains("\n  lane 3: processor 3, core 3, package 1"), "\(cores)")
            let unbound = try plan(["--lanes", "2", "--pin", "none"])
            #expect(unbound.output.contains("\n  \(lanesOfTwo == 1 ? "1 lane" : "2 lanes"), not bound to processors\n"), "\(unbound)")
            let other = ["--simulate", "--topology", "pack:2 core:4 pu:1", "--assume-nu", "3"]
            let simulated = try plan(other)
            #expect(simulated.output.contains("simulated on 8 lanes") && simulated.output.contains("pass from ν = 3 on"))
            #expect(simulated.output == (try plan(other)).output)
            let json = try plan(["--json", "--jobs"])
            let object = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
            #expect((object["jobs"] as? [[String: Any]])?.count == 2)
            #expect((object["searches"] as? [[String: Any]])?.first?["nu"] as? Double == 3.162)
            #expect(!FileManager.default.fileExists(atPath: results))
            #expect(try plan(["--topology", "nonsense"]).status == 64)
            #expect(try plan(["--noise", "2"]).status == 64)
        }
    }
}
