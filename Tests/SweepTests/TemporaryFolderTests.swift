import Foundation
import Testing

@Suite struct TemporaryFolderTests {
    /// While 100,000 jobs are written there.
    @Test func `a command that is interrupted leaves no temporary folder`() throws {
        try withFolder { folder in
            let temporary = folder.appendingPathComponent("temporary")
            try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: false)
            func left() -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: temporary.path)) ?? [] }
            let process = try Program().start(
                ["bench", "--filter", "jobs/resume"], environment: ["TMPDIR": temporary.path], output: folder)
            defer { if process.isRunning { process.terminate() } }
            try #require(waitUntil { !left().isEmpty || !process.isRunning } && process.isRunning)
            kill(process.processIdentifier, SIGINT)
            process.waitUntilExit()
            #expect(process.terminationStatus == 130 && left().isEmpty)
        }
    }
}
