/// What no single key can tell: values that do not go together, or have no effect.
struct SweepChecks {
    private let root: SpecNode
    private let reader: SweepReader
    /// Keys of the tree that were reported already; whatever depends on them is not judged.
    private let faulty: Set<String>
    private let own: [GroupName: OwnGroup]
    private(set) var diagnostics: [SpecDiagnostic] = []

    /// - Parameter own: the groups that were read from files.
    init(_ root: SpecNode, after reported: [SpecDiagnostic], own: [GroupName: OwnGroup] = [:]) {
        self.root = root
        self.own = own
        reader = SweepReader(root: root)
        faulty = Set(reported.map { VariantReader.treeKey($0.key) })
        checkGroups()
        checkSamples()
        checkBatch()
        checkNu()
        checkDecay()
        checkLatent()
    }

    private func isSound(_ paths: String...) -> Bool {
        paths.allSatisfy { path in
            faulty.allSatisfy { $0 != path && !$0.hasPrefix("\(path).") && !path.hasPrefix("\($0).") }
        }
    }

    private mutating func report(_ path: String, at node: SpecNode?, _ problem: SpecProblem) {
        diagnostics.append(SpecDiagnostic((node ?? root).place, key: path, problem))
    }

    /// The value to point at where several do not go together: one from the command line before all others, since the
    /// file alone may well be in order; else the first that is there.
    private func culprit(_ paths: String...) -> SpecNode? { overridden(paths) ?? paths.lazy.compactMap { root.at($0) }.first }

    private func overridden(_ paths: [String]) -> SpecNode? {
        paths.lazy.compactMap { root.at($0) }.first { node in
            if case .override = node.place { true } else { false }
        }
    }

    private mutating func checkGroups() {
        guard isSound("data.pad") else { return }
        let side = 28 + 2 * reader.data().pad
        let pad = overridden(["data.pad"])
        for node in root["groups"]?.entriesOrSelf ?? [] {
            // With groups from the command line too, these are what was asked for last.
            let place = overridden(["groups"]) == nil ? pad ?? node : node
            guard let text = node.text, let group = GroupName(text) else { continue }
            if let own = own[group], own.pixels != side * side, own.pixels != 28 * 28 {
                report("groups", at: place, .groupOfOtherSize(group: own.name, side: side, found: own.pixels))
            }
            guard case .translation(let parts, _) = group.kind, side % parts != 0 else { continue }
            let divisors = (2 ... side).filter { side % $0 == 0 }
            report("groups", at: place, .groupDoesNotFit(group: text, parts: parts, side: side, divisors: divisors))
        }
    }

    private mutating func checkSamples() {
        let data = reader.data()
        if data.fallback == data.source, isSound("data.source", "data.fallback") {
            report("data.fallback", at: root.at("data.fallback"), .fallbackIsSource(data.source.rawValue))
        }
        guard isSound("data") else { return }
        let asked = data.train + data.test + data.validation
        for dataset in [data.source, data.fallback].compactMap({ $0 }) where asked > dataset.pooledSamples {
            report(
                "data", at: overridden(["data.train", "data.test", "data.validation", "data.source", "data.fallback"]) ?? root["data"],
                .tooManySamples(
                    train: data.train, test: data.test, validation: data.validation, dataset: dataset.rawValue,
                    available: dataset.pooledSamples))
            return
        }
    }

    private mutating func checkBatch() {
        guard isSound("data.train", "training.batch") else { return }
        let batch = reader.training().batch
        let train = reader.data().train
        guard batch > train else { return }
        report("training.batch", at: culprit("training.batch", "data.train"),
            .batchExceedsTrain(batch: batch, train: train, isDefault: root.at("training.batch") == nil))
    }

    private mutating func checkNu() {
        guard case .mapping(let entries)? = root["nu"]?.content else { return }
        if let logspace = root.at("nu.logspace") {
            for entry in entries where entry.key != "logspace" && isSound("nu.\(entry.key)") {
                diagnostics.append(
                    SpecDiagnostic(entry.place, key: "nu.\(entry.key)", .conflictingKeys(other: "nu.logspace")))
            }
            guard isSound("nu.logspace"), let values = reader.logspace() else { return }
            if Set(values).count < values.count {
                report("nu.logspace", at: logspace, .tooDense(points: values.count))
            }
        } else if isSound("nu.from", "nu.to") {
            let settings = reader.searchSettings()
            guard settings.from >= settings.to else { return }
            report(
                "nu", at: culprit("nu.from", "nu.to"),
                .boundsReversed(from: SpecWriter.number(settings.from), to: SpecWriter.number(settings.to)))
        }
    }

