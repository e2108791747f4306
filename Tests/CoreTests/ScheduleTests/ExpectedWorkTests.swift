import Testing

@testable import Core

@Suite struct ExpectedWorkTests {
    /// Against adding up everything anew each time.
    @Test func sumsAreThoseOfAllThatIsLeft() {
        var work = ExpectedWork()
        var plain: [String: (cost: Double, start: ContinuousClock.Instant?)] = [:]
        let begin = ContinuousClock.now
        var state: UInt64 = 5
        for step in 0 ..< 3000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let id = "\((state >> 33) % 50)"
            let now = begin + .milliseconds(step * 10)
            switch (state >> 40) % 4 {
            case 0, 1:
                let cost = Double((state >> 20) % 4096) / 64
                work.add(id, cost)
                if cost > 0 { plain[id] = (cost, nil) }
            case 2:
                work.begin(id, at: now)
                if let waiting = plain[id], waiting.start == nil { plain[id] = (waiting.cost, now) }
            default:
                work.remove(id)
                plain[id] = nil
            }
            let left = plain.values.map { cost, start in
                max(0, cost - (start.map { $0.duration(to: now) / .seconds(1) } ?? 0))
            }
            for lanes in [1, 8] {
                let expected = CostModel.secondsLeft(left, lanes: lanes)
                #expect(abs(work.secondsLeft(lanes: lanes, at: now) - expected) < 1e-6)
            }
        }
    }
}
