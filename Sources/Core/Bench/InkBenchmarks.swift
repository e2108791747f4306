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
    private let rows: Int
    private let entries: Int
    private let places: [UInt16]
    private let bytes: [UInt8]
    private var begins: [Int32] = []
    private var ends: [Int32] = []
    private var cursors: [Int32]
    private let shades: [Float]
    private let weights: FloatBuffer
    private let gradient: FloatBuffer
    private let common = FloatBuffer(count: InkBatch.hidden)
    private let output: FloatBuffer

    init(_ data: BenchData, blocks: Int, kernels: KernelSet) {
        let images = data.epoch.train.images
        let pixels = data.group.pixels
        self.pixels = pixels
        rows = blocks * Self.samples
        var places = [UInt16](repeating: 0, count: rows * pixels)
        var bytes = [UInt8](repeating: 0, count: rows * pixels)
        cursors = [Int32](repeating: 0, count: rows)
        let values = data.epoch.normalisation.values
        shades = values.map { $0 - values[0] }
        let panels = Panels.count(Self.hidden)
        weights = FloatBuffer(count: panels * pixels * Panels.width)
        gradient = FloatBuffer(count: weights.count)
        output = FloatBuffer(count: panels * rows * Panels.width)
        var stream = RandomStream(seed: 0, purpose: .initialisation)
        for index in 0 ..< weights.count { weights[index] = stream.unitFloat() - 0.5 }
        for index in 0 ..< output.count { output[index] = stream.unitFloat() - 0.5 }
        var count = 0
        for row in 0 ..< rows {
            begins.append(Int32(count))
            let image = images.pointer(row % Self.samples % images.count)
            data.group.withSource(of: row / Self.samples % data.group.order) { source in
                places.withUnsafeMutableBufferPointer { places in
                    bytes.withUnsafeMutableBufferPointer { bytes in
                        guard let places = places.baseAddress, let bytes = bytes.baseAddress else { return }
                        count += kernels.listInk(image, source, pixels, places + count, bytes + count)
                    }
                }
            }
            ends.append(Int32(count))
        }
        entries = count
        self.places = places
        self.bytes = bytes
    }

    /// Those of one product: one per entry and hidden unit.
    var multiplyAdds: Double { Double(entries) * Double(Self.hidden) }

    func multiply(_ kernels: KernelSet) {
        withLists { places, bytes, begins, ends, cursors, shades in
            kernels.inkProduct(
                places, bytes, begins, ends, cursors, shades, weights.pointer, pixels, common.pointer, output.base,
                rows, rows, Panels.count(Self.hidden), true)
        }
    }

    func accumulate(_ kernels: KernelSet) {
        withLists { places, bytes, begins, ends, cursors, shades in
            kernels.inkGradient(
                places, bytes, begins, ends, cursors, shades, gradient.base, pixels, pixels, common.pointer,
                output.pointer, rows, rows, Panels.count(Self.hidden))
        }
    }

    /// What a dense product would have to reach for the same time.
    func noted(_ row: BenchRow) -> BenchRow {
        guard let rate = row.value, entries > 0 else { return row }
        let share = Double(entries) / Double(rows * pixels)
        var row = row
        row.note = "\(entries / rows) of \(pixels) pixels have ink; as fast as a dense product of "
            + "\(NumberText.short(rate / share)) GMAC/s"
        return row
    }

    private func withLists(
        _ body: (
            UnsafePointer<UInt16>, UnsafePointer<UInt8>, UnsafePointer<Int32>, UnsafePointer<Int32>,
            UnsafeMutablePointer<Int32>, UnsafePointer<Float>
        ) -> Void
    ) {
        cursors.withUnsafeMutableBufferPointer { cursors in
            guard let cursors = cursors.baseAddress else { return }
            body(places, bytes, begins, ends, cursors, shades)
        }
    }
}