    /// Without those that fit no image at all: `T1000000` is told by `checkGroups`, and products with such an order may overflow.
    private var groups: [GroupName] {
        reader.groups().filter { $0.isOwn || $0.order <= 28 + 2 * PreparedData.largestPad }
    }

    /// The decay takes whole orbits, and its cost grows with the cube of their number.
    private mutating func checkDecay() {
        guard isSound("groups", "measure", "decay.samples", "data.train") else { return }
        guard reader.analyses().contains(.decay) else { return }
        let samples = min(reader.options().decay.samples, reader.data().train)
        let limit = LinearDecay.largestDifferences
        guard let group = groups.max(by: { $0.order < $1.order }), samples * (group.order - 1) > limit else { return }
        report(
            "decay.samples", at: overridden(["data.train", "groups"]) ?? culprit("decay.samples", "measure"),
            .tooManyDifferences(samples: samples, group: group.label, others: group.order - 1, limit: limit))
    }

    /// t-SNE needs three points for each neighbour that it looks for.
    private mutating func checkLatent() {
        guard isSound("groups", "measure", "latent.samples", "latent.traced", "latent.perplexity", "data.test") else { return }
        guard reader.analyses().contains(.latent) else { return }
        let latent = reader.options().latent
        let samples = min(latent.samples, reader.data().test)
        for group in groups {
            let points = samples + min(latent.traced, samples) * (group.order - 1)
            guard Double(points) < 3 * latent.perplexity else { continue }
            report(
                "latent.perplexity", at: overridden(["latent.traced", "data.test", "groups"])
                    ?? culprit("latent.perplexity", "latent.samples", "measure"),
                .tooFewPoints(points: points, group: group.label, perplexity: SpecWriter.number(latent.perplexity)))
            return
        }
    }

    /// What is wrong with the variants as a whole.
    static func variants(_ root: SpecNode) -> [SpecDiagnostic] {
        var seen: Set<String> = []
        return (root["variants"]?.entriesOrSelf ?? []).compactMap { variant in
            guard let node = variant["name"], let name = node.text, !seen.insert(name).inserted else { return nil }
            return SpecDiagnostic(node.place, key: "variants.name", .repeatedEntry(entry: name))
        }
    }

    /// Only meaningful for a sweep without diagnostics.
    func notices(for spec: SweepSpec) -> [SpecNotice] {
        var notices: [SpecNotice] = []
        func note(_ path: String, _ kind: SpecNotice.Kind) {
            if let node = root.at(path) { notices.append(SpecNotice(place: node.place, key: path, kind: kind)) }
        }
        if !spec.methods.contains(.IR) {
            for key in ["nu", "regularisers", "regulariser"] { note(key, .unusedWithout(.IR)) }
        }
        if !spec.methods.contains(.WT) { note("training.pooling", .unusedWithout(.WT)) }
        var searches = false
        if case .smallest(let settings) = spec.nu, spec.methods.contains(.IR) {
            searches = settings.measure.needsSaliency
            if settings.split == .test { note("nu.on", .tunedOnTest) }
        }
        if spec.methods.contains(.IR), let values = reader.logspace(), let first = values.first, let last = values.last, first > last {
            note("nu.logspace", .descends)
        }
        if spec.analyses.contains(.drift), spec.options.drift.with == spec.data.source {
            let place = (root.at("drift.with") ?? root.at("data.source") ?? root).place
            notices.append(SpecNotice(place: place, key: "drift.with", kind: .driftsToItself(spec.data.source)))
        }
        let shows = spec.analyses.contains { $0.needsSaliency(spec.options) }
        if !searches, !shows, !spec.measures.contains(where: \.needsSaliency) { note("saliency", .unusedWithoutMaps) }
        for analysis in Analysis.allCases where !spec.analyses.contains(analysis) {
            note(analysis.rawValue, .unusedWithoutAnalysis(analysis))
        }
        return notices
    }
}
