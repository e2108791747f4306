/// How many multiply-adds the work needs, which sets the bound of its time. Biases, pooling,
/// softmax, Adam and all data movement are left out: they are what the ratio to the bound shows.
///
/// Widths are the true ones: what a kernel computes beyond them, in padded columns, counts as lost.
public enum MultiplyAdds {
    /// What the first layer has to multiply.
    public enum FirstLayer: Sendable, Equatable {
        /// Every pixel of every row.
        case dense
        /// Only the pixels that differ from the background: their number over all images of one
        /// pass, each counted once (a permutation keeps it).
        case ink(Int)
    }

    /// (M,K)·(K,N), and likewise each of the two gradients.
    public static func product(rows: Int, depth: Int, columns: Int) -> Double {
        Double(rows) * Double(depth) * Double(columns)
    }

    /// One pass of training over some samples: forward, weight gradient and, but for the first
    /// layer, input gradient.
    /// - Parameters:
    ///   - samples: drawn; every one is `order` rows for IR, in the first layer also for WT.
    public static func training(
        _ architecture: Architecture, method: Method, order: Int, samples: Int, first: FirstLayer
    ) -> Double {
        let rows = Double(method == .DA ? 1 : order)
        let otherRows = Double(samples * (method == .IR ? order : 1))
        return 2 * rows * firstLayer(architecture, samples: samples, first) + 3 * otherRows * others(architecture)
    }

    /// The forward pass of the validation split: one element of each sample, all of them in the
    /// first layer of WT.
    public static func validation(
        _ architecture: Architecture, method: Method, order: Int, samples: Int, first: FirstLayer
    ) -> Double {
        let rows = Double(method == .WT ? order : 1)
        return rows * firstLayer(architecture, samples: samples, first) + Double(samples) * others(architecture)
    }

    /// Integrated gradients of one logit of one image without weight tying. The first layer is
    /// linear along the ray, so it is multiplied once for all steps, and transposed once on the
    /// summed gradients; the gradient by the last hidden layer is a column of weights.
    public static func attribution(_ architecture: Architecture, steps: Int) -> Double {
        let layers = architecture.layers
        let hidden = layers.dropFirst().dropLast().reduce(0.0) { $0 + width($1) }
        return 2 * width(layers[0]) + 2 * Double(steps) * hidden
    }

    /// The same as it is usually computed: forward and input gradient of the whole network at
    /// every step.
    public static func naiveAttribution(_ architecture: Architecture, steps: Int) -> Double {
        2 * Double(steps) * architecture.layers.reduce(0.0) { $0 + width($1) }
    }

    /// σmax of one image without weight tying, and its logits under every element: the gradients of
    /// all logits by the first pre-activations, and their Gram matrix through W₁W₁ᵀ.
    /// - Parameter ink: inked pixels of the image.
    public static func spectrum(_ architecture: Architecture, order: Int, ink: Double) -> Double {
        let first = Double(architecture.layers[0].outputs)
        let hidden = architecture.layers.dropFirst().dropLast().reduce(0.0) { $0 + width($1) }
        let classes = Double(architecture.classes)
        let forward = ink * first + others(architecture)
        return Double(order + 1) * forward + classes * (hidden + first * first) + classes * classes * first
    }

    /// The bytes that are not background.
    public static func ink(in images: ImageBytes, background: UInt8) -> Int {
        withExtendedLifetime(images) {
            UnsafeBufferPointer(start: images.base, count: images.count * images.pixels).count { $0 != background }
        }
    }

    private static func width(_ layer: (inputs: Int, outputs: Int)) -> Double {
        Double(layer.inputs) * Double(layer.outputs)
    }

    private static func others(_ architecture: Architecture) -> Double {
        architecture.layers.dropFirst().reduce(0.0) { $0 + width($1) }
    }

    private static func firstLayer(_ architecture: Architecture, samples: Int, _ first: FirstLayer) -> Double {
        switch first {
        case .dense: Double(samples) * width(architecture.layers[0])
        case .ink(let entries): Double(entries) * Double(architecture.layers[0].outputs)
        }
    }
}
