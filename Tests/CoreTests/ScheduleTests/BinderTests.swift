import Foundation
import Synchronization
import Testing

@testable import Core

@Suite struct BinderTests {
    /// Runs on a thread that is neither the main one nor one of the test runner's.
    private func elsewhere<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "binder test").async { continuation.resume(returning: body()) }
        }
    }

    @Test func bindsReadsBackAndRestores() async throws {
        let topology = try HwlocTopology()
        let binder = Binder(topology)
        for number in topology.allowed.numbers.prefix(4) {
            let wish = ProcessorSet([number])
            let (former, binding, during, after) = await elsewhere {
                let former = binder.currentThread()
                let binding = binder.bindCurrentThread(to: wish)
                let during = binder.currentThread()
                binder.restoreCurrentThread(former)
                return (former, binding, during, binder.currentThread())
            }
            switch binding {
            case .bound(let found, let asked):
                #expect(asked == wish && found == wish && during == wish)
                #expect(binding.processors == "\(number)" && binding.isAsPlanned)
            case .refused(let asked, let reason):
                #expect(asked == wish && !reason.isEmpty && binding.processors == "unbound")
            case .notAsked: Issue.record("asked for \(wish)")
            }
            #expect(after == former)
        }
    }

    /// libdispatch gives its threads other priorities where it may, as for root; for others threads have that of whoever
    /// makes them. So that this can go wrong for everybody, the first thread becomes more modest than the one that makes
    /// the lanes. Only root could take that back: a process of the test's own.
    @Test func lanesHaveTheProcesssPriority() async {
        await #expect(processExitsWith: .success) {
            let modest = min(19, Niceness.ofProcess + 3)
            let found: [Int32] = await withCheckedContinuation { continuation in
                Thread.detachNewThread {
                    setpriority(Niceness.process, id_t(getpid()), modest)
                    continuation.resume(returning: [false, true].map { isSpare in
                        let core = MachineLayout.Core(index: 0, processors: [.init(logical: 0, os: 0)])
                        let lane = Lane(PlannedLane(index: 0, processors: nil, core: core), isSpare: isSpare)
                        let found = Mutex<Int32>(.min)
                        lane.start { _ in found.withLock { $0 = Niceness.ofCurrentThread } }
                        lane.waitUntilEnded()
                        return found.withLock(\.self)
                    })
                }
            }
            #expect(Niceness.ofProcess == modest && found == [modest, modest])
        }
    }

    @Test func refusalIsAResult() async throws {
        let here = Binder(try HwlocTopology())
        let absent = await elsewhere { here.bindCurrentThread(to: ProcessorSet([4000])) }
        guard case .refused = absent else {
            Issue.record("\(absent)")
            return
        }
        let elsewhereBinder = Binder(try HwlocTopology(.synthetic("pu:2")))
        let other = await elsewhere { elsewhereBinder.bindCurrentThread(to: ProcessorSet([0])) }
        #expect(other == .refused(asked: ProcessorSet([0]), reason: "the topology is not this machine's"))
        #expect(elsewhereBinder.currentThread() == nil)
        #expect(!elsewhereBinder.restoreCurrentThread(ProcessorSet([0])))
    }

    @Test func texts() {
        let one = ProcessorSet([1])
        let table: [(Binding, String, String, Bool)] = [
            (.notAsked, "not bound", "unbound", true),
            (.bound(one, asked: one), "bound to 1", "1", true),
            (.bound(ProcessorSet([0, 1]), asked: one), "asked for 1, the system bound it to 0-1", "0-1", false),
            (.refused(asked: one, reason: "Function not implemented"), "not bound to 1: Function not implemented", "unbound", false),
        ]
        for (binding, text, processors, isAsPlanned) in table {
            #expect(binding.description == text)
            #expect(binding.processors == processors)
            #expect(binding.isAsPlanned == isAsPlanned)
        }
    }
}
