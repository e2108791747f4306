import Foundation
import Testing

@testable import Core

@Suite struct CoreLocksTests {
    private let root: OwnedFolder
    private let folder: CoreLockFolder
    private let layout: MachineLayout

    init() throws {
        root = try OwnedFolder()
        folder = CoreLockFolder(path: root.path + "/cores")
        layout = try HwlocTopology(.synthetic("pack:2 core:2 pu:2")).layout
    }

    private func me(_ number: Int32) -> CoreHolder { CoreHolder(pid: number, work: "sweep x", folder: "/r\(number)") }

    private func take(_ number: Int32, lanes: Int? = nil) throws -> (plan: LanePlan, locks: CoreLocks?) {
        try CoreLocks.take(layout.cores, in: folder, for: me(number)) { held throws(LanePlanError) in
            try LanePlanner.plan(
                layout, allowed: layout.processors, held: held, options: LaneOptions(lanes: lanes))
        }
    }

    private func cores(_ plan: LanePlan) -> [Int] { plan.lanes.map(\.core.index) }

    @Test func twoTakeDifferentCoresAndAThirdFindsNone() throws {
        let first = try take(1, lanes: 3)
        #expect(cores(first.plan) == [0, 2, 1])
        let second = try take(2)
        #expect(cores(second.plan) == [3])
        #expect(second.plan.notices == [
            .held([HeldCores(holder: me(1), cores: ProcessorSet([0, 1, 2]))], lanes: 1, insteadOf: 4)
        ])
        #expect(throws: LanePlanError.self) { try take(3) }
        #expect(try folder.survey(layout.cores) == [0: me(1), 1: me(1), 2: me(1), 3: me(2)])
        withExtendedLifetime((first.locks, second.locks)) {}
    }

    @Test func coresAreFreeWhenTheObjectGoesAndWhenTheyAreGivenBack() throws {
        do {
            let locks = try #require(try take(1).locks)
            #expect(locks.cores == [0, 1, 2, 3])
            locks.keep(only: [2])
            #expect(try folder.survey(layout.cores).keys.sorted() == [2])
            #expect(cores(try take(2).plan) == [0, 1, 3])
            withExtendedLifetime(locks) {}
        }
        #expect(try folder.survey(layout.cores).isEmpty)
        #expect(cores(try take(3).plan).count == 4)
    }

    @Test func whoStartsAtTheSameMomentGetsOthers() async throws {
        let layout = try HwlocTopology(.synthetic("core:24 pu:1")).layout
        let folder = folder
        let taken = await withTaskGroup(of: (LanePlan, CoreLocks?)?.self) { group in
            for number in 0 ..< 6 {
                group.addTask {
                    let found = try? CoreLocks.take(
                        layout.cores, in: folder, for: CoreHolder(pid: Int32(number), work: "", folder: ""),
                        plan: { held throws(LanePlanError) in
                            try LanePlanner.plan(
                                layout, allowed: layout.processors, held: held, options: LaneOptions(lanes: 4))
                        })
                    return found.map { ($0.plan, $0.locks) }
                }
            }
            var plans: [(cores: [Int], locks: CoreLocks?)] = []
            for await found in group { if let found { plans.append((found.0.lanes.map(\.core.index), found.1)) } }
            return plans
        }
        let cores = taken.flatMap(\.cores)
        #expect(taken.count >= 1 && Set(cores).count == cores.count, "\(taken.map(\.cores))")
        for one in taken { #expect(one.locks?.cores == Set(one.cores)) }
    }

    @Test func aLockIsNotMistakenForALook() throws {
        // Looked at without end, cores are still to be had.
        let stop = StopLooking()
        let (folder, layout) = (folder, layout)
        let thread = Thread {
            while !stop.isSet { _ = try? folder.survey(layout.cores) }
        }
        _ = try take(1)
        thread.start()
        defer { stop.set() }
        for _ in 0 ..< 20 { #expect(try take(1).plan.lanes.count >= 1) }
    }

    @Test func theFolderIsForAllUsers() throws {
        let locks = try take(1).locks
        func mode(_ path: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
        #expect(try mode(folder.path) == 0o1777)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [
            "package0-cpu0-1.lock", "package0-cpu2-3.lock", "package1-cpu4-5.lock", "package1-cpu6-7.lock",
        ])
        #expect(try mode(folder.path + "/package0-cpu0-1.lock") == 0o666)
        withExtendedLifetime(locks) {}
    }

    // MARK: - What others may have put there

    private func unlocked(_ what: String) throws -> String? {
        let (plan, locks) = try take(1)
        #expect(locks == nil && plan.lanes.count == 4)
        guard case .noLocks(let reason)? = plan.notices.last else {
            Issue.record("\(plan.notices)")
            return nil
        }
        #expect(reason.contains(what), "\(reason)")
        #expect(reason.contains("SWEEP_CORE_LOCKS=off does without"))
        return reason
    }

    @Test func aLinkIsNotFollowed() throws {
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        try root.write("precious", to: "victim")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/package0-cpu0-1.lock", withDestinationPath: root.path + "/victim")
        _ = try unlocked("a link stands where a lock file should be")
        #expect(try root.read("victim") == Data("precious".utf8))
    }

    @Test func aFileWithASecondNameIsNotWritten() throws {
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        try root.write("precious", to: "victim")
        try FileManager.default.linkItem(
            atPath: root.path + "/victim", toPath: folder.path + "/package0-cpu0-1.lock")
        _ = try unlocked("not a lock file")
        #expect(try root.read("victim") == Data("precious".utf8))
    }

    @Test func pipesFoldersAndFilesInTheWayAreNamed() throws {
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        #expect(mkfifo(folder.path + "/package0-cpu0-1.lock", 0o666) == 0)
        _ = try unlocked("package0-cpu0-1.lock: not a lock file")
        try FileManager.default.removeItem(atPath: folder.path + "/package0-cpu0-1.lock")
        try FileManager.default.createDirectory(
            atPath: folder.path + "/package0-cpu0-1.lock", withIntermediateDirectories: true)
        _ = try unlocked("Is a directory")
        try FileManager.default.removeItem(atPath: folder.path)
        try root.write("", to: "cores")
        _ = try unlocked("cores: not a folder")
        try FileManager.default.removeItem(atPath: folder.path)
        try FileManager.default.createSymbolicLink(atPath: folder.path, withDestinationPath: "/")
        _ = try unlocked("cores: not a folder")
    }

    @Test func aFolderThatCannotBeMadeIsNamed() throws {
        let folder = CoreLockFolder(path: root.path + "/no/such")
        let (plan, locks) = try CoreLocks.take(layout.cores, in: folder, for: me(1)) { held throws(LanePlanError) in
            try LanePlanner.plan(layout, allowed: layout.processors, held: held)
        }
        #expect(locks == nil && plan.lanes.count == 4)
        #expect(plan.notices.map(\.description) == [
            "other sweeps on this machine are not seen, nor do they see this one: \(folder.path): No such file or "
                + "directory; SWEEP_CORE_LOCKS=<folder> names another place, SWEEP_CORE_LOCKS=off does without"
        ])
        #expect(try folder.survey(layout.cores).isEmpty)
    }

    @Test(arguments: ["", "{", "\u{0}\u{1}", "{\"pid\":true}", String(repeating: "x", count: 100_000)])
    func whateverAFileSaysItIsHeld(_ text: String) throws {
        let locks = try take(1, lanes: 1).locks
        try root.write(text, to: "cores/package0-cpu0-1.lock.new")
        // As the holder's own file, which keeps its lock.
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.path + "/package0-cpu0-1.lock"))
        try file.truncate(atOffset: 0)
        try file.write(contentsOf: Data(text.utf8))
        #expect(try folder.survey(layout.cores) == [0: .unknown])
        #expect(HeldCores(holder: .unknown, cores: ProcessorSet([0])).description == "core 0 is used by another process")
        withExtendedLifetime(locks) {}
    }

    @Test func aNameCannotCommandTheTerminal() {
        let text = #"{"pid":7,"work":"\u001b[2J\nsweep \u202e","folder":"\#(String(repeating: "/x", count: 500))"}"#
        let holder = CoreHolder(file: Array(text.utf8))
        #expect(holder.pid == 7 && holder.work == "?[2J?sweep ?")
        #expect(holder.folder.count == 300)
        #expect(CoreHolder(file: holder.file) == holder)
    }

    @Test func environment() {
        #expect(CoreLockFolder(environment: [:])?.path == "/tmp/sweep-cores")
        #expect(CoreLockFolder(environment: ["SWEEP_CORE_LOCKS": ""])?.path == "/tmp/sweep-cores")
        #expect(CoreLockFolder(environment: ["SWEEP_CORE_LOCKS": "/x"])?.path == "/x")
        #expect(CoreLockFolder(environment: ["SWEEP_CORE_LOCKS": "off"]) == nil)
    }
}

private final class StopLooking: @unchecked Sendable {
    private let lock = NSLock()
    private var flag = false
    var isSet: Bool { lock.withLock { flag } }
    func set() { lock.withLock { flag = true } }
}
