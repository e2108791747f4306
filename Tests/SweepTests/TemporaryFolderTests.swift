import Foundation
import Testing

@Suite struct TemporaryFolderTests {
    /// While 100,000 jobs are written there, and late enough that deleting them takes a while: who writes on finds no
    /// folder, and must neither tell of it nor end the program first.
    @Test(arguments: [0, 4000])
    func `a command that is interrupted leaves no temporary folder`(models: Int) throws {
        try withFolder { folder in
            let temporary = folder.appendingPathComponent("temporary")
            try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: false)
            func left() -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: temporary.path)) ?? [] }
            func written() -> Int {
                guard let name = left().first else { return 0 }
                let folder = temporary.appendingPathComponent(name).appendingPathComponent("models")
                return (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?.count ?? 0
            }
            let process = try Program().start(
                ["bench", "--filter", "jobs/resume"], environment: ["TMPDIR": temporary.path], output: folder)
            defer { if process.isRunning { process.terminate() } }
            try #require(
                waitUntil { !left().isEmpty && written() >= models || !process.isRunning } && process.isRunning)
            kill(process.processIdentifier, SIGINT)
            process.waitUntilExit()
            // Of the signal itself, without which a shell's loop would go on.
            #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGINT)
            #expect(left() == [])
        }
    }
}
