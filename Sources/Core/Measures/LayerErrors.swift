/// Sums over samples from which the invariance errors of a network's layers are made; see
/// `LayerInvariance`.
public struct LayerErrors: Sendable, Equatable {
    /// Images whose orbits were added.
    public internal(set) var samples = 0
    /// (layers)(|G|): Σ‖z(x) − z(gx)‖².
    private var differences: [[Double]]
    /// (layers)(|G|): Σ(‖z(x)‖² + ‖z(gx)‖²).
    private var lengths: [[Double]]

    /// Layers, the image and the logits among them.
    public var layers: Int { differences.count }
    /// |G|.
    public var order: Int { differences.first?.count ?? 0 }

    init(layers: Int, order: Int) {
        differences = [[Double]](repeating: [Double](repeating: 0, count: order), count: layers)
        lengths = differences
    }

    mutating func add(_ squares: PairSquares, layer: Int, _ element: Int) {
        differences[layer][element] += squares.difference
        lengths[layer][element] += squares.lengths
    }

    /// Adds the sums of the next chunk.
    public mutating func add(_ other: LayerErrors) {
        samples += other.samples
        for layer in differences.indices {
            for element in differences[layer].indices {
                differences[layer][element] += other.differences[layer][element]
                lengths[layer][element] += other.lengths[layer][element]
            }
        }
    }

    /// (layers): the mean of ½‖z(x) − z(gx)‖² under one element; under the identity 0.
    public func absolute(_ element: Int) -> [Double] {
        differences.map { $0[element] / (2 * Double(max(samples, 1))) }
    }

    /// (layers): Σ‖z(x) − z(gx)‖² / Σ(‖z(x)‖² + ‖z(gx)‖²) under one element.
    public func relative(_ element: Int) -> [Double] {
        zip(differences, lengths).map { Self.ratio($0[element], $1[element]) }
    }

    /// (layers): the mean over g ≠ e as well; 0 for a group of the identity alone.
    public var absolute: [Double] {
        differences.map { $0[1...].reduce(0, +) / (2 * Double(max(samples, 1) * max(order - 1, 1))) }
    }

    /// (layers): both sums over g ≠ e as well.
    public var relative: [Double] {
        zip(differences, lengths).map { Self.ratio($0[1...].reduce(0, +), $1[1...].reduce(0, +)) }
    }

    /// Whether no activation was NaN or infinite.
    public var isFinite: Bool { (differences + lengths).allSatisfy { $0.allSatisfy(\.isFinite) } }

    /// A layer that is zero everywhere is invariant.
    private static func ratio(_ difference: Double, _ length: Double) -> Double {
        length == 0 ? 0 : difference / length
    }
}

// MARK: - As tensors

extension LayerErrors {
    /// (layers, |G|) each.
    var tensors: [SafetensorsTensor] {
        [("differences", differences), ("lengths", lengths)].map { name, values in
            SafetensorsTensor(name, shape: [layers, order], .f64(values.flatMap(\.self)))
        }
    }

    /// - Parameter samples: over which these are the sums.
    /// - Throws: `AnalysisStateError` where they are not those of whole chunks of such a network and group.
    init(_ tensors: StateTensors, samples: Int, layers: Int, order: Int) throws(AnalysisStateError) {
        guard samples >= 0, samples % ImageChunk.size == 0 else {
            throw AnalysisStateError("expected samples of whole chunks of \(ImageChunk.size), found \(samples)")
        }
        self.init(layers: layers, order: order)
        self.samples = samples
        for (name, sums) in [("differences", \LayerErrors.differences), ("lengths", \LayerErrors.lengths)] {
            let values = try tensors.doubles(name, count: layers * order)
            self[keyPath: sums] = (0 ..< layers).map { Array(values[$0 * order ..< ($0 + 1) * order]) }
        }
    }
}
