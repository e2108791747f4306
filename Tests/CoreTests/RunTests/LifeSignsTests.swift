import Synchronization
import Testing

@testable import Core

/// Silences, on a clock that the test sets.
@Suite struct LifeSignsTests {
    private let job: Job
    private let time = Time()

    init() throws { job = try RunBench(methods: [.DA]).plan.jobs[0] }

    private final class Time: Sendable {
        private let seconds = Mutex(0.0)
        var now: Double {
            get { seconds.withLock { $0 } }
            set { seconds.withLock { $0 = newValue } }
        }
    }

    private func rule(_ minutes: Double?) -> HangRule {
        var limits = RunLimits()
        limits.minutesPerJob = minutes
        return HangRule(limits)
    }

    private func signs(_ minutes: Double?) -> LifeSigns { LifeSigns(rule(minutes)) { [time] in time.now } }

    private func epoch(_ number: Int, lane: Int = 0, of other: Job? = nil) -> RunEvent {
        .epochDone(
            other ?? job, lane: lane, EpochReport(epoch: number, crossEntropy: 1, regulariser: nil, validationAccuracy: 1),
            of: 90)
    }

    @Test func `how far a job was, an analysis of it included`() {
        var progress = JobProgress()
        #expect(progress.stage == "training" && progress.words == "since it began" && progress.epochUnderWay == 1)
        progress.note(epoch(5))
        #expect(progress.words == "since epoch 5" && progress.epochUnderWay == 6)
        progress.note(.measuringStarted(job, .test, lane: 0, samples: 10))
        #expect(progress.words == "while measuring test" && progress.epochUnderWay == nil)
        // Its measures count all the same: `JobRecord.isFailed`.
        for event in [
            RunEvent.analysing(job, .latent, lane: 0, done: 0, all: 0),
            .analysisResumed(job, .latent, lane: 0, AnalysisProgress(.steps, 1, of: 2)),
        ] {
            var other = progress
            other.note(event)
            #expect(other.stage == "latent" && other.words == "while at latent" && other.epochUnderWay == nil)
        }
    }

    @Test func `trainings that run show how fast they are`() {
        let signs = signs(nil)
        signs.began(job, lane: 1)
        #expect(signs.paces().isEmpty)
        time.now = 7
        signs.note(epoch(41, lane: 1))
        #expect(signs.paces().isEmpty, "reading the checkpoint took a part of these seconds")
        time.now = 9
        signs.note(epoch(42, lane: 1))
        time.now = 15
        signs.note(epoch(45, lane: 1))
        #expect(signs.paces() == [.init(job: job, epochs: 4, seconds: 8)])
        signs.ended(lane: 1)
        #expect(signs.paces().isEmpty)
    }

    /// A pulse that began at 0, gave signs at these seconds, and was expected to at such intervals.
    private func pulse(_ beats: [Double], expected: Double = 0) -> Pulse {
        var pulse = Pulse(began: 0, expected: expected)
        for second in beats { pulse.beat(at: second) }
        return pulse
    }

