import Foundation
import Testing

@testable import Core

/// Which figures a sweep with analyses has, by name, and what a damaged file costs.
@Suite struct AnalysisFigureTests {
    /// DA and IR of two seeds under two groups, with every analysis; tensors are in the folder.
    private func sweep(_ folder: ResultsFolder, variants: Bool = false) throws -> SampleSweep {
        try folder.create()
        var sweep = SampleSweep(groups: ["R4", "T4"], methods: [.DA, .IR])
        sweep.spec.nu = .values([2])
        sweep.spec.analyses = [.layers, .drift, .latent, .saliencyMaps, .decay]
        sweep.spec.options.drift.fallback = .silhouettes
        sweep.spec.options.latent.samples = 60
        sweep.spec.options.latent.perplexity = 8
        sweep.spec.options.latent.iterations = 40
        sweep.spec.options.decay.samples = 4
        sweep.spec.options.decay.steps = 20
        sweep.spec.training.trackedSamples = 5
        if variants {
            sweep.variant("plain")
            sweep.variant("weight_decay") {
                $0.methods = [.DA]
                $0.training.hidden = [64]
            }
        }
        let journal = try JournalWriter(folder: folder.journal.path, shard: "main")
        for part in variants ? sweep.spec.variants : [sweep.spec] {
            for group in ["R4", "T4"] {
                for method in part.methods {
                    for seed in UInt64(0) ..< 2 { try add(part, group, method, seed, to: &sweep, journal, folder) }
                }
            }
        }
        try journal.close()
        return sweep
    }

    private func add(
        _ part: SweepSpec, _ group: String, _ method: Method, _ seed: UInt64, to sweep: inout SampleSweep,
        _ journal: JournalWriter, _ folder: ResultsFolder
    ) throws {
        var job = sweep.job(group, method, nu: method == .IR ? 2 : nil, seed: seed)
        job.training = part.training
        sweep.train(job)
        sweep.measure(job, .test, ["accuracy": 0.5, "SI": 0.25])
        guard case .trained(var trained)? = sweep.events.first(where: { $0.trainedID == sweep.id(job) }) else { return }
        trained.sigmaMax = [1, 2, Float(3 + seed)]
        trained.accuracy = [0.25, 0.5, 0.75]
        try journal.append(.trained(trained))
        let options = sweep.spec.options
        var context = try AnalysisExample(group: group).context()
        context.task.seed = seed
        func analyse(_ request: AnalysisRequest) throws {
            let result = try #require(try request.run(context))
            let name = "\(group)-\(method)-\(part.variant ?? "")\(seed)-\(request.analysis.rawValue)"
            var file: String?
            if !result.tensors.isEmpty {
                let bytes = try SafetensorsFile(metadata: result.metadata, tensors: result.tensors).encoded()
                try AtomicFile.write(bytes, to: folder.artefact(name))
                file = Digest.sha256(bytes)
            }
            var measurements = result.measurements
            measurements.file = file
            sweep.events.append(
                .evaluated(
                    EvaluatedEvent(
                        id: name,
                        evaluation: Evaluation(
                            job: sweep.id(job), split: .test, measures: [], saliency: sweep.spec.saliency,
                            analysis: request),
                        measurements: measurements, seconds: 1, place: LaneRecord(lane: 0, processors: "0"))))
        }
        try analyse(.layers(options.layers))
        if seed == 0 {
            var maps = options.saliencyMaps
            maps.seeds = 1
            try analyse(.saliencyMaps(maps))
            try analyse(.latent(options.latent))
        }
        try analyse(.decay(options.decay))
        sweep.analyse(
            job, .drift(options.drift, with: DataIdentity(dataset: .silhouettes, digest: "d2", request: part.data)),
            series: [
                DriftAnalysis.Curve.beta: [0, 0.5, 1], DriftAnalysis.Curve.of(.DI): [0.1, 0.2, 0.3 + Double(seed)],
                DriftAnalysis.Curve.accuracyRatio: [1, 0.8, 0.4],
            ])
    }

