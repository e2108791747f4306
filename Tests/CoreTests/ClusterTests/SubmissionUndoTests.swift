import Foundation
import Testing

@testable import Core

/// What a submission that Slurm refuses leaves, and who may submit.
@Suite struct SubmissionUndoTests {
    private func text(_ url: URL) -> String? { try? String(contentsOf: url, encoding: .utf8) }
    private func isThere(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }

    @Test func everythingIsAsItWas() throws {
        try withTemporaryFolder { folder in
            let (old, new) = (folder.appendingPathComponent("old"), folder.appendingPathComponent("deep/er/new"))
            try AtomicFile.write("before", to: old)
            var undo = SubmissionUndo()
            try undo.make(new.deletingLastPathComponent())
            for url in [old, new] {
                try undo.remember(url)
                try AtomicFile.write("after", to: url)
                // The first look counts.
                try undo.remember(url)
            }
            let lock = folder.appendingPathComponent("deep/.lock")
            try AtomicFile.write("", to: lock)
            undo.made(lock)
            undo.putBack()
            #expect(text(old) == "before" && !isThere(new) && isThere(lock))
            undo.removeFolders()
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["old"])
        }
    }

    /// Nothing of somebody else's is deleted, whoever made the folder.
    @Test func whatOthersWroteStays() throws {
        try withTemporaryFolder { folder in
            let made = folder.appendingPathComponent("made")
            var undo = SubmissionUndo()
            try undo.make(made)
            try AtomicFile.write("results", to: made.appendingPathComponent("others"))
            undo.putBack()
            undo.removeFolders()
            #expect(text(made.appendingPathComponent("others")) == "results")

            let kept = folder.appendingPathComponent("kept")
            undo = SubmissionUndo()
            try undo.remember(kept)
            try AtomicFile.write("submitted", to: kept)
            undo.keep()
            undo.putBack()
            #expect(text(kept) == "submitted")
        }
    }

    @Test func aFileInTheWay() throws {
        try withTemporaryFolder { folder in
            let file = folder.appendingPathComponent("file")
            try AtomicFile.write("x", to: file)
            var undo = SubmissionUndo()
            #expect(throws: FileError.self) { try undo.make(file.appendingPathComponent("below")) }
            undo.removeFolders()
            #expect(text(file) == "x")
        }
    }

    // MARK: - The claim

    private func results(_ folder: URL) throws -> ResultsFolder {
        let results = ResultsFolder(folder.appendingPathComponent("r"))
        try results.create()
        try results.createSlurm()
        return results
    }

    private func holder(_ pid: Int32, host: String = "here") -> LockHolder { LockHolder(pid: pid, host: host, since: "d\(pid)") }

    @Test func onlyOneSubmits() throws {
        try withTemporaryFolder { folder in
            let results = try results(folder)
            let claim = try SubmissionClaim(results, holder: holder(7)) { _ in true }
            #expect(claim.leftover == nil)
            for (other, alive) in [(holder(8), true), (holder(8, host: "there"), true), (holder(8, host: "there"), false)] {
                #expect(throws: SubmissionClaimError.held(path: results.submitting.path, by: holder(7))) {
                    try SubmissionClaim(results, holder: other) { _ in alive }
                }
            }
            claim.release()
            try SubmissionClaim(results, holder: holder(8)) { _ in true }.release()
            #expect(try FileManager.default.contentsOfDirectory(atPath: results.slurm.path) == ["log"])
        }
    }

    @Test func aDeadProcessIsTakenOver() throws {
        try withTemporaryFolder { folder in
            let results = try results(folder)
            _ = try SubmissionClaim(results, holder: holder(7)) { _ in true }
            try AtomicFile.write("12;lab\n", to: results.submittingOutput)
            let claim = try SubmissionClaim(results, holder: holder(8)) { $0 != 7 }
            #expect(claim.leftover?.job == "12" && claim.leftover?.cluster == "lab")
            #expect(throws: SubmissionClaimError.held(path: results.submitting.path, by: holder(8))) {
                try SubmissionClaim(results, holder: holder(9)) { _ in true }
            }
            claim.release()
            #expect(!isThere(results.submittingOutput))
        }
    }

    @Test func anSbatchThatStillRunsIsWaitedFor() throws {
        try withTemporaryFolder { folder in
            let results = try results(folder)
            _ = try SubmissionClaim(results, holder: holder(7)) { _ in true }
            let descriptor = open(results.submittingOutput.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
            #expect(descriptor >= 0 && flock(descriptor, LOCK_EX) == 0)
            #expect(throws: SubmissionClaimError.sbatchRuns) { try SubmissionClaim(results, holder: holder(8)) { $0 != 7 } }
            close(descriptor)
            try SubmissionClaim(results, holder: holder(8)) { $0 != 7 }.release()
        }
    }

    @Test func anEmptyClaimIsSomebodys() throws {
        try withTemporaryFolder { folder in
            let results = try results(folder)
            try AtomicFile.write("", to: results.submitting)
            #expect(throws: SubmissionClaimError.held(path: results.submitting.path, by: nil)) {
                try SubmissionClaim(results, holder: holder(8)) { _ in false }
            }
        }
    }

    // MARK: - What it stands on

    /// A lock whose file was taken away is no lock: whoever comes next makes another one.
    @Test func aLockIsOfTheFileThatHasItsName() throws {
        try withTemporaryFolder { folder in
            let first = try ResultsLock(folder: folder.path)
            unlink(folder.appendingPathComponent(".lock").path)
            let second = try ResultsLock(folder: folder.path)
            #expect(throws: ResultsLockError.self) { try ResultsLock(folder: folder.path) }
            withExtendedLifetime((first, second)) {}
        }
    }

    @Test func aFolderThatIsJustBegunIsNobodyElses() throws {
        try withTemporaryFolder { folder in
            let results = ResultsFolder(folder)
            #expect(!results.isForeign)
            try AtomicFile.write("", to: results.lock)
            #expect(!results.isForeign)
            try AtomicFile.write("", to: folder.appendingPathComponent("letter.txt"))
            #expect(results.isForeign)
        }
    }

    @Test func youngTemporaryFilesStay() throws {
        try withTemporaryFolder { folder in
            let names = [".m.safetensors.1-2.tmp", ".m.safetensors.3-4.tmp"]
            for name in names { try Data("x".utf8).write(to: folder.appendingPathComponent(name)) }
            try FileManager.default.setAttributes(
                [.modificationDate: Date.now - 100_000], ofItemAtPath: folder.appendingPathComponent(names[0]).path)
            AtomicFile.removeLeftovers(in: folder, olderThan: 86_400)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [names[1]])
        }
    }

    @Test func aTemporaryFileThatIsGoneIsNoDisk() {
        #expect(!FileError.refused(.rename, path: "m", code: ENOENT).concernsAll)
        #expect(FileError.refused(.create, path: "m", code: ENOENT).concernsAll)
        #expect(FileError.refused(.rename, path: "m", code: ENOSPC).concernsAll)
    }
}
