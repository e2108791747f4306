/// Gradient descent on KL(P‖Q) with momentum and a gain per coordinate (van der Maaten and Hinton,
/// 2008, section 3.4; Jacobs, 1988).
struct EmbeddingDescent {
    /// (n, padded): the positions.
    private(set) var x: [Double]
    private(set) var y: [Double]
    private var axisX: Axis
    private var axisY: Axis
    private let n: Int
    private let options: EmbeddingOptions
    private let learningRate: Double
    private var forces: EmbeddingForces

    /// The memory of one coordinate of all points.
    private struct Axis {
        var velocity: [Double]
        var gain: [Double]

        init(_ n: Int) {
            velocity = [Double](repeating: 0, count: n)
            gain = [Double](repeating: 1, count: n)
        }

        init(velocity: [Double], gain: [Double]) {
            self.velocity = velocity
            self.gain = gain
        }

        /// The change of coordinate i.
        mutating func step(_ i: Int, gradient: Double, momentum: Double, learningRate: Double) -> Double {
            // A gradient along the velocity is an overshoot: the point is called back.
            let turnsBack = (gradient > 0 && velocity[i] > 0) || (gradient < 0 && velocity[i] < 0)
            gain[i] = turnsBack ? max(gain[i] * 0.8, 0.01) : gain[i] + 0.2
            velocity[i] = momentum * velocity[i] - learningRate * gain[i] * gradient
            return velocity[i]
        }
    }

    init(_ affinities: Affinities, from start: (x: [Double], y: [Double]), _ options: EmbeddingOptions, _ blocks: RowBlocks) {
        n = affinities.count
        x = EmbeddingForces.padded(start.x)
        y = EmbeddingForces.padded(start.y)
        axisX = Axis(n)
        axisY = Axis(n)
        self.options = options
        learningRate = options.stepSize(points: n)
        forces = EmbeddingForces(affinities, blocks: blocks)
    }

    /// Goes on from a state that was checked.
    init(_ affinities: Affinities, from state: EmbeddingState.Descent, _ options: EmbeddingOptions, _ blocks: RowBlocks) {
        self.init(affinities, from: (state.x, state.y), options, blocks)
        axisX = Axis(velocity: state.velocityX, gain: state.gainX)
        axisY = Axis(velocity: state.velocityY, gain: state.gainY)
    }

    func state(after iteration: Int, _ trace: [Embedding.TracePoint]) -> EmbeddingState.Descent {
        EmbeddingState.Descent(
            iteration: iteration, x: Array(x[..<n]), y: Array(y[..<n]), velocityX: axisX.velocity,
            velocityY: axisY.velocity, gainX: axisX.gain, gainY: axisY.gain, trace: trace)
    }

    /// - Parameter iteration: from 1.
    mutating func step(_ iteration: Int) {
        forces.compute(x, y)
        let exaggeration = iteration <= options.exaggeratedIterations ? options.exaggeration : 1
        let momentum = iteration <= options.momentumSwitch ? options.earlyMomentum : options.lateMomentum
        for i in 0 ..< n {
            let gradient = forces.gradient(i, exaggeration: exaggeration)
            x[i] += axisX.step(i, gradient: gradient.x, momentum: momentum, learningRate: learningRate)
            y[i] += axisY.step(i, gradient: gradient.y, momentum: momentum, learningRate: learningRate)
        }
        centre(&x)
        centre(&y)
    }

    /// KL(P‖Q) where the points are.
    mutating func divergence() -> Double {
        forces.compute(x, y)
        return forces.divergence(x, y)
    }

    /// Nothing holds the whole in place but this: a drift would cost digits.
    private func centre(_ coordinates: inout [Double]) {
        var sum = 0.0
        for i in 0 ..< n { sum += coordinates[i] }
        let mean = sum / Double(n)
        for i in 0 ..< n { coordinates[i] -= mean }
    }
}
