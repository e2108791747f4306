/// Adam (Kingma and Ba, 2015): β 0.9 and 0.999, ε 1e-8. Moments in the parameters' own layout.
///
/// With weight decay it is AdamW (Loshchilov and Hutter, 2019, algorithm 2), in the form that is in common
/// use: before each step every parameter θ, biases too, becomes θ·(1 − learning rate · λ).
///
/// All first-layer weights of one hidden unit on pixels that are background in every image have the
/// same gradient at every step, so the same moments and the same step: it is computed once and
/// subtracted from each of them, bit for bit as if each had been given its own.
public struct Adam {
    private static let beta1 = 0.9
    private static let beta2 = 0.999
    private static let epsilon: Float = 1e-8

    /// η, before the correction of the moments' bias (Kingma and Ba, 2015, algorithm 1: α).
    public let learningRate: Double
    /// 1 − learning rate · λ; nil without decay, where not even a factor of 1 is multiplied.
    private let decay: Float?
    private let layout: ParameterLayout
    /// Places that have ink in some image, and the others, as runs.
    private let activeRuns: [Range<Int>]
    private let idleRuns: [Range<Int>]
    private let first: FloatBuffer
    private let second: FloatBuffer
    /// The shared step of the idle places, and its moments: (H) each.
    private let idleStep: FloatBuffer
    private let idleFirst: FloatBuffer
    private let idleSecond: FloatBuffer
    /// β₁ᵗ and β₂ᵗ, by repeated multiplication: the C library's pow is not the same everywhere.
    private var power1 = 1.0
    private var power2 = 1.0

    /// - Parameters:
    ///   - weightDecay: λ; 0 for none.
    ///   - isActive: (P), 0 where a pixel is background in every image.
    public init(learningRate: Double, weightDecay: Double = 0, layout: ParameterLayout, isActive: [UInt8]) {
        precondition(isActive.count == layout.layers[0].inputs, "one flag per pixel")
        self.learningRate = learningRate
        decay = weightDecay == 0 ? nil : Float(1 - learningRate * weightDecay)
        self.layout = layout
        first = FloatBuffer(count: layout.count)
        second = FloatBuffer(count: layout.count)
        let width = layout.layers[0].panels * Panels.width
        idleStep = FloatBuffer(count: width)
        idleFirst = FloatBuffer(count: width)
        idleSecond = FloatBuffer(count: width)
        activeRuns = Self.runs(isActive) { $0 != 0 }
        idleRuns = Self.runs(isActive) { $0 == 0 }
    }

    /// θ ← θ·(1 − learning rate · λ) − Adam's step; in place.
    /// - Parameters:
    ///   - gradient: in the parameters' layout; not read at idle places.
    ///   - backgroundGradient: (H), the gradient of the first layer's weights at idle places.
    public mutating func step(
        _ network: Network, gradient: FloatBuffer, backgroundGradient: FloatBuffer, kernels: KernelSet
    ) {
        power1 *= Self.beta1
        power2 *= Self.beta2
        let rate = Float(learningRate / (1 - power1))
        let root = Float((1 - power2).squareRoot())
        let parameters = network.parameters.base
        if let decay {
            // Idle places too, each by itself: they share their steps, not their values.
            for place in 0 ..< layout.count { parameters[place] *= decay }
        }
        func move(
            _ parameters: UnsafeMutablePointer<Float>, _ gradient: UnsafePointer<Float>,
            _ first: UnsafeMutablePointer<Float>, _ second: UnsafeMutablePointer<Float>, count: Int
        ) {
            kernels.adamStep(
                parameters, gradient, first, second, count, rate, root, Float(Self.beta1), Float(1 - Self.beta1),
                Float(Self.beta2), Float(1 - Self.beta2), Self.epsilon)
        }
        let layer = layout.layers[0]
        for panel in 0 ..< layer.panels {
            let weights = layer.weight + panel * layer.rows * Panels.width
            for run in activeRuns {
                let at = weights + run.lowerBound * Panels.width
                move(
                    parameters + at, gradient.pointer + at, first.base + at, second.base + at,
                    count: run.count * Panels.width)
            }
        }
        move(
            parameters + layer.bias, gradient.pointer + layer.bias, first.base + layer.bias, second.base + layer.bias,
            count: layout.count - layer.bias)
        guard !idleRuns.isEmpty else { return }
        // From zero the step leaves its own negative, exactly.
        idleStep.zero()
        move(idleStep.base, backgroundGradient.pointer, idleFirst.base, idleSecond.base, count: idleStep.count)
        for panel in 0 ..< layer.panels {
            let weights = parameters + layer.weight + panel * layer.rows * Panels.width
            for run in idleRuns {
                kernels.addRow(
                    idleStep.pointer + panel * Panels.width, weights + run.lowerBound * Panels.width, run.count)
            }
        }
    }

    /// A copy; setting it goes on from there. Sizes must be those of the layout.
    var state: AdamState {
        get {
            AdamState(
                first: first.values, second: second.values, idleFirst: idleFirst.values, idleSecond: idleSecond.values,
                power1: power1, power2: power2)
        }
        set {
            first.copy(from: newValue.first)
            second.copy(from: newValue.second)
            idleFirst.copy(from: newValue.idleFirst)
            idleSecond.copy(from: newValue.idleSecond)
            (power1, power2) = (newValue.power1, newValue.power2)
        }
    }

    /// (H, padded): how many moments the weights on pixels without ink share.
    var idleCount: Int { idleStep.count }

    private static func runs(_ flags: [UInt8], where isWanted: (UInt8) -> Bool) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        for (place, flag) in flags.enumerated() where isWanted(flag) {
            if let last = runs.last, last.upperBound == place {
                runs[runs.count - 1] = last.lowerBound ..< place + 1
            } else {
                runs.append(place ..< place + 1)
            }
        }
        return runs
    }
}
