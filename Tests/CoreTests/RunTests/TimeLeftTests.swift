import Synchronization
import Testing

@testable import Core

/// How long it will still take.
@Suite struct TimeLeftTests {
    @Test func `equal jobs fill the lanes, the longest chain is the least`() {
        #expect(TimeLeft(lanes: 1, waiting: [.init(seconds: 2, count: 3)]).seconds == 6)
        #expect(TimeLeft(lanes: 2, waiting: [.init(seconds: 2, count: 3)]).seconds == 4)
        #expect(TimeLeft(lanes: 2, running: [1, 5], waiting: [.init(seconds: 2, count: 2)]).seconds == 5)
        #expect(TimeLeft(lanes: 4, waiting: [.init(seconds: 2, count: 3)], chains: [9, 3]).seconds == 9)
        #expect(TimeLeft(lanes: 0).seconds == 0)
        #expect(TimeLeft(lanes: 3, waiting: [.init(seconds: .nan, count: 3), .init(seconds: 1, count: 1)]).seconds == 1)
    }

    @Test func `a hundred thousand jobs are no more work than a hundred`() {
        // As by doing it job by job: within one job.
        for (lanes, count) in [(2, 100_000), (7, 1000), (64, 100_000), (1000, 99_999)] {
            let left = TimeLeft(
                lanes: lanes, running: [3, 17], waiting: [.init(seconds: 5, count: count), .init(seconds: 1, count: 77)])
            let work = 3 + 17 + 5 * Double(count) + 77
            #expect(left.seconds >= work / Double(lanes) && left.seconds <= work / Double(lanes) + 5)
        }
    }

    @Test func `a backlog counts by shape`() {
        var (backlog, costs) = (Backlog(), CostModel(assumedSpeed: 1))
        let (long, short) = ([JobWork(kind: "train", multiplyAdds: 9)], [JobWork(kind: "train", multiplyAdds: 1)])
        for _ in 0 ..< 3 { backlog.add(long) }
        backlog.add(short)
        backlog.begin("a", long, now: 10)
        #expect(backlog.waiting == [long: 2, short: 1])
        #expect(backlog.running(now: 14, costs) == [5])
        #expect(backlog.secondsLeft(of: "a", now: 14, costs) == 5 && backlog.secondsLeft(of: "b", now: 14, costs) == nil)
        // It should be over: things take twice as long as was thought.
        #expect(backlog.delay(now: 14, costs) == 1 && backlog.delay(now: 28, costs) == 2)
        costs.measured("train", multiplyAdds: 1, seconds: 1)
        #expect(backlog.delay(now: 28, costs) == 1)
        backlog.end("a", long)
        backlog.end("never begun", short)
        #expect(backlog.waiting == [long: 2] && backlog.running(now: 14, costs).isEmpty)
    }

    /// What was left, as it was thought and as it came, at parts of a run.
    private func errors(_ sweep: FakeSweep, lanes: Int, speculates: Bool) throws -> [Double: Double] {
        let thoughts = Mutex<[(now: Double, left: Double)]>([])
        let course = try sweep.run(lanes: lanes, speculates: speculates) { now, left in
            thoughts.withLock { $0.append((now, left)) }
        }
        var errors: [Double: Double] = [:]
        for part in [0.05, 0.25, 0.5, 0.75] {
            let at = part * course.makespan
            guard let thought = thoughts.withLock({ $0.last { $0.now <= at } }) else { continue }
            errors[part] = (thought.now + thought.left) / course.makespan - 1
        }
        return errors
    }

    @Test func `jobs at steady speed: within 5 % all along, and soon when the first guess is three times off`() throws {
        for boast in [1.0, 3, 1.0 / 3] {
            var sweep = FakeSweep.search(groups: ["R4", "T3", "F2"], methods: [.WT, .DA], seeds: 20) { _ in 0.5 }
            sweep.trainSeconds = { $0.method == .WT ? 90 : 40 }
            sweep.boast = boast
            for lanes in [1, 2, 8] {
                let errors = try errors(sweep, lanes: lanes, speculates: true)
                // The first job may end after the first of these moments.
                #expect(errors.count >= 3)
                for (part, error) in errors {
                    #expect(error.magnitude < (part < 0.2 && boast != 1 ? 0.5 : 0.05), "\(boast) \(lanes) \(part)")
                }
            }
        }
    }

    @Test func `searches: within a quarter on few lanes, a third on many`() throws {
        for (boast, lanes, limit) in [(1.0, 1, 0.25), (1, 2, 0.25), (3, 2, 0.25), (1, 8, 0.25), (1, 16, 0.34), (3, 64, 0.34)] {
            for answer in [0.03, 3, 47, 400] {
                var sweep = FakeSweep.search { job in (job.nu ?? 0) >= answer ? 0.96 : 0.5 }
                sweep.trainSeconds = { $0.method == .IR ? 100 : 60 }
                sweep.boast = boast
                for (part, error) in try errors(sweep, lanes: lanes, speculates: true) where part > 0.2 {
                    #expect(error.magnitude < limit, "boast \(boast), \(lanes) lanes, ν=\(answer), at \(part)")
                }
            }
        }
    }
}