    @Test func `a job is hung when it is silent long after its limit`() {
        let short = rule(1)
        #expect(short.grace == 60)
        #expect(!short.isHung(pulse([]), at: 119))
        #expect(!short.isHung(pulse([941]), at: 1000))
        #expect(short.isHung(pulse([60]), at: 121))
        #expect(rule(100).grace == 1200)
        #expect(rule(nil).isQuiet(pulse([]), at: 1801) && !rule(nil).isQuiet(pulse([]), at: 1799))
        #expect(!rule(1).isQuiet(pulse([]), at: 1e9))
        #expect(HangRule(RunLimits(), environment: ["SWEEP_GRACE": "0.5"]).grace == 0.5)
        #expect(HangRule(RunLimits(), environment: ["SWEEP_GRACE": "-1"]).grace == 60)
        #expect(HangRule(RunLimits(), environment: ["SWEEP_SILENCE": "2"]).silence == 2)
        #expect(HangRule(RunLimits(), environment: ["SWEEP_SILENCE": "x"]).silence == 1800)
        #expect(HangRule.problem(environment: ["SWEEP_GRACE": "0.5", "SWEEP_SILENCE": ""]) == nil)
        for name in ["SWEEP_GRACE", "SWEEP_SILENCE"] {
            for text in ["x", "-1", "0", "5s"] {
                #expect(
                    HangRule.problem(environment: [name: text]) == "\(name)=\(text): expected seconds, more than 0, such as 5")
            }
        }
    }

    @Test func `without a limit it is hung when it is silent for half an hour, and far longer than is usual for it`() {
        for rule in [rule(nil), rule(10_000)] {
            #expect(!rule.isHung(pulse([1, 2, 3]), at: 1803))
            #expect(rule.isHung(pulse([1, 2, 3]), at: 1803.5))
            // Epochs of a minute: fifty of them.
            #expect(!rule.isHung(pulse([60, 120, 125]), at: 3124))
            #expect(rule.isHung(pulse([60, 120, 125]), at: 3126))
            // The first one is under way, and was expected to take two minutes.
            #expect(!rule.isHung(pulse([], expected: 120), at: 5999))
            #expect(rule.isHung(pulse([], expected: 120), at: 6001))
            #expect(rule.isHung(pulse([], expected: .nan), at: 1801))
        }
    }

    @Test func `what is expected is an epoch, or a tenth of anything else`() {
        var costs = CostModel()
        costs.measured("train", multiplyAdds: 100, seconds: 100)
        let work = [JobWork(kind: "train", multiplyAdds: 600), JobWork(kind: "train", multiplyAdds: 2000)]
        // Two epochs.
        #expect(costs.interval(of: job, isTrained: false, work) == 300)
        #expect(costs.interval(of: job, isTrained: true, work) == 200)
        #expect(costs.interval(of: job, isTrained: true, []) == 0)
    }

    @Test func `silence is told once, and again after a sign of life`() {
        let signs = signs(1)
        func look(until seconds: Double) -> [LifeSigns.Silence] {
            var found: [LifeSigns.Silence] = []
            while time.now < seconds {
                time.now += 2
                found += signs.silences()
            }
            return found
        }
        signs.began(job, lane: 3)
        signs.note(epoch(5, lane: 3))
        #expect(look(until: 100).isEmpty)
        let silences = look(until: 200)
        #expect(silences.map(\.lane) == [3])
        #expect(silences.first?.isHung == true)
        #expect(silences.first?.progress.words == "since epoch 5")
        #expect(silences.first?.progress.epochUnderWay == 6)
        #expect(look(until: 300).isEmpty)
        signs.note(.measuringStarted(job, .test, lane: 3, samples: 10))
        #expect(look(until: 400).first?.progress.words == "while measuring test")
        signs.ended(lane: 3)
        signs.note(.measuring(job, .test, lane: 3, samplesDone: 1))
        #expect(look(until: 9000).isEmpty)
    }

    @Test func `a word is said of a long silence before the job is given up`() {
        let signs = signs(nil)
        signs.began(job, lane: 0, token: 4, expected: 60)
        time.now = 1801
        #expect(signs.silences().map(\.verdict) == [.quiet(givenUpAfter: 3000)])
        time.now = 2999
        #expect(signs.silences().isEmpty)
        time.now = 3001
        let silences = signs.silences()
        #expect(silences.map(\.verdict) == [.hung] && silences.map(\.token) == [4])
        time.now = 9999
        #expect(signs.silences().isEmpty)
    }

    @Test func `what a thread says that was left behind is no sign of its lane's next job`() throws {
        let other = try RunBench(methods: [.WT]).plan.jobs[0]
        let signs = signs(1)
        signs.began(job, lane: 0, token: 1)
        signs.began(other, lane: 0, token: 2)
        time.now = 130
        signs.note(epoch(3))
        signs.ended(lane: 0, token: 1)
        #expect(signs.silences().map(\.token) == [2])
        signs.note(epoch(1, of: other))
        #expect(signs.silences().isEmpty)
    }

    @Test func `time in which a process stood still is no time of its jobs`() {
        let running = RunningClock { [time] in time.now }
        let signs = LifeSigns(rule(nil)) { running.now }
        func look(seconds: Int) -> [LifeSigns.Silence] {
            var found: [LifeSigns.Silence] = []
            for _ in 0 ..< seconds {
                time.now += 1
                found += signs.silences().filter(\.isHung)
            }
            return found
        }
        signs.began(job, lane: 0)
        #expect(look(seconds: 1000).isEmpty)
        // Ten hours of Ctrl-Z, then an epoch ends: that was no usual interval either.
        time.now += 36_000
        signs.note(epoch(1))
        #expect(look(seconds: 1790).isEmpty)
        // Nor silence.
        time.now += 36_000
        #expect(look(seconds: 1000).isEmpty)
        // Fifty times the thousand seconds of the first epoch, in all.
        var found: [LifeSigns.Silence] = []
        while found.isEmpty, time.now < 200_000 { found += look(seconds: 100) }
        #expect((49_000 ... 51_500).contains(found.last?.seconds ?? 0))
    }

    @Test func `what nobody wants is given up after the grace, without any limit`() {
        let signs = signs(nil)
        signs.began(job, lane: 0, token: 5)
        func hung(_ second: Double, _ unwanted: Set<Int>) -> [Int] {
            time.now = second
            return signs.silences(unwanted: unwanted).filter(\.isHung).map(\.token)
        }
        for second in stride(from: 2.0, to: 200, by: 2) { #expect(hung(second, []).isEmpty) }
        for second in stride(from: 200.0, through: 260, by: 2) { #expect(hung(second, [5]).isEmpty) }
        // Wanted again, and the time begins anew.
        #expect(hung(262, []).isEmpty)
        for second in stride(from: 264.0, through: 324, by: 2) { #expect(hung(second, [5, 6]).isEmpty) }
        #expect(hung(326, [5]) == [5])
        #expect(hung(328, [5]).isEmpty)
    }

    @Test func `a run that was asked to stop goes without a job that is silent for long`() {
        let signs = signs(nil)
        signs.began(job, lane: 0, token: 1)
        // Its epochs take half a minute.
        signs.began(job, lane: 1, token: 2, expected: 30)
        func left(_ second: Double, isStopping: Bool = true) -> [Int] {
            time.now = second
            return signs.silences(isStopping: isStopping).filter { $0.verdict == .leftBehind }.map(\.token)
        }
        #expect(left(500, isStopping: false).isEmpty)
        // Silence before the signal does not count.
        #expect(left(501).isEmpty)
        #expect(left(521).isEmpty)
        #expect(left(522) == [1])
        #expect(left(591).isEmpty)
        #expect(left(592) == [2])
        #expect(left(9000).isEmpty)
    }

    @Test func `signs of life after the signal are waited for`() {
        let signs = signs(nil)
        signs.began(job, lane: 0, token: 1)
        #expect(signs.silences(isStopping: true).isEmpty)
        for second in 1 ... 50 {
            time.now = Double(second) * 5
            signs.note(epoch(second))
            #expect(signs.silences(isStopping: true).isEmpty)
        }
        time.now = 271
        #expect(signs.silences(isStopping: true).map(\.verdict) == [.leftBehind])
    }
}
