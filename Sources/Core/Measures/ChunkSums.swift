/// Logits of a chunk's images under every group element, wherever the images come from.
protocol OrbitRows: AnyObject {
    /// One panel, (chunk, 32), of one element.
    func pointer(_ element: Int) -> UnsafeMutablePointer<Float>
    /// Of one sample under one element.
    func row(_ element: Int, _ sample: Int) -> LogitRow
}

extension OrbitLogits: OrbitRows {}
extension DriftLogits: OrbitRows {}

/// What is summed of a chunk's logits and of its saliency maps' similarity: the same for the images of a set and
/// for mixtures of two, so that D(0) of a drift gives the very bits of a measuring.
///
/// Not Sendable: it belongs to the lane that measures.
struct ChunkSums<Logits: OrbitRows> {
    let logits: Logits
    let order: Int
    let classes: Int
    let target: SaliencyOptions.Target
    let kernels: KernelSet
    private let errors = FloatBuffer(count: ImageChunk.size)

    /// - Parameters:
    ///   - order: |G|.
    ///   - classes: C.
    ///   - target: which logit's saliency is mapped.
    init(_ logits: Logits, order: Int, classes: Int, target: SaliencyOptions.Target, kernels: KernelSet) {
        (self.logits, self.order, self.classes, self.target, self.kernels) = (logits, order, classes, target, kernels)
    }

    /// Those of a chunk of which only the samples are counted.
    func counted(_ chunk: ImageChunk) -> MeasureSums {
        var sums = MeasureSums(order: order, classes: classes)
        sums.samples = chunk.count
        for i in 0 ..< chunk.count { sums.classSamples[chunk.label(i)] += 1 }
        return sums
    }

    /// Adds hits, agreements and logits that are not finite.
    func predictions(_ chunk: ImageChunk, into sums: inout MeasureSums) {
        let atIdentity = (0 ..< chunk.count).map { logits.row(0, $0).prediction }
        for element in 0 ..< order {
            for i in 0 ..< chunk.count {
                let row = logits.row(element, i)
                if !row.isFinite { sums.nonFiniteLogits += 1 }
                let prediction = row.prediction
                let label = chunk.label(i)
                if prediction == label { sums.hits.add(1, element: element, class: label, counts: true) }
                if prediction == atIdentity[i] {
                    sums.agreements.add(1, element: element, class: label, counts: element != 0)
                }
            }
        }
    }

    /// Adds the invariance errors of one form.
    func invariance(_ form: Regulariser, _ chunk: ImageChunk, into sum: inout OrbitSum<Double>) {
        let rows = InvarianceRows(form, kernels: kernels, classes: classes)
        for element in 1 ..< order {
            rows.compute(logits.pointer(0), logits.pointer(element), chunk.count, scale: 0, nil, nil, into: errors.base)
            for i in 0 ..< chunk.count {
                sum.add(Double(errors[i]), element: element, class: chunk.label(i), counts: true)
            }
        }
    }

    /// Adds what a measure of pairs of logits gives; for g = e too, as with every other measure.
    func pairs(
        _ value: (_ x: LogitRow, _ gx: LogitRow, _ label: Int) -> Double, _ chunk: ImageChunk,
        into sum: inout OrbitSum<Double>
    ) {
        for element in 0 ..< order {
            for i in 0 ..< chunk.count {
                let label = chunk.label(i)
                sum.add(
                    value(logits.row(0, i), logits.row(element, i), label), element: element, class: label,
                    counts: element != 0)
            }
        }
    }

    /// Adds the similarities of the maps of the last computed chunk.
    func similarities(_ maps: SaliencyMaps, _ chunk: ImageChunk, into sum: inout OrbitSum<Double>) {
        for element in 0 ..< order {
            for i in 0 ..< chunk.count {
                sum.add(maps.similarity(element, i), element: element, class: chunk.label(i), counts: element != 0)
            }
        }
    }

    /// (|G|)(samples): the class whose logit's saliency is mapped.
    func explainedClasses(_ chunk: ImageChunk) -> [[Int32]] {
        (0 ..< order).map { element in
            (0 ..< chunk.count).map { i in
                switch target {
                case .label: Int32(chunk.label(i))
                case .predicted: Int32(logits.row(element, i).prediction)
                }
            }
        }
    }
}
