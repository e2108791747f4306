/// Where in a network invariance appears: how far the activations of every layer move from x to gx.
///
/// Layer 0 is the normalised image, layers 1 … are the hidden ones after ReLU (with weight tying, after
/// the pooling), the last is the logits. With z_l their activations, per layer and element
///
///     LI_l(g)          = mean over x of ½‖z_l(x) − z_l(gx)‖²,
///     LI_l relative(g) = Σ‖z_l(x) − z_l(gx)‖² / Σ(‖z_l(x)‖² + ‖z_l(gx)‖²), sums over x; 0/0 = 0.
///
/// Layers have different sizes and scales, so LI_l compares one layer between networks, and the
/// relative error layers with each other: 0 is invariant, 1 is as far apart as vectors at right angles
/// of any lengths, which is also the most that activations after ReLU, none of them negative, can be;
/// opposite vectors have 2.
///
/// Not Sendable: made and used by one lane.
public final class LayerInvariance {
    private let group: PermutationGroup
    private let values: [Double]
    private let outputs: OrbitLogits
    /// Features of each layer, the image first.
    private let widths: [Int]
    /// Of x, by hidden layer: (chunk, width padded to 32).
    private let kept: [FloatBuffer]

    /// - Parameters:
    ///   - tying: of the network's first layer; nil for a plain perceptron.
    ///   - normalisation: of the images.
    public init(
        _ network: Network, tying: WeightTying?, group: PermutationGroup, normalisation: Normalisation,
        kernels: KernelSet
    ) {
        self.group = group
        values = normalisation.values.map { Double($0) }
        outputs = OrbitLogits(network, tying: tying, group: group, normalisation: normalisation, kernels: kernels)
        let architecture = network.architecture
        widths = [architecture.inputs] + architecture.hidden + [architecture.classes]
        kept = architecture.hidden.map {
            FloatBuffer(count: ImageChunk.size * Panels.count($0) * Panels.width)
        }
    }

    /// Layers, the image and the logits among them.
    var layers: Int { widths.count }

    /// - Parameters:
    ///   - before: the sums over the first samples, whole chunks of them, to go on from; nil for none.
    ///   - chunkDone: called with the sums so far; false asks to stop.
    /// - Returns: nil if stopped.
    public func measure(
        _ samples: PreparedData.Samples, from before: LayerErrors? = nil, chunkDone: (LayerErrors) -> Bool = { _ in true }
    ) -> LayerErrors? {
        var total = before ?? LayerErrors(layers: widths.count, order: group.order)
        let first = total.samples
        for chunk in ImageChunk.all(of: samples) where chunk.range.lowerBound >= first {
            total.add(errors(of: chunk))
            guard chunkDone(total) else { return nil }
        }
        return total
    }

    /// The sums of one chunk: added in the chunks' order they give the same bits whoever measured which.
    public func errors(of chunk: ImageChunk) -> LayerErrors {
        var sums = LayerErrors(layers: widths.count, order: group.order)
        sums.samples = chunk.count
        outputs.compute(chunk) { element in
            for i in 0 ..< chunk.count {
                sums.add(image(chunk, i, element), layer: 0, element)
                for layer in kept.indices { sums.add(hidden(layer, i, element), layer: layer + 1, element) }
                let classes = widths[widths.count - 1]
                let squares = PairSquares(
                    outputs.pointer(0) + i * Panels.width, outputs.pointer(element) + i * Panels.width, count: classes)
                sums.add(squares, layer: widths.count - 1, element)
            }
        }
        return sums
    }

    private func image(_ chunk: ImageChunk, _ i: Int, _ element: Int) -> PairSquares {
        let bytes = chunk.samples.images[chunk.range.lowerBound + i]
        var squares = PairSquares()
        for (place, source) in group.source(of: element).enumerated() {
            squares.add(values[Int(bytes[place])], values[Int(bytes[Int(source)])])
        }
        return squares
    }

    /// Keeps the activations of x, which come first, to compare those of gx with.
    private func hidden(_ layer: Int, _ i: Int, _ element: Int) -> PairSquares {
        let panels = Panels.count(widths[layer + 1])
        var squares = PairSquares()
        for panel in 0 ..< panels {
            let own = kept[layer].base + (i * panels + panel) * Panels.width
            let found = outputs.activation(layer: layer, panel: panel, i)
            if element == 0 { own.update(from: found, count: Panels.width) }
            squares.add(PairSquares(own, found, count: min(Panels.width, widths[layer + 1] - panel * Panels.width)))
        }
        return squares
    }
}

/// Of two vectors a and b: ‖a − b‖², and ‖a‖² + ‖b‖². In double, one element after another.
struct PairSquares {
    var difference = 0.0
    var lengths = 0.0

    init() {}

    init(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int) {
        for i in 0 ..< count { add(Double(a[i]), Double(b[i])) }
    }

    mutating func add(_ a: Double, _ b: Double) {
        difference += (a - b) * (a - b)
        lengths += a * a + b * b
    }

    mutating func add(_ other: PairSquares) {
        difference += other.difference
        lengths += other.lengths
    }
}
