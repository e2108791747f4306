import Testing

@testable import Core

@Suite struct CoreWaitingTests {
    private func held(_ pid: Int32) -> [HeldCores] {
        [
            HeldCores(holder: CoreHolder(pid: pid, work: "sweep a", folder: "/r"), cores: ProcessorSet([0])),
            HeldCores(holder: CoreHolder(pid: pid, work: "sweep a", folder: "/r"), cores: ProcessorSet([1])),
        ]
    }

    @Test func `says at once who is waited for, and then every few minutes`() {
        var waiting = CoreWaiting()
        #expect(
            waiting.line(held(1), after: 0)
                == "all cores are in use by process 1 (sweep a, /r); waiting; --pin none runs beside it, --no-wait gives up at once")
        #expect(waiting.line(held(1), after: 1) == nil && waiting.line(held(1), after: 179) == nil)
        #expect(
            waiting.line(held(2), after: 181) == "still waiting after 3 min: all cores are in use by process 2 (sweep a, /r)")
        #expect(waiting.line(held(2), after: 300) == nil)
        #expect(waiting.line(held(2), after: 362)?.hasPrefix("still waiting after 6 min") == true)
    }
}
