import Foundation
import Testing

@testable import Core

@Suite struct SpecLoaderTests {
    private func load(_ text: String, set overrides: [String] = []) throws -> SweepSpec {
        try SpecLoader.parse(text, path: "s.yaml", overrides: overrides).spec
    }

    private let base = "name: x\ngroups: [R4]\nmethods: [IR]\n"

    @Test func onlyThreeKeysHaveNoDefault() throws {
        let spec = try load("name: x\ngroups: [R4, T3]\nmethods: [WT, DA, IR]\n")
        var expected = SweepSpec(name: "x", groups: [], methods: [.WT, .DA, .IR])
        expected.groups = ["R4", "T3"].compactMap(GroupName.init)
        #expect(spec == expected)
        #expect(SweepSchema.allKeys.filter(\.required).map(\.path) == ["name", "groups", "methods"])
    }

    @Test func everyKey() throws {
        let spec = try load(
            """
            name: 2024-01_a.b
            data: {source: fashion-mnist, fallback: strokes, train: 1_000, test: 200, validation: 100, split_seed: 7, pad: 1}
            groups: [T3, D4, T6y, F2]
            methods: [IR, WT]
            seeds: [5, 3]
            nu: {smallest: "SI≥0.9", on: test, from: 0.1, to: 1e2, within: 2, max_probes: 12}
            regularisers: [kl, logit-normalised]
            training: {epochs: 3, batch: 64, learning_rate: 1e-3, hidden: [10, 20], initialisation: he, pooling: mean}
            saliency: {target: predicted, steps: 20, rule: gauss-legendre, baseline: black, threshold: .5}
            measure: [SI, accuracy]
            """)
        #expect(spec.name == "2024-01_a.b")
        #expect(spec.data.source == .fashionMNIST && spec.data.fallback == .strokes)
        #expect(spec.data.train == 1000 && spec.data.test == 200 && spec.data.validation == 100 && spec.data.pad == 1)
        #expect(spec.data.splitSeed == 7)
        #expect(spec.groups.map(\.description) == ["T3", "D4", "T6y", "F2"])
        #expect(spec.methods == [.IR, .WT] && spec.seeds == [5, 3])
        guard case .smallest(let search) = spec.nu else { Issue.record("\(spec.nu)"); return }
        #expect(search.measure == .SI && search.threshold == 0.9 && search.split == .test)
        #expect(search.from == 0.1 && search.to == 100 && search.within == 2 && search.maxProbes == 12)
        #expect(spec.regularisers == [.kl, .logitNormalised])
        #expect(spec.training.epochs == 3 && spec.training.batch == 64 && spec.training.learningRate == 0.001)
        #expect(spec.training.hidden == [10, 20])
        #expect(spec.training.initialisation == .he && spec.training.pooling == .mean)
        #expect(spec.saliency.target == .predicted && spec.saliency.steps == 20)
        #expect(spec.saliency.rule == .gaussLegendre && spec.saliency.baseline == .black)
        #expect(spec.saliency.threshold == 0.5)
        #expect(spec.measures == [.SI, .accuracy])
    }

