import Testing

@testable import Core

@Suite struct SpecWriterTests {
    @Test func canonicalText() throws {
        var spec = SweepSpec(name: "2024", groups: [], methods: [.IR])
        spec.groups = ["R4", "T3x"].compactMap(GroupName.init)
        spec.training.learningRate = 1e-5
        #expect(
            SpecWriter.yaml(spec) == """
                name: "2024"
                data:
                  source: mnist
                  fallback: none
                  train: 10000
                  test: 50000
                  validation: 2000
                  split_seed: 0
                  pad: 4
                groups: [R4, T3]
                methods: [IR]
                seeds: [0, 1, 2, 3]
                nu:
                  smallest: SI >= 0.95
                  "on": validation
                  from: 0.01
                  to: 1000
                  within: 1.25
                  max_probes: 40
                regularisers: [logit]
                training:
                  epochs: 300
                  batch: 512
                  learning_rate: 1.0e-05
                  hidden: [128, 128, 128, 128, 128]
                  initialisation: uniform
                  pooling: max
                  weight_decay: 0
                  track_sigma_max: 0
                saliency:
                  target: label
                  steps: 50
                  rule: midpoint
                  baseline: zero
                  threshold: 0.9
                measure: [accuracy, LI, DI, SI]
                limits:
                  minutes_per_job: 0
                  retries: 2

                """)
    }

    @Test func readsBackEqual() throws {
        for seed in 0 ..< 300 {
            var stream = RandomStream(seed: UInt64(seed), purpose: .test, index: 4)
            let spec = randomSpec(&stream)
            let text = SpecWriter.yaml(spec)
            let loaded = try SpecLoader.parse(text, path: "sweep.yaml")
            try #require(loaded.spec == spec, "\(text)")
            try #require(SpecWriter.yaml(loaded.spec) == text)
            // Nobody wrote the keys without an effect.
            try #require(loaded.notices.allSatisfy { $0.kind == .tunedOnTest }, "\(loaded.notices)")
        }
    }

    /// Earlier programs wrote `on` without quotes: that means the same, and still counts as written by the program.
    @Test func aFileWithTheBareKeyIsTheSame() throws {
        let text = "name: x\ngroups: [R4]\nmethods: [DA]\n"
        let spec = try SpecLoader.parse(text, path: "s.yaml").spec
        let variants = try SpecLoader.parse(text + "variants: [{name: a}, {name: b, seeds: 2}]\n", path: "s.yaml").spec
        for spec in [spec, variants] {
            let written = SpecWriter.yaml(spec)
            let earlier = written.replacing("\"on\":", with: "on:")
            #expect(earlier != written && !written.contains(" on:"))
            let read = try SpecLoader.parse(earlier, path: "sweep.yaml")
            #expect(read.spec == spec && read.notices.isEmpty)
            #expect(try SpecLoader.parse(written, path: "sweep.yaml").notices.isEmpty)
        }
    }

    private func randomSpec(_ stream: inout RandomStream) -> SweepSpec {
        func below(_ bound: Int) -> Int { Int(stream.integer(below: UInt32(bound))) }
        func one<Value>(_ values: [Value]) -> Value { values[below(values.count)] }
        func some<Value>(_ values: [Value]) -> [Value] {
            var values = values
            stream.shuffle(&values)
            return Array(values.prefix(1 + below(values.count)))
        }
        func number() -> Double { (Double(stream.unitFloat()) + 1e-6) * one([1e-3, 1, 7, 500]) }
        var spec = SweepSpec(
            name: one(["a", "1e5", "Null", "on", "0", "x.y-z_1"]),
            groups: some(["R4", "T2", "T4y", "D4", "F2"].compactMap(GroupName.init)), methods: some(Method.allCases))
        spec.data.source = one([.mnist, .fashionMNIST])
        spec.data.fallback = one([nil, .strokes])
        spec.data.train = 1000 + below(1000)
        spec.data.splitSeed = UInt64(below(100_000))
        spec.data.pad = 2 * below(6)
        spec.seeds = some([0, 1, 17, 9_007_199_254_740_991])
        spec.regularisers = some(Regulariser.allCases)
        spec.training.learningRate = number() / 100 + 1e-9
        spec.training.hidden = (0 ... below(4)).map { _ in 1 + below(300) }
        spec.training.initialisation = one(Initialisation.allCases)
        spec.training.pooling = one(OrbitPooling.allCases)
        spec.saliency.target = one(SaliencyOptions.Target.allCases)
        spec.saliency.rule = one(SaliencyOptions.Rule.allCases)
        spec.saliency.baseline = one(SaliencyOptions.Baseline.allCases)
        spec.saliency.threshold = Double(stream.unitFloat())
        spec.measures = some(Measure.allCases)
        spec.limits.minutesPerJob = one([nil, number()])
        spec.limits.retries = below(101)
        if below(2) == 0 {
            spec.nu = .values(some([0, 1e9, 3, number(), number() + 1000]))
        } else {
            var settings = NuSearchSettings()
            settings.threshold = Double(stream.unitFloat()) / 2 + 0.1
            settings.split = one(SplitName.allCases)
            settings.from = number() + 1e-6
            settings.to = settings.from * (2 + number())
            settings.within = 1.01 + Double(stream.unitFloat())
            settings.maxProbes = 1 + below(100)
            spec.nu = .smallest(settings)
        }
        return spec
    }
}
