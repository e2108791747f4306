/// One run of gradient descent on LI, beside what the closed forms say.
public struct DecayRun: Sendable, Equatable {
    /// The weights after some step beside the closed forms.
    public struct Row: Sendable, Equatable {
        /// k, from 0.
        public var step: Int
        /// t = kη, as the gradient flow counts.
        public var time: Double
        /// LI(W_k).
        public var invarianceError: Double
        /// (C): all singular values of W_k, descending; the first is σmax.
        public var singularValues: [Double]
        /// ‖W_k − W(0)exp(−Σt)‖ / ‖W(0)exp(−Σt)‖, Frobenius: what finite steps cost, first order in η.
        public var distanceToFlow: Double
        /// ‖W_k − W(0)(I − ηΣ)ᵏ‖ / ‖W(0)(I − ηΣ)ᵏ‖: rounding alone.
        public var distanceToSteps: Double

        /// σmax(W_k), the operator norm.
        public var sigmaMax: Double { singularValues.first ?? 0 }
    }

    /// What the step size promises.
    public enum Regime: String, Sendable {
        /// η ≤ 1/λmax: every part of W shrinks or stays, without a change of sign, as in the flow.
        case monotone
        /// 1/λmax < η ≤ 2/λmax: some parts change sign at every step, none grows.
        case alternating
        /// η > 2/λmax: the part of W along the first eigenvectors of Σ grows by |1 − ηλ| per step, and
        /// with it LI; the proposition, which is about the flow, says nothing here.
        case growing
    }

    /// Every `interval` steps, the first and the last among them.
    public let rows: [Row]
    /// What η promises, by λmax.
    public let regime: Regime
    /// η.
    public let learningRate: Double
    /// The largest σmax(W_k+1)/σmax(W_k) − 1 of all steps; negative where it always fell.
    public let largestGrowth: Double
    /// True where W left the finite numbers; the rows end before.
    public let diverged: Bool

    /// What rounding may add to σmax in a step.
    public static let roundingGrowth = 1e-13

    /// Whether σmax never grew, at any step, beyond rounding: the proposition, where `regime` is not
    /// `growing`.
    public var neverGrows: Bool { !diverged && largestGrowth <= Self.roundingGrowth }
}

extension LinearDecay {
    /// η with respect to the bounds 1/λmax and 2/λmax.
    public func regime(learningRate: Double) -> DecayRun.Regime {
        let product = learningRate * largestEigenvalue
        return product <= 1 ? .monotone : product <= 2 ? .alternating : .growing
    }

    /// Gradient descent step by step, W ← W − η·WΣ, in double.
    /// - Parameters:
    ///   - weights: W(0), (C, n), row by row.
    ///   - outputs: C.
    ///   - learningRate: η.
    ///   - steps: how many are taken; 0 for the first row alone.
    ///   - interval: steps from row to row.
    ///   - stop: nil is returned within a step after it is raised.
    ///   - progress: called after each step with their number so far.
    /// - Complexity: O(C·r·n) per step, twice that per row, and C²·n per step for the singular values.
    public func run(
        weights: [Double], outputs: Int, learningRate: Double, steps: Int, interval: Int = 1, stop: StopFlag? = nil,
        progress: (Int) -> Void = { _ in }
    ) throws(DecayError) -> DecayRun? {
        guard outputs > 0, weights.count == outputs * pixels else {
            throw .wrongWeights(outputs: outputs, pixels: pixels, found: weights.count)
        }
        guard weights.allSatisfy(\.isFinite) else { throw .weightsNotFinite }
        guard learningRate > 0, learningRate.isFinite else { throw .badLearningRate(learningRate) }
        guard steps >= 0 else { throw .badSteps(steps) }
        guard interval >= 1 else { throw .badInterval(interval) }
        var w = DecayRows(count: outputs, width: pixels)
        for c in 0 ..< outputs { for p in 0 ..< pixels { w[c, p] = weights[c * pixels + p] } }
        let start = DecayStart(w, self)
        var rows: [DecayRun.Row] = []
        var largestGrowth = -Double.infinity
        var before = 0.0
        var diverged = false
        for step in 0 ... steps {
            if stop?.isRaised == true { return nil }
            let responses = w.timesTransposed(differences)
            let error = 0.5 * responses.squares
            let singularValues = SingularValues.of(w)
            guard error.isFinite, let sigma = singularValues.first, sigma.isFinite else {
                diverged = true
                break
            }
            if step > 0 {
                let change = before > 0 ? sigma / before - 1 : sigma > 0 ? .infinity : 0
                if change > largestGrowth { largestGrowth = change }
            }
            before = sigma
            if step % interval == 0 || step == steps {
                let time = learningRate * Double(step)
                rows.append(
                    DecayRun.Row(
                        step: step, time: time, invarianceError: error, singularValues: singularValues,
                        distanceToFlow: w.relativeDistance(to: flow(start, time: time)),
                        distanceToSteps: w.relativeDistance(
                            to: stepped(start, learningRate: learningRate, steps: step))))
            }
            if step < steps { w.add(-learningRate, responses, times: differences) }
            progress(step)
        }
        return DecayRun(
            rows: rows, regime: regime(learningRate: learningRate), learningRate: learningRate,
            largestGrowth: steps > 0 ? largestGrowth : 0, diverged: diverged)
    }
}
