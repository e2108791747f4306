/// The accuracy that selects the best epoch: every validation sample under one group element,
/// drawn once per job (method: "Training").
struct Validation {
    private let samples: PreparedData.Samples
    private let elements: [Int]

    init(_ task: TrainingTask) {
        samples = task.data.validation
        var stream = RandomStream(seed: task.seed, purpose: .validationElements)
        let order = UInt32(task.group.order)
        elements = (0 ..< samples.count).map { _ in Int(stream.integer(below: order)) }
    }

    /// Fraction classified rightly; nil where a logit is not finite. `batch` must hold the blocks of the network's inputs: one, or
    /// |G| with weight tying.
    func accuracy(_ network: Network, _ propagation: Propagation, _ batch: OrbitBatch) -> Double? {
        var hits = 0
        var start = 0
        while start < samples.count {
            let count = min(propagation.capacity, samples.count - start)
            batch.write(
                count: count, image: { samples.images.pointer(start + $0) }, drawn: { elements[start + $0] },
                to: propagation.inputs, outRows: propagation.inputCapacity, stride: Panels.paddedRows(count))
            propagation.forward(network, rows: count)
            for i in 0 ..< count {
                let row = LogitRow(propagation.logits.pointer, row: i, classes: propagation.layout.architecture.classes)
                guard row.isFinite else { return nil }
                if row.prediction == Int(samples.labels[start + i]) { hits += 1 }
            }
            start += count
        }
        return Double(hits) / Double(samples.count)
    }
}