    @Test func shortForms() throws {
        #expect(try load(base + "data: strokes").data.source == .strokes)
        #expect(try load(base + "seeds: 3").seeds == [0, 1, 2])
        #expect(try load(base + "regulariser: kl").regularisers == [.kl])
        #expect(try load("name: x\ngroups: T3\nmethods: DA\nmeasure: LI").measures == [.LI])
        #expect(
            try load("name: x\ngroups: T3\nmethods: DA\nmeasure: [SI, sigma_max]").measures == [.SI, .sigmaMax])
        #expect(try load(base + "nu: 3").nu == .values([3]))
        #expect(try load(base + "nu: [1, 0, 10.5]").nu == .values([1, 0, 10.5]))
        #expect(try load(base + "nu: {}").nu == .smallest(NuSearchSettings()))
        #expect(try load(base + "data: {fallback: null}").data.fallback == nil)
        #expect(try load(base + "training: {hidden: 64}").training.hidden == [64])
    }

    @Test func logspaceIsReadableAndExactAtItsEnds() throws {
        #expect(try load(base + "nu: {logspace: [0.1, 100, 7]}").nu == .values([0.1, 0.3162, 1, 3.162, 10, 31.62, 100]))
        #expect(try load(base + "nu: {logspace: [8, 1, 4]}").nu == .values([8, 4, 2, 1]))
        #expect(try load(base + "nu: {logspace: [0.123456, 0.2, 2]}").nu == .values([0.123456, 0.2]))
    }

    @Test func anchorsAliasesMergeKeysAndComments() throws {
        let spec = try load(
            """
            # a comment
            x-shared: &small {epochs: 5, batch: 10}   # passed over, for its anchor
            name: x
            groups: &groups [R4]
            methods: [IR]
            data: {train: &n 50, test: *n, validation: *n}
            training:
              <<: [*small, {batch: 99, learning_rate: 0.5}]
              epochs: 6
            """)
        #expect(spec.training.epochs == 6 && spec.training.batch == 10 && spec.training.learningRate == 0.5)
        #expect(spec.data.test == 50 && spec.data.validation == 50)
    }

    @Test func overrides() throws {
        let spec = try load(
            base + "data: strokes\nseeds: 4\nregularisers: [logit]\ntraining: {batch: 9}",
            set: ["training.epochs=10", "groups=[T3, D4]", "seeds=[7]", "data.train=600", "regulariser=kl", "training.epochs=11"])
        #expect(spec.training.epochs == 11 && spec.training.batch == 9)
        #expect(spec.groups.map(\.description) == ["T3", "D4"])
        #expect(spec.seeds == [7] && spec.regularisers == [.kl])
        #expect(spec.data.source == .strokes && spec.data.train == 600)
        #expect(try load(base + "nu: 3", set: ["nu={from: 1}"]).nu != .values([3]))
        #expect(try load(base, set: ["nu.smallest=SI >= 0.5", "nu.to=10"]).nu != NuChoice.smallest(NuSearchSettings()))
        // What is wrong in the file does not matter once it is replaced.
        #expect(try load(base + "training: {epochs: 0}", set: ["training.epochs=1"]).training.epochs == 1)
        #expect(try load("groups: [R4]\nmethods: [IR]\n", set: ["name=y"]).name == "y")
    }

    @Test func notices() throws {
        func notices(_ text: String) throws -> [String] {
            try SpecLoader.parse(text, path: "s.yaml").notices.map(\.description)
        }
        #expect(
            try notices("name: x\ngroups: R4\nmethods: DA\nnu: 3\ntraining: {pooling: mean}\nsaliency: {steps: 9}\nmeasure: LI") == [
                "s.yaml:4:5: nu: has no effect, since methods does not list IR",
                "s.yaml:5:21: training.pooling: has no effect, since methods does not list WT",
                "s.yaml:6:11: saliency: has no effect, since nothing that is measured or searched for needs saliency maps",
            ])
        let fixed = "name: x\ngroups: R4\nmethods: DA\n"
        #expect(
            try notices(fixed + "drift: {measure: SI}\nlatent: {samples: 50}\nmeasure: [LI, decay]") == [
                "s.yaml:4:8: drift: has no effect, since measure does not list drift",
                "s.yaml:5:9: latent: has no effect, since measure does not list latent",
            ])
        for measure in ["SI_ssim", "IG_residual", "saliency_maps", "[LI, drift]\ndrift: {measure: SI}"] {
            #expect(try notices(fixed + "saliency: {steps: 9}\nmeasure: \(measure)").isEmpty, "\(measure)")
        }
        #expect(
            try notices(base + "nu: {on: test}\nsaliency: {steps: 9}\nmeasure: LI") == [
                "s.yaml:4:10: nu.on: tunes ν on the test split, which the tables report; validation keeps them honest"
            ])
        #expect(try notices(base + "nu: 3").isEmpty)
        #expect(
            try notices(base + "nu: {logspace: [10, 1, 3]}") == [
                "s.yaml:4:16: nu.logspace: goes down, from the larger ν to the smaller; the same networks, told in that order"
            ])
        let itself = "is the data set itself: nothing drifts; another one was probably meant"
        #expect(
            try notices(base + "measure: drift\ndrift: {with: mnist}") == ["s.yaml:5:15: drift.with: mnist \(itself)"])
        #expect(
            try notices(base + "measure: drift\ndata: {source: fashion-mnist}") == [
                "s.yaml:5:16: drift.with: fashion-mnist \(itself)"
            ])
    }

    @Test func files() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("spec-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func path(_ name: String) -> String { folder.path + "/" + name }
        try Data(("\u{FEFF}" + base).utf8).write(to: URL(fileURLWithPath: path("small.yaml")))
        try Data([0x6E, 0xFF, 0xFE]).write(to: URL(fileURLWithPath: path("latin.yaml")))
        try Data(count: 1_000_001).write(to: URL(fileURLWithPath: path("images.gz")))

        func failure(_ name: String) -> String {
            do {
                _ = try SpecLoader.load(path: path(name))
                return "no error"
            } catch {
                return error.description.replacingOccurrences(of: folder.path + "/", with: "")
            }
        }
        #expect(try SpecLoader.load(path: path("small.yaml")).sourceText == base)
        #expect(failure("smal.yaml") == "smal.yaml: no such file; did you mean small.yaml?")
        #expect(failure("small") == "small: no such file; did you mean small.yaml?")
        #expect(failure("other") == "other: no such file")
        #expect(failure("nowhere/small.yaml") == "nowhere/small.yaml: no such file")
        #expect(failure("") == ": is a folder; expected a sweep file, for instance sweeps/nu_search.yaml")
        try FileManager.default.createDirectory(at: URL(fileURLWithPath: path("r")), withIntermediateDirectories: true)
        #expect(failure("r") == "r: is a folder; expected a sweep file, for instance sweeps/nu_search.yaml")
        try Data(base.utf8).write(to: URL(fileURLWithPath: path("r/sweep.yaml")))
        for name in ["r", "r/"] {
            #expect(failure(name) == "\(name): is a folder; expected a sweep file, as the one in it: r/sweep.yaml")
        }
        #expect(failure("latin.yaml") == "latin.yaml: is not a text file in UTF-8; expected a sweep file in YAML")
        #expect(failure("images.gz") == "images.gz: has more than 1000000 bytes; a sweep file has at most 1000000. Is this a data file?")
    }

    @Test func publishedSweepsLoad() throws {
        let sweeps = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("sweeps")
        let paper = try SpecLoader.load(path: sweeps.appendingPathComponent("nu_search.yaml").path)
        var expected = SweepSpec(name: "nu_search", groups: [], methods: [.WT, .DA, .IR])
        expected.groups = ["R4", "T3"].compactMap(GroupName.init)
        expected.data.fallback = .strokes
        #expect(paper.spec == expected && paper.notices.isEmpty)

        let quick = try SpecLoader.load(path: sweeps.appendingPathComponent("quickstart.yaml").path)
        #expect(quick.notices.isEmpty && quick.spec.name == "quickstart" && quick.spec.data.source == .strokes)
        #expect(quick.spec.methods == [.WT, .DA, .IR])
        guard case .smallest(let settings) = quick.spec.nu else { Issue.record("\(quick.spec.nu)"); return }
        #expect(settings.threshold == 0.95)

        let drift = try SpecLoader.load(path: sweeps.appendingPathComponent("drift.yaml").path)
        #expect(drift.notices.isEmpty && drift.spec.groups == expected.groups && drift.spec.methods == expected.methods)
        guard case .smallest(var finer) = expected.nu else { Issue.record("\(expected.nu)"); return }
        finer.within = 1.1
        #expect(drift.spec.nu == .smallest(finer) && drift.spec.data == expected.data && drift.spec.seeds == expected.seeds)
        #expect(drift.spec.measures == [.accuracy, .LI, .DI, .SI] && drift.spec.analyses == [.drift])
        var options = DriftOptions()
        options.fallback = .silhouettes
        #expect(drift.spec.options.drift == options)
    }

    @Test func sweepsOfThePaperLoad() throws {
        let sweeps = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("sweeps")
        func spec(_ name: String) throws -> SweepSpec {
            let loaded = try SpecLoader.load(path: sweeps.appendingPathComponent("\(name).yaml").path)
            #expect(loaded.notices.isEmpty && loaded.spec.name == name)
            return loaded.spec
        }
        #expect(try spec("table1").measures == Measure.standard)
        let spectral = try spec("spectral")
        #expect(Set(spectral.regularisers) == Set(Regulariser.allCases) && spectral.measures.contains(.sigmaMax))
        guard case .values(let nus) = try spec("tradeoff").nu else { Issue.record("ν is given"); return }
        #expect(nus.count == 11 && nus.first == 0.01 && nus.last == 1000)
        let groups = try spec("groups").parts.map { $0.groups.map(\.label) }
        #expect(groups == [["R4", "T2", "T3", "T4", "T6", "D4", "F2", "diagonal"], ["T4", "T5"]])
        let parts = try spec("generality").parts
        #expect(parts.count == 9 && parts.allSatisfy { $0.data.test == 50_000 })
        #expect(parts.first { $0.variant == "train-1000" }?.data.train == 1000)
        #expect(parts.first { $0.variant == "fashion" }?.data.fallback == .silhouettes)
        #expect(parts.first { $0.variant == "strokes" }?.data.fallback == nil)
        #expect(parts.first { $0.variant == "depth-3" }?.training.hidden.count == 3)
        #expect(parts.map(\.data.splitSeed).suffix(2) == [1, 2])
    }
}
