@testable import Core
import Foundation
@testable import Sweep
import Testing

/// The live part of the terminal, as lines.
@Suite struct ProgressViewTests {
    /// Lanes that train, measure, analyse and idle by turns, and a search under way.
    private func progress(lanes: Int, failures: Int = 0) -> RunProgress {
        var settings = NuSearchSettings()
        (settings.from, settings.to, settings.within, settings.threshold) = (1, 100, 4, 0.5)
        var spec = SweepSpec(name: "view", groups: [GroupName("R4")].compactMap(\.self), methods: [.DA, .IR])
        spec.seeds = (0 ..< UInt64(max(lanes, failures, 1))).map { $0 }
        spec.nu = .smallest(settings)
        let plan = SweepPlan(spec: spec, data: DataIdentity(dataset: .strokes, digest: "0", request: spec.data))
        var progress = RunProgress(
            lanes: lanes, searches: plan.searches.map { ($0, plan.label(of: $0)) }, name: { plan.label(of: $0) })
        for lane in 0 ..< lanes {
            let job = plan.jobs[lane]
            if lane % 4 == 1 { progress.note(.speculative(job), at: 0) }
            if lane % 4 != 3 { progress.note(.trainingStarted(job, lane: lane), at: 0) }
            switch lane % 4 {
            case 0, 1:
                for epoch in [1, 12] {
                    let report = EpochReport(
                        epoch: epoch, crossEntropy: 0.0412, regulariser: lane % 4 == 1 ? 0.5 : nil, validationAccuracy: 0.918)
                    progress.note(.epochDone(job, lane: lane, report, of: 300), at: Double(epoch))
                }
            case 2: progress.note(.measuringStarted(job, .validation, lane: lane, samples: 50_000), at: 1)
            default: break
            }
        }
        for job in plan.jobs.prefix(failures) {
            progress.note(
                .failed(
                    FailedEvent(
                        id: job.id, job: job, stage: "training", epoch: 1, reason: "x",
                        place: LaneRecord(lane: 0, processors: ""))), at: 2)
        }
        for unit in plan.searches {
            progress.note(.probed(unit, Probe(nu: 10, mean: 0.25, seedsFinished: 1, seedsAsked: 1)), at: 3)
        }
        return progress
    }

    private func lines(
        _ progress: RunProgress, width: Int, height: Int = 20, colour: Bool = false, left: Double? = 60
    ) -> [String] {
        ProgressView(
            progress: progress, seconds: 20, secondsLeft: left, width: width, height: height,
            style: Style(isColoured: colour), now: Date(timeIntervalSince1970: 1e9)
        ).lines
    }

