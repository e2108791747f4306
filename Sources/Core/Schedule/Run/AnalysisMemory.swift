extension JobMemory {
    /// Bytes of an analysis; `large` of them are in blocks that the allocator maps by themselves.
    struct AnalysisMemory: Hashable {
        var bytes = 0
        var large = 0

        /// - Parameter count: of equal blocks.
        mutating func add(_ block: Int, count: Int = 1) {
            bytes += count * block
            if block >= Shape.mapped { large += count * block }
        }
    }
}

extension JobMemory.Shape {
    private static var double: Int { MemoryLayout<Double>.size }
    private var classes: Int { layout.architecture.classes }

    func analysis(_ analysis: Analysis, _ options: AnalysisOptions, _ saliency: SaliencyOptions) -> JobMemory.AnalysisMemory {
        switch analysis {
        case .layers: layers
        case .drift: drift(withSaliency: options.drift.measures.contains { $0.needsSaliency }, saliency)
        case .latent: latent(options.latent)
        case .saliencyMaps: maps(options.saliencyMaps, saliency)
        case .decay: decay(options.decay)
        }
    }

    /// `LayerInvariance`: the logits, and the activations of x.
    private var layers: JobMemory.AnalysisMemory {
        var memory = JobMemory.AnalysisMemory()
        memory.add(logits)
        memory.add(matrix(hiddenPanels, rows: chunk))
        return memory
    }

    /// `DriftMeter`: of each set the whole orbit's responses and ink at once, and with SI its rays.
    private func drift(withSaliency: Bool, _ options: SaliencyOptions) -> JobMemory.AnalysisMemory {
        let rows = order * chunk
        var memory = JobMemory.AnalysisMemory()
        for panels in layout.layers.dropLast().map(\.panels) + [1] { memory.add(matrix(panels, rows: rows), count: 2) }
        memory.add(3 * rows * MemoryLayout<Int32>.size, count: 2)
        memory.add(rows * pixels * InkLists.entrySize, count: 2)
        for isSparse in [isSparse, otherIsSparse] where !isSparse { memory.add(matrix(inputPanels, rows: rows)) }
        memory.add(propagation(rows: chunk))
        memory.add(matrix(1, rows: rows))
        guard withSaliency else { return memory }
        memory.add(order * chunk * matrix(inputPanels, rows: 1))
        memory.add(saliency(options) - order * chunk * matrix(inputPanels, rows: 1))
        memory.add(matrix(inputPanels, rows: rows), count: 2)
        memory.add(matrix(first.panels, rows: rows), count: 2)
        // The other set's ink, one element at a time.
        memory.add(chunk * pixels * InkLists.entrySize)
        return memory
    }

    /// `LatentAnalysis`: activations in an array that grows (the old one beside the new one of twice the size),
    /// the points in double, all pairs of them.
    private func latent(_ options: LatentOptions) -> JobMemory.AnalysisMemory {
        let count = options.samples + min(options.traced, options.samples) * (order - 1)
        let width = layout.architecture.hidden.last ?? 0
        var memory = JobMemory.AnalysisMemory()
        memory.add(logits)
        memory.add(Self.grown(count * width * Self.float))
        memory.add(count * (width + 3) / 4 * 4 * Self.double)
        memory.add(count * ((count + 3) / 4 * 4) * Self.double)
        return memory
    }

    /// `OrbitMaps`: `SaliencyMaps` beside a second `IntegratedGradients`, and what is shown three times: as maps, as
    /// tensors, as bytes of the file.
    private func maps(_ options: SaliencyMapOptions, _ saliency: SaliencyOptions) -> JobMemory.AnalysisMemory {
        let shown = min(options.samples, classes) * order * pixels
        let kept = order * chunk * matrix(inputPanels, rows: 1)
        var memory = JobMemory.AnalysisMemory()
        memory.add(logits)
        memory.add(kept)
        memory.add(self.saliency(saliency) - kept, count: 2)
        memory.add(2 * shown * Self.float)
        memory.add(2 * shown * (3 * Self.float + 1))
        return memory
    }

    /// `LinearDecay` on r differences, and the weights as started, as stepped and as the closed form has them.
    private func decay(_ options: DecayOptions) -> JobMemory.AnalysisMemory {
        let samples = options.samples
        let differences = min(samples * max(1, order - 1), LinearDecay.largestDifferences)
        var memory = JobMemory.AnalysisMemory()
        memory.add(Self.grown(samples * pixels * Self.float) + samples * pixels * Self.double)
        memory.add(differences * pixels * Self.double, count: 2)
        // The Gram matrix, its copy that is turned, the vectors twice over, and those by rows.
        memory.add(differences * differences * Self.double, count: 5)
        memory.add(order * pixels * Self.double + 8 * classes * pixels * Self.double)
        return memory
    }

    /// Of an array that grows by doubling: at worst half filled, with its former self beside it.
    private static func grown(_ bytes: Int) -> Int { 2 * bytes }
}
