import Foundation
import Testing

/// What the program says of bad input, and its exit status.
@Suite struct BadInputTests {
    let program: Program

    init() throws { program = try Program() }

    @Test(arguments: [
        ("name: x\ngroups: [R4]\nmethdos: [DA]\n", "3:1: methdos: unknown key; did you mean methods?"),
        ("name: x\ngroups: [R5]\nmethods: [DA]\n", "2:10"),
        ("name: x\ngroups: [T5]\nmethods: [DA]\n", "36"),
        ("name: x\ngroups: []\nmethods: [DA]\n", "2:9"),
        ("name: [\n", "bad.yaml"),
        ("", "is empty"),
    ]) func `a bad sweep file starts nothing`(text: String, expected: String) throws {
        try withFolder { folder in
            let file = try write(text, to: folder, as: "bad.yaml")
            let results = folder.appendingPathComponent("r")
            let result = try program.run(["run", file, "--results", results.path], in: folder)
            #expect(result.status == 64)
            #expect(result.errors.contains("bad.yaml"), "\(result.errors)")
            #expect(result.errors.contains(expected), "\(result.errors)")
            #expect(!FileManager.default.fileExists(atPath: results.path))
        }
    }

    @Test(arguments: [
        (["rn", "x.yaml"], "'rn' is no subcommand; did you mean run?"),
        (["x.yaml"], "did you mean: PROGRAM run x.yaml"),
        (["zzzzzzzz"], "'zzzzzzzz' is no subcommand; they are run, plan, "),
        (["help", "plam"], "'plam' is no subcommand; did you mean plan?"),
        (["data", "foo"], "'foo' is no subcommand of data; they are list, fetch, verify, export"),
        (["help", "data", "fetsh"], "'fetsh' is no subcommand of data; did you mean fetch?"),
        (["run", "x.yaml", "--time", "5x"], "as in 90, 1:30:00, 2-0:0:0"),
        (["run", "x.yaml", "--shard", "4/3"], "with i from 1 to n, as in 3/8"),
        (["verify", "x", "--sample", "-1"], "--sample: expected 0 or more networks, found -1"),
        (["verify", "x", "--seed", "-1"], "The value '-1' is invalid for '--seed <seed>': expected a whole number from 0 on"),
        (["check", "m", "--split-seed", "-1"], "'--split-seed <split-seed>': expected a whole number from 0 on"),
        (["topology", "--quota", "-1"], "--quota -1.0: expected a positive number of CPUs"),
        (["topology", "--lanes", "-1"], "--lanes -1: expected 1 or more"),
        (["plan", "x.yaml", "--simulate", "--assume-nu", "-1"], "--assume-nu: expected a positive number, found -1.0"),
        (["plan", "x.yaml", "--noise", "-1"], "--noise: expected 0 to 1, found -1.0"),
        (["plan", "x.yaml", "--noise-seed", "3"], "--noise-seed: expected --simulate beside it"),
    ]) func `arguments that cannot be are told what is expected`(arguments: [String], expected: String) throws {
        try withFolder { folder in
            let result = try program.run(arguments, in: folder)
            let expected = expected.replacing("PROGRAM", with: program.url.path)
            #expect(result.status == 64 && result.errors.contains(expected), "\(result.errors)")
        }
    }

    @Test func `no such file`() throws {
        try withFolder { folder in
            let result = try program.run(["run", "nowhere.yaml"], in: folder)
            #expect(result.status == 64)
            #expect(result.errors.contains("nowhere.yaml"))
        }
    }

    @Test(arguments: ["run", "plan", "submit"]) func `an empty name is no sweep file`(command: String) throws {
        try withFolder { folder in
            let result = try program.run([command, ""], in: folder)
            #expect(result.status == 64 && result.errors.contains("expected a sweep file, found an empty name"), "\(result.errors)")
        }
    }

    @Test func `a sweep from a pipe`() throws {
        try withFolder { folder in
            let file = try write(smallSweep, to: folder)
            let results = folder.appendingPathComponent("r").path
            let options = "--pin none --set 'methods=[DA]' --set 'groups=[R4]' --set seeds=1"
            func piped(_ command: String, to results: String = results, fault: String = "") throws -> Program.Result {
                try Tool.run(
                    "sh", ["-c", "cat '\(file)' | '\(program.url.path)' \(command) /dev/stdin --results '\(results)' \(options)"],
                    environment: ["SWEEP_CORE_LOCKS": "off", "SWEEP_FAULT": fault], in: folder)
            }
            let plan = try piped("plan")
            #expect(plan.status == 0, "\(plan.errors)")
            let run = try piped("run --on-finish 'echo in $SWEEP_RESULTS'")
            #expect(run.status == 0 && run.output.contains("in \(results)"), "\(run.errors)\(run.output)")
            // Two processes cannot both read it.
            let watched = try piped("run --supervise")
            #expect(watched.status == 64 && watched.errors.contains("--supervise: expected a sweep file that two"), "\(watched.errors)")
            // What it gave is in the folder, for a command that has everything else.
            let other = folder.appendingPathComponent("other").path
            let failed = try piped("run", to: other, fault: "throw@R4 DA seed 0:1")
            #expect(failed.status == 1 && failed.output.contains("run \(other)/sweep.yaml --results \(other) \(options)"), "\(failed.output)")
        }
    }

