/// The memory that a lane needs for one job: the sum of what `Trainer`, `Evaluator` and the analyses allocate,
/// counted from the shapes. B, G, P, H, C as everywhere; all matrices in panels of 32.
struct JobMemory: Hashable, Sendable {
    /// Bytes while it trains.
    var training: Int
    /// Bytes while its network is written, read, or measured.
    var measuring: Int
    /// Bytes during the largest of its analyses; 0 without.
    var analysing: Int
    /// Most inked pixels of one batch in training: what it lists at once is nowhere more. See `InkLists.limit`.
    var listed: Int

    /// Of `training`, what the allocator may keep when it is given back: it returns large blocks only.
    private let kept: Int
    /// Of `measuring` and `analysing`, what cannot lie in what was kept.
    private let large: Int

    var peak: Int { max(training, measuring, analysing, kept + large) }

    /// - Parameters:
    ///   - train, validation: of the task's data.
    ///   - measures, saliency: of its evaluations, all together.
    ///   - analyses: made of it, one after another.
    init(
        _ task: JobShape, train: InkExtent, validation: InkExtent, measures: Set<Measure>, saliency: SaliencyOptions,
        analyses: [Analysis] = [], options: AnalysisOptions = AnalysisOptions()
    ) {
        let shape = Shape(task)
        training = shape.training(task, train: train, validation: validation)
        listed = shape.rows(task, train: train) * shape.blocks * max(train.largest, validation.largest)
        var measured = shape.logits
        let needsSaliency = measures.contains { $0.needsSaliency }
        if needsSaliency { measured += shape.saliency(saliency) }
        if measures.contains(.sigmaMax) { measured += shape.spectrum }
        measuring = shape.parameters + max(shape.file, measured)
        kept = training - 5 * shape.large(shape.parameters) - shape.largeTransposed
        let analysed = analyses.map { shape.analysis($0, options, saliency) }
        analysing = analysed.isEmpty ? 0 : shape.parameters + (analysed.map(\.bytes).max() ?? 0)
        let measuredLarge =
            (needsSaliency ? shape.large(shape.firstTransposed) + shape.largeTransposed : 0)
            + (measures.contains(.sigmaMax) ? shape.large(shape.weightGram) + shape.largeTransposed : 0)
        large = max(measuredLarge, analysed.map(\.large).max() ?? 0)
    }

    struct Shape {
        let layout: ParameterLayout
        /// Blocks of the first layer: |G| with weight tying.
        let blocks: Int
        let order: Int
        let pixels: Int
        let isSparse: Bool
        let otherIsSparse: Bool

        init(_ task: JobShape) {
            layout = ParameterLayout(task.architecture)
            blocks = task.method == .WT ? task.order : 1
            order = task.order
            pixels = task.architecture.inputs
            isSparse = task.isSparse
            otherIsSparse = task.otherIsSparse
        }

        static let float = MemoryLayout<Float>.size

        func matrix(_ panels: Int, rows: Int) -> Int { panels * rows * Panels.width * Self.float }

        var first: ParameterLayout.Layer { layout.layers[0] }
        var inputPanels: Int { Panels.count(first.inputs) }
        var parameters: Int { layout.count * Self.float }
        var hiddenPanels: Int { layout.layers.dropLast().reduce(0) { $0 + $1.panels } }
        /// The weights of all layers but the first, the other way round.
        private var transposedLayers: [Int] {
            layout.layers.dropFirst().map { matrix(Panels.count($0.inputs), rows: $0.panels * Panels.width) }
        }
        var transposed: Int { transposedLayers.reduce(0, +) }
        var largeTransposed: Int { transposedLayers.reduce(0) { $0 + large($1) } }
        /// That of the first layer, for `IntegratedGradients`.
        var firstTransposed: Int { matrix(inputPanels, rows: first.outputs) }

