@testable import Core
import Foundation
import Testing

/// Real runs on a disk that is full before they are done.
@Suite(.serialized) struct FullDiskTests {
    private let text = """
        name: full
        data: {source: strokes, train: 200, test: 60, validation: 40}
        groups: [R4]
        methods: [DA]
        seeds: [0, 1, 2, 3]
        training: {epochs: 4, batch: 64, hidden: [16, 16]}
        measure: [accuracy]
        """

    /// A file system of the test's own, that no other process sees.
    private static func sh(_ script: String, _ arguments: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["unshare", "-rm", "sh", "-c", script, "sh"] + arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    private static let canMount: Bool = {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sweep-mount-\(UUID().uuidString)")
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return (try? sh("mount -t tmpfs -o size=64k tmpfs \"$1\"", [folder.path])) == 0
    }()

    struct Case: CustomTestStringConvertible, Sendable {
        var kilobytes: Int
        /// The file that is the first not to fit, where memory comes in pages of 4 kB.
        var file: String
        var checkpointSeconds = "10"
        var testDescription: String { "\(kilobytes) kB: \(file)" }
    }

    static let cases = [
        Case(kilobytes: 8, file: "journal"), Case(kilobytes: 12, file: "splits"), Case(kilobytes: 96, file: "model"),
        Case(kilobytes: 200, file: "checkpoint", checkpointSeconds: "0"),
        Case(kilobytes: 352, file: "journal, within a line"), Case(kilobytes: 356, file: "jobs.csv"),
        Case(kilobytes: 360, file: "nu_search.csv"), Case(kilobytes: 364, file: "table.csv"),
        Case(kilobytes: 368, file: "elements.csv"), Case(kilobytes: 372, file: "provenance.json"),
    ]

    @Test(.enabled(if: canMount, "this system lets no test mount a file system"), arguments: cases)
    func `the run stops with a message, and goes on when there is space`(_ example: Case) throws {
        try withFolder { folder in
            let program = try Program()
            let file = try write(text, to: folder)
            let whole = try program.run(["run", file, "--results", folder.appendingPathComponent("whole").path], in: folder)
            #expect(whole.status == 0, "\(whole.errors)")
            let disk = folder.appendingPathComponent("disk")
            try FileManager.default.createDirectory(at: disk, withIntermediateDirectories: true)
            let status = try Self.sh(
                """
                set -e
                export SWEEP_CORE_LOCKS=off
                mount -t tmpfs -o size=$1k tmpfs "$2/disk"
                cd "$2"
                sweep() { "$3" run "$4" --results "$2/disk/r" --lanes 1 --checkpoint-seconds "$5"; }
                code=0; sweep "$@" > first.out 2> first.err || code=$?
                echo $code > first.status
                cp -r disk/r partial
                mount -o remount,size=64m "$2/disk"
                code=0; sweep "$@" > second.out 2> second.err || code=$?
                echo $code > second.status
                cp -r disk/r full
                """, ["\(example.kilobytes)", folder.path, program.url.path, file, example.checkpointSeconds])
            #expect(status == 0)
            func content(_ name: String) throws -> String {
                try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            }
            let said = try content("first.out") + content("first.err")
            #expect(try content("first.status") == "1\n", "\(said)")
            #expect(said.contains("No space left on device"), "\(said)")
            // Nothing half-written is left under a name that counts, and all that is recorded is there.
            let partial = folder.appendingPathComponent("partial")
            let journal = try Journal.read(folder: partial.appendingPathComponent("journal").path)
            for case .trained(let event) in journal.events {
                let model = partial.appendingPathComponent("models/\(event.id).safetensors")
                #expect(try Digest.sha256([UInt8](Data(contentsOf: model))) == event.modelDigest)
            }
            let complaints = try content("second.err")
            #expect(try content("second.status") == "0\n", "\(complaints)")
            let expected = try comparable(folder.appendingPathComponent("whole"))
            let found = try comparable(folder.appendingPathComponent("full"))
            #expect(found == expected)
            // What was recorded before was not done again.
            let all = try Journal.read(folder: folder.appendingPathComponent("full/journal").path).events
            let trained = all.compactMap { if case .trained(let event) = $0 { event.id } else { nil } }
            #expect(trained.count == 4 && Set(trained).count == 4)
        }
    }
}
