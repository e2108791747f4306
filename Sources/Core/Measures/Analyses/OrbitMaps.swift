/// All that is shown of the saliency of a few samples over their orbits; sample by sample, within each
/// element by element.
struct OrbitMaps {
    /// (n, G, P).
    private(set) var images: [UInt8] = []
    private(set) var attributions: [Float] = []
    private(set) var blurred: [Float] = []
    private(set) var aligned: [Float] = []
    /// (n, G).
    private(set) var cosines: [Double] = []
    private(set) var explained: [Int32] = []
    private(set) var predicted: [Int32] = []
    /// (n, G, C).
    private(set) var logits: [Float] = []

    /// - Throws: where logits are not finite.
    init(_ chunk: ImageChunk, _ context: AnalysisContext) throws(AnalysisError) {
        let task = context.task
        let group = task.group
        let outputs = OrbitLogits(
            context.network, tying: task.tying, group: group, normalisation: task.data.normalisation,
            kernels: context.kernels)
        outputs.compute(chunk)
        var classes: [[Int32]] = []
        for element in 0 ..< group.order {
            let rows = (0 ..< chunk.count).map { outputs.row(element, $0) }
            guard rows.allSatisfy(\.isFinite) else {
                throw AnalysisError(
                    .saliencyMaps,
                    "expected logits that are finite numbers, found others; the network diverged: "
                        + "train it again with a smaller training.learning_rate")
            }
            classes.append(
                rows.indices.map { i in
                    context.saliency.target == .label ? Int32(chunk.label(i)) : Int32(rows[i].prediction)
                })
        }
        let compared = SaliencyMaps(
            context.network, tying: task.tying, group: group, normalisation: task.data.normalisation,
            options: context.saliency, kernels: context.kernels)
        _ = compared.compute(chunk, classes: classes)
        let raw = Attributions(chunk, classes: classes, context)
        for i in 0 ..< chunk.count {
            let bytes = chunk.samples.images[chunk.range.lowerBound + i]
            for element in 0 ..< group.order {
                images += group.source(of: element).map { bytes[Int($0)] }
                attributions += raw.absolute[element][i]
                blurred += raw.blurred[element][i]
                aligned += UnsafeBufferPointer(start: compared.map(element, i), count: group.pixels)
                cosines.append(compared.similarity(element, i))
                explained.append(classes[element][i])
                predicted.append(Int32(outputs.row(element, i).prediction))
                logits += UnsafeBufferPointer(
                    start: outputs.pointer(element) + i * Panels.width, count: context.network.architecture.classes)
            }
        }
    }

    /// The maps before they are realigned, which `SaliencyMaps` does not keep.
    private struct Attributions {
        /// (G)(n)(P).
        var absolute: [[[Float]]] = []
        var blurred: [[[Float]]] = []

        init(_ chunk: ImageChunk, classes: [[Int32]], _ context: AnalysisContext) {
            let (task, kernels) = (context.task, context.kernels)
            let group = task.group
            let gradients = IntegratedGradients(
                context.network, tying: task.tying, group: group, normalisation: task.data.normalisation,
                options: context.saliency, kernels: kernels)
            let scratch = FloatBuffer(count: Panels.count(group.pixels) * Panels.width)
            for element in 0 ..< group.order {
                var absolute = [[Float]](repeating: [], count: chunk.count)
                var blurred = absolute
                gradients.attribute(chunk, element: element, classes: classes[element]) { i, map in
                    let values = UnsafeBufferPointer(start: map, count: group.pixels)
                    absolute[i] = values.map(\.magnitude)
                    _ = kernels.thresholdMap(map, group.pixels, Float(context.saliency.threshold))
                    kernels.blurMap(map, group.height, group.width, scratch.base)
                    blurred[i] = Array(values)
                }
                self.absolute.append(absolute)
                self.blurred.append(blurred)
            }
        }
    }
}
