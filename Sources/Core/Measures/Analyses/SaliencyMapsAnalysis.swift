/// `saliency_maps`: saliency of single samples over their orbits (paper, section 4.2, figures 1 and 3).
///
/// The samples are the first of each of the first k classes of the split; n are found. Tensors:
///
/// | name | shape | |
/// |---|---|---|
/// | `images` | (n, G, height, width) u8 | gx, bytes as padded |
/// | `attribution` | (n, G, height, width) f32 | absolute integrated gradients in the coordinates of gx |
/// | `saliency` | (n, G, height, width) f32 | the same after threshold and blur |
/// | `aligned` | (n, G, height, width) f32 | as SI compares them: threshold, g⁻¹, blur |
/// | `cosine` | (n, G) f64 | of `aligned` with that of e |
/// | `labels`, `sample` | (n) i32 | class, and place in the split |
/// | `explained`, `predicted` | (n, G) i32 | the class whose logit is attributed; the class of the largest logit |
/// | `logits` | (n, G, C) f32 | |
///
/// Value: `saliency_maps_cosine`, the mean of `cosine` over g ≠ e. Metadata: group, elements, split and how
/// the maps were made.
public enum SaliencyMapsAnalysis {
    /// - Returns: nil if stopped.
    /// - Throws: where the split has no sample, or the network's logits are not finite.
    public static func run(
        _ options: SaliencyMapOptions, _ context: AnalysisContext
    ) throws(AnalysisError) -> AnalysisResult? {
        let shown = ShownSamples(context.samples(0), classes: options.samples)
        guard !shown.places.isEmpty else {
            throw AnalysisError(
                .saliencyMaps, "expected a sample in the \(context.split.rawValue) split, found none; make the split larger")
        }
        if context.shouldStop() { return nil }
        let maps = try OrbitMaps(ImageChunk(samples: shown.samples, range: 0 ..< shown.places.count), context)
        context.progress(1, 1)
        var result = Measurements(samples: shown.places.count)
        let order = context.task.group.order
        let others = maps.cosines.enumerated().filter { $0.offset % order != 0 }.map(\.element)
        if !others.isEmpty { result.values["saliency_maps_cosine"] = others.reduce(0, +) / Double(others.count) }
        return AnalysisResult(
            measurements: result, tensors: tensors(shown, maps, context), metadata: metadata(context))
    }

    private static func tensors(
        _ shown: ShownSamples, _ maps: OrbitMaps, _ context: AnalysisContext
    ) -> [SafetensorsTensor] {
        let group = context.task.group
        let count = shown.places.count
        let shape = [count, group.order, group.height, group.width]
        return [
            SafetensorsTensor("images", shape: shape, .u8(maps.images)),
            SafetensorsTensor("attribution", shape: shape, .f32(maps.attributions)),
            SafetensorsTensor("saliency", shape: shape, .f32(maps.blurred)),
            SafetensorsTensor("aligned", shape: shape, .f32(maps.aligned)),
            SafetensorsTensor("cosine", shape: [count, group.order], .f64(maps.cosines)),
            SafetensorsTensor("labels", shape: [count], .i32(shown.samples.labels.map { Int32($0) })),
            SafetensorsTensor("sample", shape: [count], .i32(shown.places.map { Int32($0) })),
            SafetensorsTensor("explained", shape: [count, group.order], .i32(maps.explained)),
            SafetensorsTensor("predicted", shape: [count, group.order], .i32(maps.predicted)),
            SafetensorsTensor(
                "logits", shape: [count, group.order, context.network.architecture.classes], .f32(maps.logits)),
        ]
    }

    private static func metadata(_ context: AnalysisContext) -> [String: String] {
        let (group, saliency) = (context.task.group, context.saliency)
        return [
            "analysis": Analysis.saliencyMaps.rawValue, "split": context.split.rawValue, "group": group.name,
            "elements": group.elementNames.joined(separator: ","), "target": saliency.target.rawValue,
            "steps": "\(saliency.steps)", "rule": saliency.rule.rawValue, "baseline": saliency.baseline.rawValue,
            "threshold": "\(saliency.threshold)",
        ]
    }
}

/// The first sample of each of the first classes.
struct ShownSamples {
    /// In the split, by class.
    let places: [Int]
    let samples: PreparedData.Samples

    init(_ all: PreparedData.Samples, classes: Int) {
        let places = (0 ..< min(max(classes, 0), ImageChunk.size)).compactMap { c in
            all.labels.firstIndex { Int($0) == c }
        }
        self.places = places
        let pixels = all.images.pixels
        let images = ImageBytes(count: places.count, pixels: pixels) { base in
            withExtendedLifetime(all.images) {
                for (i, place) in places.enumerated() {
                    (base + i * pixels).update(from: all.images.pointer(place), count: pixels)
                }
            }
        }
        samples = PreparedData.Samples(images: images, labels: places.map { all.labels[$0] })
    }
}
