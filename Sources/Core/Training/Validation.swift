/// The accuracy that selects the best epoch: every validation sample under one group element,
/// drawn once per job (method: "Training").
struct Validation {
    private let labels: [UInt8]
    private let elements: [Int]
    private let batch: OrbitBatch

    /// - Parameter capacity: input rows of the propagation.
    init(_ task: TrainingTask, _ ink: SplitInk, capacity: Int) {
        labels = task.data.validation.labels
        var stream = RandomStream(seed: task.seed, purpose: .validationElements)
        let order = UInt32(task.group.order)
        elements = labels.map { _ in Int(stream.integer(below: order)) }
        batch = OrbitBatch(ink, method: task.method == .WT ? .WT : .DA, capacity: capacity)
    }

    /// Fraction classified rightly by the network prepared in `propagation`; nil where a logit is
    /// not finite.
    func accuracy(_ propagation: Propagation) -> Double? {
        let classes = propagation.layout.architecture.classes
        var hits = 0
        var start = 0
        while start < labels.count {
            let count = min(propagation.capacity, labels.count - start)
            batch.write(
                count: count, sample: { start + $0 }, drawn: { elements[start + $0] }, to: propagation.inputs,
                stride: Panels.paddedRows(count))
            propagation.forward(rows: count)
            for i in 0 ..< count {
                let row = LogitRow(propagation.logits.pointer, row: i, classes: classes)
                guard row.isFinite else { return nil }
                if row.prediction == Int(labels[start + i]) { hits += 1 }
            }
            start += count
        }
        return Double(hits) / Double(labels.count)
    }
}