    @Test(.enabled(if: geteuid() != 0)) func `a sweep file that may not be read`() throws {
        try withFolder { folder in
            let file = try write(smallSweep, to: folder)
            #expect(chmod(file, 0) == 0)
            let result = try program.run(["plan", file], in: folder)
            #expect(
                result.status == 64
                    && result.errors.contains("cannot be read: Permission denied; change its permissions, or give another file"),
                "\(result.errors)")
        }
    }

    @Test func `impossible lanes and unknown instruction sets`() throws {
        try withFolder { folder in
            let file = try write(smallSweep, to: folder)
            for (arguments, environment, expected) in [
                (["--lanes", "0"], [:], "lanes"), (["--cpus", "x"], [:], "--cpus x"),
                ([], ["SWEEP_ISA": "sse9"], "sse9"), ([], ["SWEEP_GRACE": "soon"], "SWEEP_GRACE=soon: expected seconds"),
                ([], ["SWEEP_PAUSES": "1;2"], "SWEEP_PAUSES=1;2: expected seconds"),
            ] as [([String], [String: String], String)] {
                let result = try program.run(
                    ["run", file, "--results", folder.appendingPathComponent("r").path] + arguments,
                    environment: environment, in: folder)
                #expect(result.status == 64, "\(arguments)")
                #expect(result.errors.contains(expected), "\(result.errors)")
            }
        }
    }

    @Test func `no data, no network, no fallback: how to get the files`() throws {
        try withFolder { folder in
            let file = try write("name: x\ndata: mnist\ngroups: [R4]\nmethods: [DA]\n", to: folder)
            let result = try program.run(
                ["run", file, "--offline", "--results", folder.appendingPathComponent("r").path], in: folder)
            #expect(result.status == 1)
            #expect(result.errors.contains("train-images-idx3-ubyte"), "\(result.errors)")
            #expect(result.errors.contains("SWEEP_DATA"), "\(result.errors)")
            #expect(result.errors.contains("or let the sweep use the embedded set"), "\(result.errors)")
        }
    }

    @Test func `a fallback is said and stands in every row`() throws {
        try withFolder { folder in
            let text = smallSweep.replacingOccurrences(
                of: "source: strokes,", with: "source: mnist, fallback: strokes,")
            let file = try write(text, to: folder)
            let results = folder.appendingPathComponent("r")
            let result = try program.run(
                [
                    "run", file, "--offline", "--results", results.path, "--set", "methods=[DA]", "--set", "seeds=1",
                ], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.errors.contains("using strokes instead of mnist"), "\(result.errors)")
            let table = try String(contentsOf: results.appendingPathComponent("table.csv"), encoding: .utf8)
            #expect(!table.contains("mnist"))
            #expect(table.contains("strokes"))
        }
    }

    @Test func `a truncated data file is named, and no fallback hides it`() throws {
        try withFolder { folder in
            let data = folder.appendingPathComponent("mnist")
            try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
            for name in ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"] {
                try Data([0, 0, 8, 3, 0, 0]).write(to: data.appendingPathComponent(name))
            }
            let file = try write(
                "name: x\ndata: {source: mnist, fallback: strokes}\ngroups: [R4]\nmethods: [DA]\n", to: folder)
            let result = try program.run(
                ["run", file, "--results", folder.appendingPathComponent("r").path],
                environment: ["SWEEP_DATA": folder.path], in: folder)
            #expect(result.status == 1)
            #expect(result.errors.contains("train-images-idx3-ubyte"), "\(result.errors)")
        }
    }

    @Test func `another configuration in the same folder stops, and goes on when accepted`() throws {
        try withFolder { folder in
            let file = try write(smallSweep, to: folder)
            let arguments = [
                "run", file, "--results", folder.appendingPathComponent("r").path, "--set", "methods=[DA]",
                "--set", "groups=[R4]",
            ]
            #expect(try program.run(arguments, in: folder).status == 0)
            let changed = arguments + ["--set", "seeds=[0, 1, 2]"]
            let result = try program.run(changed, in: folder)
            #expect(result.status == 2)
            #expect(result.errors.contains("seeds"), "\(result.errors)")
            let accepted = try program.run(changed + ["--accept"], in: folder)
            #expect(accepted.status == 0, "\(accepted.errors)")
            #expect(accepted.output.contains("done 2 · new 1"), "\(accepted.output)")
        }
    }
}
