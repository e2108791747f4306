@testable import Core

/// A perceptron along a ray x₀ + α(x − x₀), in double: piecewise linear in α, walked from kink to
/// kink, so that integrated gradients are sums over pieces and no quadrature.
///
/// Every unit is the upper envelope of lines: a ReLU that of 0 and its input; a max-pooled unit that
/// of 0 and its |G| inputs; a mean-pooled one is a mean of |G| ReLUs. On a piece each unit is one of
/// its lines, and the piece ends where any unit goes over to another.
struct PiecewiseLinearNetwork {
    /// value + slope·(α − α₀).
    struct Line {
        var value: Double
        var slope: Double
    }

    /// One piece of the ray.
    struct Piece {
        var range: Range<Double>
        /// ∂f_c/∂x on it, (P).
        var gradient: [Double]
    }

    private let layers: [ReferenceTrainer.Layer]
    private let tying: WeightTying?
    private let group: PermutationGroup
    private let baseline: [Double]
    private let difference: [Double]

    /// Of unit j in block h, at α = 0, and its constant slope.
    private let first: [[Line]]

    init(
        _ layers: [ReferenceTrainer.Layer], tying: WeightTying?, group: PermutationGroup, from baseline: [Double],
        to x: [Double]
    ) {
        self.layers = layers
        self.tying = tying
        self.group = group
        self.baseline = baseline
        difference = zip(x, baseline).map { $0 - $1 }
        let difference = difference
        first = (0 ..< (tying?.order ?? 1)).map { block in
            let (start, direction) = (Self.moved(baseline, group, block), Self.moved(difference, group, block))
            return zip(layers[0].weight, layers[0].bias).map { weight, bias in
                Line(value: Self.dot(weight, start) + bias, slope: Self.dot(weight, direction))
            }
        }
    }

    /// h⁻¹x: every pixel back to where h took it from.
    private static func moved(_ x: [Double], _ group: PermutationGroup, _ element: Int) -> [Double] {
        var result = x
        for (pixel, source) in group.source(of: element).enumerated() { result[Int(source)] = x[pixel] }
        return result
    }

    private static func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

    /// f_c at α.
    func logit(_ c: Int, at alpha: Double) -> Double { state(at: alpha).logits[c].value }

    /// The pieces of 0 ... 1 for one logit.
    func pieces(of c: Int) -> [Piece] {
        var pieces: [Piece] = []
        var alpha = 0.0
        while alpha < 1 {
            let state = state(at: alpha)
            let end = min(state.next, 1)
            pieces.append(Piece(range: alpha ..< end, gradient: gradient(of: c, state)))
            alpha = end
        }
        return pieces
    }

    /// (x − x₀)·∫₀¹ ∂f_c/∂x dα, exact but for double's rounding.
    func attributions(of pieces: [Piece]) -> [Double] {
        var sums = difference.map { _ in 0.0 }
        for piece in pieces {
            let length = piece.range.upperBound - piece.range.lowerBound
            for p in sums.indices { sums[p] += length * piece.gradient[p] }
        }
        return zip(sums, difference).map { $0 * $1 }
    }

    /// |x − x₀|·Σ over the kinks of |jump of ∂f_c/∂x|: what no quadrature's error can exceed, times
    /// the largest difference between a length and the weights of the points in it.
    func variation(of pieces: [Piece]) -> [Double] {
        difference.indices.map { p in
            zip(pieces, pieces.dropFirst()).reduce(0) { $0 + ($1.1.gradient[p] - $1.0.gradient[p]).magnitude }
                * difference[p].magnitude
        }
    }

    // MARK: - One piece

    /// The network on the piece that begins at α.
    private struct State {
        /// Per unit of the first layer, the blocks whose response counts.
        var firstActive: [[Int]] = []
        /// Per further hidden layer and unit, whether it is on.
        var active: [[Bool]] = []
        var logits: [Line] = []
        /// Where the piece ends; may be beyond 1.
        var next = Double.infinity
    }

    private func state(at alpha: Double) -> State {
        var state = State()
        let at = first.map { $0.map { Line(value: $0.value + alpha * $0.slope, slope: $0.slope) } }
        let zero = Line(value: 0, slope: 0)
        var input = layers[0].bias.indices.map { unit -> Line in
            let responses = at.map { $0[unit] }
            if tying?.pooling == .mean {
                let on = responses.indices.filter { Self.top([zero, responses[$0]], from: alpha, &state.next) == 1 }
                state.firstActive.append(on)
                let sum = on.reduce(zero) { Line(value: $0.value + responses[$1].value, slope: $0.slope + responses[$1].slope) }
                return Line(value: sum.value / Double(responses.count), slope: sum.slope / Double(responses.count))
            }
            let winner = Self.top([zero] + responses, from: alpha, &state.next)
            state.firstActive.append(winner == 0 ? [] : [winner - 1])
            return winner == 0 ? zero : responses[winner - 1]
        }
        for (index, layer) in layers.enumerated().dropFirst() {
            let output = zip(layer.weight, layer.bias).map { weight, bias in
                Line(value: Self.dot(weight, input.map(\.value)) + bias, slope: Self.dot(weight, input.map(\.slope)))
            }
            guard index < layers.count - 1 else {
                state.logits = output
                break
            }
            let on = output.map { Self.top([zero, $0], from: alpha, &state.next) == 1 }
            state.active.append(on)
            input = zip(output, on).map { $1 ? $0 : zero }
        }
        return state
    }

    /// Which line is the highest just after α, and lowers `next` to where another overtakes it.
    ///
    /// Lines within rounding of the highest count as equal: there the steepest is it, which is how a
    /// kink that the walk stands on is left behind, and no crossing is found twice.
    private static func top(_ lines: [Line], from alpha: Double, _ next: inout Double) -> Int {
        let highest = lines.map(\.value).max() ?? 0
        let scale = lines.reduce(1) { max($0, $1.value.magnitude, $1.slope.magnitude) }
        let near = lines.indices.filter { lines[$0].value >= highest - 1e-13 * scale }
        let best = near.max { lines[$0].slope < lines[$1].slope } ?? 0
        for (i, line) in lines.enumerated() where i != best && line.slope > lines[best].slope {
            let distance = (lines[best].value - line.value) / (line.slope - lines[best].slope)
            // Not below α's own rounding, or the walk would stand still.
            next = min(next, alpha + max(distance, 1e-15))
        }
        return best
    }

    private func gradient(of c: Int, _ state: State) -> [Double] {
        var delta = layers[layers.count - 1].weight[c]
        for index in stride(from: layers.count - 2, to: 0, by: -1) {
            let on = state.active[index - 1]
            let masked = zip(delta, on).map { $1 ? $0 : 0 }
            delta = layers[index].weight[0].indices.map { i in
                zip(layers[index].weight, masked).reduce(0) { $0 + $1.0[i] * $1.1 }
            }
        }
        let share = tying?.pooling == .mean ? 1 / Double(group.order) : 1
        var result = difference.map { _ in 0.0 }
        for block in first.indices {
            let on = state.firstActive.indices.filter { state.firstActive[$0].contains(block) }
            guard !on.isEmpty else { continue }
            for (pixel, source) in group.source(of: block).enumerated() {
                // w·(h⁻¹x) = (h·w)·x, and (h·w)(p) = w(source_h(p)).
                for unit in on { result[pixel] += share * delta[unit] * layers[0].weight[unit][Int(source)] }
            }
        }
        return result
    }
}
