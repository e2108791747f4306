import Foundation
import Synchronization
import Testing

@testable import Core

@Suite struct ResultsLockTests {
    private let folder: OwnedFolder
    private let holder = LockHolder(pid: 4711, host: "node7", since: "2024-05-01T22:00:00Z")

    init() throws { folder = try OwnedFolder() }

    @Test func aSecondIsToldWhoHasIt() throws {
        let lock = try ResultsLock(folder: folder.path, holder: holder)
        #expect(throws: ResultsLockError.held(folder: folder.path, by: holder)) { try ResultsLock(folder: folder.path) }
        // A refusal must not take the lock from who has it.
        #expect(throws: ResultsLockError.held(folder: folder.path, by: holder)) { try ResultsLock(folder: folder.path) }
        withExtendedLifetime(lock) {}
    }

    @Test func itIsFreeOnceGivenBack() throws {
        for _ in 0 ..< 3 {
            let lock = try ResultsLock(folder: folder.path)
            #expect(try !folder.read(".lock").isEmpty)
            withExtendedLifetime(lock) {}
        }
        #expect(try folder.read(".lock").isEmpty)
    }

    @Test func patienceOutlastsAHolderThatIsGoing() throws {
        let lock = Mutex<ResultsLock?>(try ResultsLock(folder: folder.path, holder: holder))
        let path = folder.path
        Thread.detachNewThread {
            usleep(100_000)
            lock.withLock { $0 = nil }
        }
        #expect(throws: Never.self) { try ResultsLock(folder: path, patience: 60) }
    }

    @Test func whatADeadProcessLeftIsTakenOver() throws {
        let old = String(repeating: "x", count: 500)
        try folder.write("{\"pid\":1,\"host\":\"\(old)\",\"since\":\"\"}\n", to: ".lock")
        let lock = try ResultsLock(folder: folder.path, holder: holder)
        #expect(try JSONDecoder().decode(LockHolder.self, from: folder.read(".lock")) == holder)
        withExtendedLifetime(lock) {}
    }

    @Test func childrenDoNotInheritIt() throws {
        let child = Process()
        let input = Pipe()
        // Lives until its input ends. (A signal might not reach it: children of libdispatch's
        // threads inherit that those block signals.)
        child.executableURL = URL(fileURLWithPath: "/bin/cat")
        child.standardInput = input
        do {
            let lock = try ResultsLock(folder: folder.path)
            try child.run()
            withExtendedLifetime(lock) {}
        }
        defer {
            try? input.fileHandleForWriting.close()
            child.waitUntilExit()
        }
        #expect(child.isRunning)
        #expect(throws: Never.self) { try ResultsLock(folder: folder.path) }
    }

    @Test func unreadableNotesAndMissingFolders() throws {
        let lock = try ResultsLock(folder: folder.path)
        try Data("garbage".utf8).write(to: URL(fileURLWithPath: folder.path + "/.lock"), options: [])
        #expect(throws: ResultsLockError.held(folder: folder.path, by: nil)) { try ResultsLock(folder: folder.path) }
        withExtendedLifetime(lock) {}
        let missing = folder.path + "/missing"
        #expect(throws: ResultsLockError.system(path: missing + "/.lock", reason: "No such file or directory")) {
            try ResultsLock(folder: missing)
        }
    }

    @Test func errorTexts() {
        let table: [(ResultsLockError, String)] = [
            (
                .held(folder: "results/x", by: holder),
                "results/x is in use by process 4711 on node7 since 2024-05-01T22:00:00Z; wait for it, stop it, "
                    + "or choose another folder with --results."
            ),
            (
                .held(folder: "results/x", by: nil),
                "results/x is in use by another process; wait for it, or choose another folder with --results."
            ),
            (
                .system(path: "results/x/.lock", reason: "Read-only file system"),
                "results/x/.lock: could not lock the results folder: Read-only file system."
            ),
        ]
        for (error, text) in table { #expect(error.description == text) }
    }
}