    @Test func `every analysis has its figures`() throws {
        try withTemporaryFolder { url in
            let folder = ResultsFolder(url)
            let record = try sweep(folder).record
            var notices: [FigureNotice] = []
            let figures = PaperFigures.all(record, files: FigureFiles(folder)) { notices.append($0) }
            #expect(notices == [])
            let saliency = ["", "-class0", "-class1", "-class2"]
            #expect(
                figures.map(\.name) == ["groups", "drift", "layers", "decay-R4", "decay-T4"]
                    + saliency.map { "saliency-R4\($0)" } + saliency.map { "saliency-T4\($0)" }
                    + ["latent-R4", "latent-T4", "curves-R4", "curves-T4", "training"])
            let drift = try #require(figures[1].figure.panels as? [LineChart])
            #expect(drift.map(\.title) == ["R4", "T4"])
            #expect(drift[0].series.map(\.name) == ["DA", "DA", "IR", "IR"])
            #expect(drift[0].series[0].points.map(\.y) == [0.1, 0.2, 0.8])
            let training = try #require(figures.last?.figure.panels as? [LineChart])
            #expect(training.map(\.title) == ["R4", "R4", "T4", "T4"])
            #expect(training[0].series.map(\.name) == ["DA", "IR"])
            #expect(training[0].series[0].points.map(\.y) == [1, 2, 3.5])
            #expect(training[1].series[0].points.map(\.y) == [25, 50, 75])
            let curves = try #require(figures.first { $0.name == "curves-T4" }?.figure.panels as? [LineChart])
            #expect(curves.map(\.left.label) == ["validation accuracy", "σmax"] && curves[0].series.map(\.name) == ["DA", "IR"])
            #expect(curves[0].series[0].points.map(\.y) == [25, 50, 75])
            let decay = try #require(figures[3].figure.panels[1] as? LineChart)
            // W(0) is drawn by the seed, not by the method: two curves, not four.
            #expect(decay.bandName == "± 1 std over 2 seeds")
            let latent = figures.first { $0.name == "latent-T4" }?.figure.panels as? [ScatterChart]
            #expect(latent?.count == 2 && latent?[0].title.hasPrefix("DA, KL ") == true)
            for (name, figure) in figures {
                let canvas = LayoutCanvas()
                figure.draw(on: canvas)
                #expect(canvas.overlappingTexts.map { [$0.0.text, $0.1.text] } == [], "\(name)")
                #expect(canvas.textsOutside(figure.size).map(\.text) == [], "\(name)")
            }
            #expect(PaperFigures.all(record).map(\.name) == ["groups", "drift", "layers", "decay-R4", "decay-T4"])
        }
    }

    @Test func `variants are told apart`() throws {
        try withTemporaryFolder { url in
            let folder = ResultsFolder(url)
            let figures = PaperFigures.all(try sweep(folder, variants: true).record, files: FigureFiles(folder))
            let names = figures.map(\.name)
            #expect(Set(names).count == names.count)
            for name in ["drift", "layers", "saliency-R4", "latent-T4"] {
                #expect(names.contains("\(name)-plain") && names.contains("\(name)-weight_decay"), "\(name)")
            }
            // The linear model knows nothing of a network's training.
            #expect(names.filter { $0.hasPrefix("decay") } == ["decay-R4", "decay-T4"])
            let training = try #require(figures.last { $0.name == "training" }?.figure.panels.first as? LineChart)
            #expect(training.series.map(\.name) == ["DA, plain", "IR", "DA, weight decay"])
        }
    }

    @Test func `a damaged file costs its figures alone`() throws {
        try withTemporaryFolder { url in
            let folder = ResultsFolder(url)
            let record = try sweep(folder).record
            func write() throws -> (notices: [String], files: Set<String>) {
                var notices: [String] = []
                let figures = PaperFigures.all(record, files: FigureFiles(folder)) { notices.append("\($0)") }
                try FigureFolder.write(figures, to: folder.figures)
                let files = try FileManager.default.contentsOfDirectory(atPath: folder.figures.path)
                return (notices, Set(files))
            }
            let whole = try write()
            #expect(whole.notices == [])
            #expect(whole.files.isSuperset(of: ["svg", "png", "csv"].map { "latent-R4.\($0)" }))
            let torn = folder.artefact("R4-IR-0-latent")
            let right = try Data(contentsOf: torn)
            var bytes = right
            bytes[bytes.count - 3] ^= 1
            try bytes.write(to: torn)
            try FileManager.default.removeItem(at: folder.artefact("T4-DA-0-saliency_maps"))
            let damaged = try write()
            #expect(damaged.notices.count == 2)
            #expect(damaged.notices[0].hasPrefix("figure saliency-T4 is left out: cannot read "))
            #expect(damaged.notices[0].contains("T4-DA-0-saliency_maps.safetensors"))
            #expect(damaged.notices[1].hasPrefix("figure latent-R4 is left out: "))
            #expect(damaged.notices[1].contains("R4-IR-0-latent.safetensors is damaged"))
            #expect(damaged.notices.allSatisfy { $0.hasSuffix("; the next sweep run makes it again") })
            let lost = whole.files.subtracting(damaged.files)
            #expect(lost.allSatisfy { $0.hasPrefix("saliency-T4") || $0.hasPrefix("latent-R4") })
            #expect(lost.count == 5 * 3)
            try right.write(to: torn)
            #expect(try write().notices.count == 1)
        }
    }

    @Test func `analyses without their file are made again`() throws {
        try withTemporaryFolder { url in
            let folder = ResultsFolder(url)
            let sweep = try sweep(folder)
            var known = KnownResults(events: sweep.events) { _ in true }
            let count = known.evaluated.count
            known.checkArtefacts(folder)
            #expect(known.evaluated.count == count)
            try FileManager.default.removeItem(at: folder.artefact("R4-DA-0-latent"))
            try Data("torn".utf8).write(to: folder.artefact("T4-DA-0-latent"))
            known.checkArtefacts(folder)
            #expect(known.evaluated.count == count - 2)
            #expect(known.evaluated["R4-DA-0-latent"] == nil && known.evaluated["R4-IR-0-latent"] != nil)
        }
    }
}

extension JournalEvent {
    fileprivate var trainedID: String? {
        if case .trained(let trained) = self { trained.id } else { nil }
    }
}
