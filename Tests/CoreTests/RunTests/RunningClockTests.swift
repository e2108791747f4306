import Synchronization
import Testing

@testable import Core

@Suite struct RunningClockTests {
    @Test func `time counts while somebody looks, and not while nobody can`() {
        let time = Mutex(100.0)
        let clock = RunningClock { time.withLock { $0 } }
        func move(_ seconds: Double) -> Double {
            time.withLock { $0 += seconds }
            return clock.now
        }
        #expect(clock.now == 0)
        #expect(move(0.25) == 0.25)
        #expect(move(2.5) == 2.75)
        let before = move(0)
        // An hour of Ctrl-Z.
        #expect(move(3600) - before <= 1)
        let after = clock.now
        #expect(move(1) == after + 1)
        // Nor does it ever go back.
        #expect(move(-50) == after + 1)
        #expect(move(0.5) == after + 1.5)
    }

    @Test func `a job's pace is the process's`() {
        let pace = JobPace()
        let first = pace.now()
        #expect(first >= 0 && pace.now() >= first)
    }
}
