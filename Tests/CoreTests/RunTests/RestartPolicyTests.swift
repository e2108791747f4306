import Foundation
import Testing

@testable import Core

/// What a supervisor decides when the process of its run is lost or does not begin.
@Suite struct RestartPolicyTests {
    private let trap = ChildEnding.killed(signal: SIGILL)
    private let kill = ChildEnding.killed(signal: SIGKILL)

    private func after(results: Int) -> RunAftermath {
        let groups = ["R4"].compactMap(GroupName.init)
        return RunAftermath(
            events: (0 ..< results).flatMap { _ in
                groups.map { .searched(SearchedEvent(group: $0, regulariser: .logit, outcome: "passed", nu: 1)) }
            })
    }

    @Test func `what never began is not tried again, what had begun is, after longer and longer pauses`() {
        var policy = RestartPolicy(GrowingPauses([1, 2, 3]))
        #expect(policy.didNotBegin() == .neverBegan)
        #expect(!policy.hasBegun)
        policy.began()
        for _ in 0 ..< 2 {
            #expect(policy.didNotBegin() == .pause(seconds: 1, retry: 1, of: 3))
            #expect(policy.didNotBegin() == .pause(seconds: 2, retry: 2, of: 3))
            // It began once more: what comes later has the whole patience again.
            policy.began()
        }
        for retry in 1 ... 3 {
            #expect(policy.didNotBegin() == .pause(seconds: Double(retry), retry: retry, of: 3))
        }
        #expect(policy.didNotBegin() == .outOfPatience(tries: 4))
    }

    @Test func `the same trap again and again ends it, a kill is waited out`() {
        var policy = RestartPolicy(GrowingPauses([1, 2]))
        #expect([policy.crashed(after(results: 0), trap), policy.crashed(after(results: 0), trap)] == [.startAgain, .startAgain])
        #expect(policy.crashed(after(results: 0), .exited(1)) == .noProgress(crashes: 3))
        policy = RestartPolicy(GrowingPauses([1, 2]))
        for results in [0, 1] {
            #expect(policy.crashed(after(results: results), kill) == .startAgain)
            policy.began()
            #expect(policy.crashed(after(results: results), kill) == .pause(seconds: 1, retry: 1, of: 2))
            policy.began()
            #expect(policy.crashed(after(results: results), kill) == .pause(seconds: 2, retry: 2, of: 2))
            // Beginning is no progress: a machine that kills each start would be tried for ever.
            policy.began()
        }
        #expect(policy.crashed(after(results: 1), kill) == .outOfPatience(tries: 3))
    }

    @Test func `pauses grow to five minutes and last for hours; an environment replaces them`() {
        let pauses = GrowingPauses()
        #expect(Array(pauses.seconds.prefix(6)) == [5, 15, 45, 120, 300, 300])
        #expect(pauses.seconds.reduce(0, +) > 4 * 3600)
        #expect(pauses.before(retry: 0) == nil && pauses.before(retry: 53) == nil)
        #expect(pauses.first(3).seconds == [5, 15, 45])
        #expect(GrowingPauses(environment: ["SWEEP_PAUSES": "0.5,1"]).seconds == [0.5, 1])
        for text in ["", "x", "1,x", "-1", "1,,2", "inf"] {
            let found = GrowingPauses(environment: ["SWEEP_PAUSES": text])
            #expect(found == (text == "1,,2" ? GrowingPauses([1, 2]) : pauses), "\(text)")
            let isFine = ["", "1,,2"].contains(text)
            #expect((GrowingPauses.problem(environment: ["SWEEP_PAUSES": text]) == nil) == isFine, "\(text)")
        }
        #expect(GrowingPauses.problem(environment: [:]) == nil)
    }
}
