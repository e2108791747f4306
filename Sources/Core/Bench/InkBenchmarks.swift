extension Benchmark {
    /// The first layer over inked pixels only, for a batch and for its orbits under R4.
    static let inkProducts = [1, 4].map { blocks in
        ink("ink-forward", blocks: blocks) { batch, kernels in batch.multiply(kernels) }
    }

    static let inkGradients = [1, 4].map { blocks in
        ink("ink-weight-gradient", blocks: blocks) { batch, kernels in batch.accumulate(kernels) }
    }

    private static func ink(
        _ kind: String, blocks: Int, _ work: @escaping @Sendable (InkBatch, KernelSet) -> Void
    ) -> Benchmark {
        let name = "\(kind)/\(blocks * InkBatch.samples)"
        return Benchmark(name) { session in
            let data = try session.data()
            return try session.onLane {
                let batch = InkBatch(data, blocks: blocks, kernels: session.kernels)
                let trials = Trials(kernels: session.kernels, pace: session.pace) { work(batch, session.kernels) }
                let row = trials.rateRow(name, multiplyAdds: batch.multiplyAdds)
                return batch.noted(row)
            }
        }
    }
}

/// The inked pixels of some images of the data under the first elements of R4, and a first layer of
/// 128.
final class InkBatch {
    static let samples = 512
    private static let hidden = 128

    private let pixels: Int
    private let entries: Int
    private let lists: InkLists
    private let rows: InkRows
    private let shades: FloatBuffer
    private let isActive: [UInt8]
    private let weights: FloatBuffer
    private let gradient: FloatBuffer
    private let common = FloatBuffer(count: InkBatch.hidden)
    private let output: FloatBuffer

    init(_ data: BenchData, blocks: Int, kernels: KernelSet) {
        let images = data.epoch.train.images
        let normalisation = data.epoch.normalisation
        let pixels = data.group.pixels
        let count = blocks * Self.samples
        self.pixels = pixels
        lists = InkLists(lists: count, entries: count * pixels, pixels: pixels)
        rows = InkRows(capacity: count)
        rows.read(from: lists)
        var entries = 0
        var isActive = [UInt8](repeating: 0, count: pixels)
        for row in 0 ..< count {
            let list = lists.append(
                images.pointer(row % Self.samples % images.count), under: row / Self.samples % data.group.order,
                of: data.group, background: normalisation.background, kernels: kernels)
            rows.show(list, at: row)
            for entry in Int(rows.begins[row]) ..< Int(rows.ends[row]) { isActive[Int(lists.places[entry])] = 1 }
            entries = Int(rows.ends[row])
        }
        self.entries = entries
        self.isActive = isActive
        shades = normalisation.shades
        let panels = Panels.count(Self.hidden)
        weights = FloatBuffer(count: panels * pixels * Panels.width)
        gradient = FloatBuffer(count: weights.count)
        output = FloatBuffer(count: panels * count * Panels.width)
        var stream = RandomStream(seed: 0, purpose: .initialisation)
        for index in 0 ..< weights.count { weights[index] = stream.unitFloat() - 0.5 }
        for index in 0 ..< output.count { output[index] = stream.unitFloat() - 0.5 }
    }

    /// Those of one product: one per entry and hidden unit.
    var multiplyAdds: Double { Double(entries) * Double(Self.hidden) }

    func multiply(_ kernels: KernelSet) {
        kernels.inkProduct(
            lists.places, lists.bytes, rows.begins, rows.ends, rows.cursors, shades.pointer, weights.pointer, pixels,
            common.pointer, output.base, rows.capacity, rows.capacity, Panels.count(Self.hidden), true)
    }

    func accumulate(_ kernels: KernelSet) {
        kernels.inkGradient(
            lists.places, lists.bytes, rows.begins, rows.ends, rows.cursors, shades.pointer, gradient.base, pixels,
            pixels, isActive, common.pointer, output.pointer, rows.capacity, rows.capacity, Panels.count(Self.hidden))
    }

    /// What a dense product would have to reach for the same time.
    func noted(_ row: BenchRow) -> BenchRow {
        guard let rate = row.value, entries > 0 else { return row }
        let share = Double(entries) / Double(rows.capacity * pixels)
        var row = row
        row.note = "\(entries / rows.capacity) of \(pixels) pixels have ink; as fast as a dense product of "
            + "\(NumberText.short(rate / share)) GMAC/s"
        return row
    }
}