    private func plain(_ line: String) -> String { line.replacing(/\u{1B}\[[0-9]*m/, with: "") }

    @Test(arguments: [1, 10, 25, 40, 80, 200], [1, 4, 200])
    func `no line is wider than the terminal, and there are no more than fit`(width: Int, lanes: Int) {
        for height in [3, 20] {
            for failures in [0, 3] {
                let progress = progress(lanes: lanes, failures: failures)
                let found = lines(progress, width: width, height: height, colour: true)
                #expect(found.count <= max(height, 3), "\(found)")
                for line in found { #expect(plain(line).count <= max(1, width - 1), "\(line)") }
                #expect(found.map(plain) == lines(progress, width: width, height: height))
            }
        }
    }

    /// 20 of 80 seconds; with 40 that this run need not do, half of it. A status file may say anything.
    @Test func `the bar of the whole counts what earlier runs did`() throws {
        var progress = progress(lanes: 4)
        for (before, percent) in [(nil, 25), (0, 25), (40, 50), (-40, 25), (.nan, 25), (.infinity, 25)] as [(Double?, Int)] {
            progress.secondsBefore = before
            let total = try #require(lines(progress, width: 200).last)
            #expect(total.contains(" \(percent) %  about 1 min left"), "\(before as Any): \(total)")
        }
    }

    @Test func `the wider it is the more is said`() throws {
        let progress = progress(lanes: 4)
        let wide = lines(progress, width: 200)
        #expect(wide.count == 6)
        #expect(wide[0].contains("R4 DA seed 0") && wide[0].contains(" 12/300  loss 0.0412  val 91.8 %"))
        #expect(wide[0].contains("▍") && wide[0].hasSuffix("  8 min"), "\(wide[0])")
        #expect(wide[1].contains("R4 DA seed 1 (ahead)") && wide[1].contains("loss 0.0412  R 0.5000  val"))
        #expect(wide[2].contains("measuring validation 0/50000"))
        #expect(wide[3].hasPrefix(" 3  –"))
        #expect(wide[4].contains("ν  R4 IR logit  10 (0.250) < ν  trying "))
        #expect(wide[5].contains(" 25 %  about 1 min left, done ") && wide[5].hasSuffix("  trained 0  1 ν search open  20 s so far"))
        let narrow = lines(progress, width: 40)
        // The second lane's name needs the room of `eed `, and all have one form.
        #expect(narrow.count == 6 && narrow[0].contains("R4 DA s0") && narrow[0].contains("12/300"), "\(narrow)")
        #expect(!narrow[0].contains("loss"))
        // Columns stand under each other.
        let medium = lines(progress, width: 80)
        #expect(Set(medium.prefix(2).map { $0.distance(from: $0.startIndex, to: $0.firstIndex(of: "/") ?? $0.endIndex) }).count == 1)
    }

    @Test(arguments: 40 ... 130) func `at no width one lane has a bar and another has not`(width: Int) {
        let lanes = lines(progress(lanes: 4), width: width).prefix(3)
        let bars = lanes.count { $0.contains("░") }
        #expect(bars == 0 || bars == 3, "\(lanes)")
        // The bars, or else the counts, begin at one column.
        let barred = lanes.filter { $0.contains("░") }
        #expect(Set(barred.map { $0.prefix { !"▏▎▍▌▋▊▉█░".contains($0) }.count }).count <= 1)
    }

    @Test(arguments: 8 ... 60) func `what tells lanes apart is kept, and no number is cut`(width: Int) {
        let jobs = ["10", "17.78", "31.62"].flatMap { nu in ["0", "1", "10"].map { (nu: nu, seed: $0) } }
        func cut(_ job: (nu: String, seed: String), isAhead: Bool) -> String {
            LaneLabel(text: "R4 IR logit ν=\(job.nu) seed \(job.seed)", isAhead: isAhead).cut(to: width)
        }
        for isAhead in [false, true] {
            let names = jobs.map { cut($0, isAhead: isAhead) }
            #expect(names.allSatisfy { $0.count <= width }, "\(names)")
            if width >= 16 { #expect(Set(names).count == names.count, "\(names)") }
            for (name, job) in zip(names, jobs) {
                let numbers = name.split { !$0.isNumber && $0 != "." }.map(String.init)
                #expect(numbers.allSatisfy { ["4", job.nu, job.seed].contains($0) }, "\(name)")
            }
        }
    }

    @Test func `the regulariser's name goes before ν and the seed do`() {
        func cut(_ text: String, _ width: Int, isAhead: Bool = false) -> String {
            LaneLabel(text: text, isAhead: isAhead).cut(to: width)
        }
        let text = "R4 IR logit ν=17.78 seed 0"
        #expect(cut(text, 26) == text && cut(text, 20) == "R4 IR ν=17.78 seed 0" && cut(text, 16) == "R4 IR ν=17.78 s0")
        #expect(cut(text, 13) == "R4…ν=17.78 s0" && cut(text, 12) == "…ν=17.78 s0" && cut(text, 1) == "…")
        #expect(cut(text, 28, isAhead: true) == "R4 IR ν=17.78 seed 0 (ahead)")
        #expect(cut("wide: T3 IR kl ν=0.01 seed 2", 17) == "wide:…ν=0.01 s2" && cut("R4 DA seed 12", 12) == "R4 DA s12")
        #expect("trying 17.78".cut(to: 10) == "trying …" && "trying 17.78".cut(to: 12) == "trying 17.78")
    }

    @Test(arguments: 8 ... 40) func `labels under each other are of one form`(width: Int) {
        let labels = ["10", "17.78", "0.3162"].flatMap { nu in
            [false, true].map { LaneLabel(text: "R4 IR logit ν=\(nu) seed 0", isAhead: $0) }
        }
        for some in [labels, [labels[0], labels[2]], [labels[0], labels[5]]] {
            let names = LaneLabel.cut(some, to: width)
            #expect(names.allSatisfy { $0.count <= width }, "\(names)")
            for word in ["logit", "seed"] {
                #expect([0, some.count].contains(names.count { $0.contains(word) }), "\(names)")
            }
        }
        #expect(LaneLabel.cut([labels[0], labels[2]], to: 24) == ["R4 IR ν=10 seed 0", "R4 IR ν=17.78 seed 0"])
        #expect(LaneLabel.cut([labels[0]], to: 24) == ["R4 IR logit ν=10 seed 0"])
    }

    @Test func `a probe outside the bracket is said to be`() throws {
        func words(_ low: Double?, _ high: Double?, _ trying: Double) throws -> String {
            let text = """
                {"label":"x","condition":"SI >= 0.5","probes":[],\(low.map { "\"low\":\($0)," } ?? "")\
                \(high.map { "\"high\":\($0)," } ?? "")"trying":\(trying),"settings":
                """
            let settings = String(decoding: try JSONEncoder().encode(NuSearchSettings()), as: UTF8.self)
            return SearchWords.bracket(try JSONDecoder().decode(SearchProgress.self, from: Data((text + settings + "}").utf8)))
        }
        #expect(try words(17.78, 31.62, 20) == "17.78 < ν ≤ 31.62  trying 20")
        #expect(try words(17.78, 31.62, 63.24) == "17.78 < ν ≤ 31.62  checking larger: 63.24")
        #expect(try words(17.78, 31.62, 5) == "17.78 < ν ≤ 31.62  checking smaller: 5")
        #expect(try words(nil, 10, 5) == "ν ≤ 10  trying 5")
        #expect(try words(10, nil, 20) == "10 < ν  trying 20")
    }

    @Test func `lines above the live part are broken between words`() {
        let text = "R4 IR logit: ν=17.78: SI 0.9512 ± 0.0021 reaches 0.95 (3 seeds)"
        #expect(RunWords.lines(text, columns: 120) == [text])
        #expect(RunWords.lines(text, columns: 50) == ["R4 IR logit: ν=17.78: SI 0.9512 ±", "0.0021 reaches 0.95 (3 seeds)"])
        for columns in 1 ... 100 {
            let lines = RunWords.lines(text, columns: columns)
            #expect(lines.joined(separator: " ") == text)
            if columns >= 29 { #expect(lines.allSatisfy { $0.count + RunWords.indent < columns }, "\(columns)") }
        }
        #expect("a  bcd efghijkl m".broken(to: 4) == ["a ", "bcd", "efghijkl", "m"])
    }

    @Test func `a small error is not told as none`() throws {
        let spec = SweepSpec(name: "view", groups: [GroupName("R4")].compactMap(\.self), methods: [.DA])
        let plan = SweepPlan(spec: spec, data: DataIdentity(dataset: .strokes, digest: "0", request: spec.data))
        let job = try #require(plan.jobs.first)
        let event = EvaluatedEvent(
            id: "e", evaluation: plan.evaluations(of: job)[0],
            measurements: Measurements(
                samples: 10, values: ["accuracy": 0.719, "LI": 0, "DI": 4e-05, "SI": 0.95012], perElement: [:], perClass: [:]),
            seconds: 1, place: LaneRecord(lane: 0, processors: "0"))
        let line = try #require(RunWords(plan: plan).line(.measured(job, event), isAhead: { _ in false }))
        #expect(line == "R4 DA seed 0: test accuracy 71.9 %  LI 0  DI 4.0e-05  SI 0.9501", "\(line)")
        #expect(Measure.DI.shortText(0.0123) == "0.012" && Measure.DI.shortText(0.5, like: 23.4) == "0.5")
        #expect(Measure.DI.shortText(.nan) == "nan" && Measure.SI.shortText(0.00004) == "0.0000")
    }

    @Test func `a checkpoint of work ahead that was dropped has no line`() throws {
        let spec = SweepSpec(name: "view", groups: [GroupName("R4")].compactMap(\.self), methods: [.DA])
        let plan = SweepPlan(spec: spec, data: DataIdentity(dataset: .strokes, digest: "0", request: spec.data))
        let job = try #require(plan.jobs.first)
        let event = RunEvent.checkpointed(job, lane: 0, epoch: 31, isStopping: true)
        #expect(RunWords.isOfNoInterest(event, isDropped: { $0 == job }))
        #expect(!RunWords.isOfNoInterest(event, isDropped: { _ in false }))
        #expect(!RunWords.isOfNoInterest(.unused(job), isDropped: { _ in true }))
    }

    @Test func `whatever is told of work ahead says that it is ahead`() throws {
        let spec = SweepSpec(name: "view", groups: [GroupName("R4")].compactMap(\.self), methods: [.DA])
        let plan = SweepPlan(spec: spec, data: DataIdentity(dataset: .strokes, digest: "0", request: spec.data))
        let (job, words) = (try #require(plan.jobs.first), RunWords(plan: plan))
        let progress = AnalysisProgress(.steps, 3, of: 9)
        let events: [(RunEvent, String)] = [
            (.resumed(job, lane: 0, epoch: 7), ": going on after epoch 7"),
            (.checkpointed(job, lane: 0, epoch: 31, isStopping: true), ": checkpoint after epoch 31"),
            (.checkpointProblem(job, "gone"), ": gone"),
            (.measuringResumed(job, .test, lane: 0, samplesDone: 64, of: 200), ": measuring test goes on after "),
            (.measuringCheckpointed(job, .test, lane: 0, samplesDone: 64, of: 200, isStopping: true), ": checkpoint of measuring test "),
            (.analysisResumed(job, .decay, lane: 0, progress), ": decay goes on after "),
            (.analysisCheckpointed(job, .decay, lane: 0, progress, isStopping: true), ": checkpoint of decay after "),
            (.damagedModel(job, "x"), ": training again, "),
        ]
        for (event, text) in events {
            let ahead = try #require(words.line(event) { $0 == job })
            #expect(ahead.hasPrefix("R4 DA seed 0 (ahead)\(text)"), "\(ahead)")
            let asked = try #require(words.line(event) { _ in false })
            #expect(asked.hasPrefix("R4 DA seed 0\(text)"), "\(asked)")
        }
    }

    @Test func `many lanes are cut to what fits, and the rest is counted`() {
        let found = lines(progress(lanes: 200), width: 80, height: 12)
        #expect(found.count == 12)
        #expect(found[9] == " … 191 more lanes, 143 busy", "\(found[9])")
        #expect(found[0].hasPrefix("   0  R4 DA seed 0"), "\(found[0])")
    }

    @Test func `failures are counted, in red where there is colour`() throws {
        let plainLine = try #require(lines(progress(lanes: 1, failures: 3), width: 80).last)
        #expect(plainLine.contains("failed 3  about 1 min left, done ") && !plainLine.contains("\u{1B}"))
        let coloured = try #require(lines(progress(lanes: 1, failures: 3), width: 80, colour: true).last)
        #expect(coloured.contains("\u{1B}[31mfailed 3\u{1B}[0m  about 1 min left, done "))
    }

    @Test(arguments: [nil, Double.nan, .infinity, -1, 1e300]) func `a time that nobody knows is not shown`(left: Double?) {
        let last = lines(progress(lanes: 1), width: 80, left: left).last ?? ""
        #expect(last.contains("trained 0") && !last.contains("nan") && !last.contains("inf"), "\(last)")
    }

    @Test func `a status file that says strange things is shown without harm`() throws {
        let text = """
            {"lanes":[{"id":"a","label":"x","is_ahead":false,"activity":{"training":{"epoch":12345,"of":0,\
            "loss":1e300,"validation_accuracy":-7}}},{"id":"b","label":"y","is_ahead":true,"activity":{"measuring":\
            {"split":"test","samples":9,"of":-4}},"first":{"done":-9223372036854775807,"at":-1e300}}],\
            "trained":-1,"measured":0,"failed":2,"failures":[],"searches":[]}
            """
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let progress = try decoder.decode(RunProgress.self, from: Data(text.utf8))
        for width in [10, 40, 200] {
            for line in lines(progress, width: width) { #expect(line.count < width) }
        }
    }

    @Test func `a bar is as wide as it was asked to be`() {
        for share in [-1, 0, 0.01, 0.5, 0.999, 1, 2, .nan, .infinity] { #expect(Style.bar(share, width: 10).count == 10) }
        #expect(Style.bar(0.5, width: 4) == "██░░" && Style.bar(0.25, width: 2) == "▌░")
    }

    @Test func `a time of another day has its date`() {
        let now = TimeOfDay(Date(timeIntervalSince1970: 1e9))
        #expect(now.text(seenFrom: now).count == 5)
        let later = TimeOfDay(Date(timeIntervalSince1970: 1e9 + 3 * 86_400)).text(seenFrom: now)
        #expect(later.wholeMatch(of: /09-1[12] [0-9]{2}:[0-9]{2}/) != nil, "\(later)")
        #expect(now.stamp.wholeMatch(of: /09-0[89] [0-9]{2}:[0-9]{2}:[0-9]{2}/) != nil, "\(now.stamp)")
        #expect(TimeOfDay(Date(timeIntervalSince1970: 1e300)).stamp.count == 14)
        // What a file says in ISO 8601 is one clock with the rest; of another year that is said.
        let moment = Date(timeIntervalSince1970: 1e9).formatted(.iso8601)
        #expect(TimeOfDay.text(of: moment, seenFrom: Date(timeIntervalSince1970: 1e9)) == now.time)
        #expect(TimeOfDay.text(of: moment, seenFrom: Date(timeIntervalSince1970: 1.1e9)) == "2001-\(now.day) \(now.time)")
        #expect(TimeOfDay.text(of: "soon") == "soon")
    }
}

/// What is drawn in place, on a terminal whose size changes.
@Suite struct LiveBlockTests {
    @Test func `of a terminal made narrower all rows that the old lines take are erased`() {
        var block = LiveBlock()
        let below = "\r\u{1B}[K\u{1B}[B\u{1B}[J\u{1B}[A"
        // Nothing drawn: what the terminal echoed goes.
        #expect(block.isEmpty && block.erasing(columns: 80) == "\r\u{1B}[K")
        block.note([String(repeating: "x", count: 100), "", "\u{1B}[31m" + String(repeating: "y", count: 66) + "\u{1B}[0m"])
        #expect(block.erasing(columns: 120) == "\u{1B}[3A\(below)")
        #expect(block.erasing(columns: 100) == "\u{1B}[3A\(below)")
        #expect(block.erasing(columns: 66) == "\u{1B}[4A\(below)")
        #expect(block.erasing(columns: 40) == "\u{1B}[6A\(below)")
        #expect(block.erasing(columns: 0).hasPrefix("\u{1B}[167A"))
        block.forget()
        #expect(block.isEmpty && block.erasing(columns: 80) == "\r\u{1B}[K")
    }
}