        /// glibc maps blocks from this size on, always, and unmaps them when they are given back; smaller
        /// ones it may keep.
        static let mapped = 32 << 20
        func large(_ block: Int) -> Int { block >= Self.mapped ? block : 0 }
        /// A network as tensors, as one block, and as what the file's writer makes of it.
        var file: Int { 4 * parameters }

        /// `Propagation` without gradients.
        func propagation(rows: Int) -> Int {
            let capacity = Panels.paddedRows(rows)
            var sum = matrix(hiddenPanels + 1, rows: capacity) + 3 * capacity * blocks * MemoryLayout<Int32>.size
            if blocks > 1 { sum += matrix(first.panels, rows: capacity * blocks) }
            if !isSparse { sum += matrix(inputPanels, rows: capacity * blocks) }
            return sum
        }

        /// Of one batch in training; under `.IR` with all its transformed samples.
        func rows(_ task: JobShape, train: InkExtent) -> Int {
            (task.method == .IR ? order : 1) * Panels.paddedRows(min(task.batch, train.images))
        }

        func training(_ task: JobShape, train: InkExtent, validation: InkExtent) -> Int {
            let rows = rows(task, train: train)
            // The network and the best one, the gradient, Adam's two moments.
            var sum = 5 * parameters + transposed + propagation(rows: rows)
            sum += matrix(hiddenPanels + 1, rows: rows)
            if blocks > 1 { sum += matrix(first.panels, rows: rows * blocks) }
            for ink in [train, validation] { sum += ink.batchSize(rows: rows * blocks, pixels: pixels) }
            if task.tracksSpectrum { sum += spectrum }
            return sum + 6 * train.images + 2 * validation.images * MemoryLayout<Int>.size
        }

        var chunk: Int { ImageChunk.size }

        /// `OrbitLogits`.
        var logits: Int {
            propagation(rows: chunk) + matrix(1, rows: order * chunk) + order * chunk * pixels * InkLists.entrySize
        }

        /// `SaliencyMaps` with `IntegratedGradients` and `RayPass`.
        func saliency(_ options: SaliencyOptions) -> Int {
            let widest = layout.layers.dropLast().map(\.panels).max() ?? 0
            let ends = min(chunk, max(1, 768 / options.steps)) * options.steps
            // A run of a level has four numbers, and a bit per unit of the layer.
            let runs = (layout.layers.count * 4 + hiddenPanels) * ends * MemoryLayout<Int32>.size
            return order * chunk * matrix(inputPanels, rows: 1) + 2 * matrix(inputPanels + first.panels, rows: blocks * chunk)
                + firstTransposed + transposed + 2 * matrix(widest, rows: Panels.paddedRows(ends))
                + runs + (blocks + 6) * matrix(inputPanels, rows: 1) + chunk * pixels * InkLists.entrySize
        }

        /// The inner products of all images of the first layer's weights.
        var weightGram: Int {
            let side = blocks * first.panels * Panels.width
            return side * side * Self.float
        }

        /// `JacobianSpectrum`.
        var spectrum: Int {
            let classes = layout.architecture.classes
            return matrix(inputPanels + 2 * hiddenPanels + blocks * first.panels * (classes + 2), rows: chunk) + transposed
                + weightGram + matrix(first.panels, rows: first.rows)
                + chunk * classes * classes * MemoryLayout<Double>.size
        }
    }
}

/// What of a job decides on its memory.
struct JobShape: Sendable {
    var architecture: Architecture
    var method: Method
    /// |G|
    var order: Int
    var batch: Int
    /// Whether products pass over the images' background.
    var isSparse: Bool
    /// Whether σmax is followed through training.
    var tracksSpectrum = false
    /// The same of the set that the data drifts to.
    var otherIsSparse = true
}

extension JobShape {
    init(_ task: TrainingTask) {
        self.init(
            architecture: task.architecture, method: task.method, order: task.group.order, batch: task.parameters.batch,
            isSparse: task.data.normalisation.isSparse, tracksSpectrum: task.parameters.trackedSamples > 0)
    }
}
