@testable import Core
import Foundation
import Testing

/// kill −9 at random moments of one sweep, over and over in one results folder: at the end the tables
/// and models are those of a sweep that nobody touched. 20 moments here; 200 with SWEEP_SOAK=1.
@Suite(.serialized) struct KillTests {
    let program: Program
    private let isSoak = ProcessInfo.processInfo.environment["SWEEP_SOAK"] == "1"

    init() throws { program = try Program() }

    @Test(arguments: [[String](), ["--no-supervise"], ["--isolate"]])
    func killedAtRandomMoments(options: [String]) throws {
        try withFolder { folder in
            let file = try write(smallSweep, to: folder)
            func arguments(_ results: String) -> [String] {
                ["run", file, "--results", folder.appendingPathComponent(results).path, "--checkpoint-seconds", "0",
                    // On a machine of many cores the sweep would be over before it could be killed.
                    "--lanes", "2", "--pin", "none", "--set", "seeds=4", "--set", "training.epochs=16"] + options
            }
            let whole = try program.run(arguments("whole"), in: folder)
            let expected = try comparable(folder.appendingPathComponent("whole"))

            var stream = RandomStream(seed: UInt64(options.count), purpose: .test, index: 20)
            var killed = 0
            // An isolated job's process begins with the data: it takes longer to get anywhere.
            let longest: UInt32 = options.contains("--isolate") ? 500_000 : 200_000
            for _ in 0 ..< (isSoak ? 200 : options.isEmpty ? 20 : 6) {
                let process = try program.start(arguments("parts"), output: folder)
                usleep(20_000 + stream.integer(below: longest))
                guard process.isRunning else { continue }
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
                killed += 1
                waitUntilFree(folder.appendingPathComponent("parts"))
            }
            #expect(killed >= 3, "the sweep was over before it could be killed")
            let last = try program.run(arguments("parts"), in: folder)
            #expect(last.status == whole.status, "\(last.output)\n\(last.errors)")
            let found = try comparable(folder.appendingPathComponent("parts"))
            #expect(Set(found.keys) == Set(expected.keys))
            for (name, bytes) in expected { #expect(found[name] == bytes, "\(name)") }
            let left = try FileManager.default.contentsOfDirectory(
                atPath: folder.appendingPathComponent("parts").path)
            #expect(!left.contains { $0.hasSuffix(".tmp") }, "\(left)")
            if isSoak { print("kill -9 \(options): \(killed) times, bytes that differ at the end: 0 of \(expected.count) files") }
        }
    }
}
