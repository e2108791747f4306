@testable import Core
import Foundation
import Testing

/// What a disk may do to a results folder between two runs. The next run says what it found, does again
/// what was lost, and ends with the bytes of an undamaged one. 8 damages here; 300 with SWEEP_SOAK=1.
@Suite(.serialized) struct DamageTests {
    let program: Program
    private let isSoak = ProcessInfo.processInfo.environment["SWEEP_SOAK"] == "1"

    init() throws { program = try Program() }

    @Test func damagedJournalsModelsAndTables() throws {
        try withFolder { folder in
            let file = try write(smallSweep, to: folder)
            let results = folder.appendingPathComponent("r")
            let arguments = ["run", file, "--results", results.path]
            let whole = try program.run(arguments, in: folder)
            let expected = try comparable(results)
            var stream = RandomStream(seed: 5, purpose: .test, index: 21)
            for round in 0 ..< (isSoak ? 300 : 8) {
                let damaged = try damageOne(of: results, &stream, round: round)
                let again = try program.run(arguments, in: folder)
                #expect(again.status == whole.status, "\(damaged)\n\(again.output)\n\(again.errors)")
                let found = try comparable(results)
                #expect(Set(found.keys) == Set(expected.keys), "\(damaged)")
                for (name, bytes) in expected { #expect(found[name] == bytes, "\(name) after \(damaged)") }
            }
            if isSoak { print("damage: 300 rounds, bytes that differ at the end: 0 of \(expected.count) files") }
        }
    }

    /// Somebody takes models away, the training that is to make one of them again fails, and they are put back.
    @Test(arguments: [[], ["--retry-failed"]]) func `numbers of a network whose model was gone for a while are there`(
        _ options: [String]
    ) throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            #expect(try bench.run("r").status == 0)
            let expected = try bench.content("r")
            let (models, aside) = (bench.results("r").appendingPathComponent("models"), folder.appendingPathComponent("aside"))
            try FileManager.default.moveItem(at: models, to: aside)
            let failed = try bench.run("r", fault: "throw@R4 DA seed 1:1")
            #expect(failed.status == 1 && (failed.output + failed.errors).contains("failed: R4 DA seed 1"), "\(failed.output)\(failed.errors)")
            // It would have been the same network.
            #expect(try bench.content("r")["table.csv"] == expected["table.csv"])
            try FileManager.default.removeItem(at: models)
            try FileManager.default.moveItem(at: aside, to: models)
            let before = try bench.measured("r")
            let back = try bench.run("r", options)
            #expect(back.status == 0, "\(back.output)\(back.errors)")
            #expect(try bench.content("r") == expected && bench.measured("r") == before)
            #expect(try Program().run(["verify", bench.results("r").path], in: folder).status == 0)
        }
    }

    /// Cuts a file short, or flips one of its bits, or takes it away.
    private func damageOne(of results: URL, _ stream: inout RandomStream, round: Int) throws -> String {
        func below(_ bound: Int) -> Int { Int(stream.integer(below: UInt32(bound))) }
        func some(_ folder: String, _ suffix: String) throws -> URL? {
            let url = results.appendingPathComponent(folder)
            let names = try FileManager.default.contentsOfDirectory(atPath: url.path).filter { $0.hasSuffix(suffix) }
            return names.isEmpty ? nil : url.appendingPathComponent(names.sorted()[below(names.count)])
        }
        let url = try #require(
            try [some("journal", ".jsonl"), some("journal", ".jsonl"), some("models", ".safetensors"), some(".", ".csv")][round % 4])
        var bytes = [UInt8](try Data(contentsOf: url))
        guard !bytes.isEmpty else { return "nothing: \(url.lastPathComponent) is empty" }
        let at = below(bytes.count)
        // A model that nothing needs again is not read again: its loss is seen, its damage is for
        // whoever reads it next (the digest is in the journal).
        switch url.pathExtension == "safetensors" ? 2 : below(3) {
        case 0:
            bytes.removeSubrange(at...)
            try Data(bytes).write(to: url)
            return "\(url.lastPathComponent) cut at \(at)"
        case 1:
            bytes[at] ^= 1 << UInt8(below(8))
            try Data(bytes).write(to: url)
            return "\(url.lastPathComponent): a bit of byte \(at) flipped"
        default:
            try FileManager.default.removeItem(at: url)
            return "\(url.lastPathComponent) gone"
        }
    }
}
