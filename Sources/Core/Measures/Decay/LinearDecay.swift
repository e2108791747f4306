/// Proposition 3.1 (paper, section 3.3): a linear network h(x) = Wx under gradient descent on LI alone.
///
/// With ε = x − gx for each of r pairs of an input and an element, and Σ the mean of εεᵀ,
///
///     LI(W) = ½·mean ‖Wε‖² = ½·tr(WΣWᵀ),   ∇LI = WΣ,
///     gradient flow (equations 5, 6)   W(t) = W(0)·exp(−Σt),
///     gradient descent with step η     W_k  = W(0)·(I − ηΣ)ᵏ.
///
/// Σ (n, n) is never formed: with the scaled differences E (r, n), Σ = EᵀE has the eigenvalues of
/// K = EEᵀ = QΛQᵀ (r, r), and any f(Σ) with f(0) = 1 is I − EᵀQ·diag((1 − f(λ))/λ)·QᵀE. Nothing is
/// divided by a root of a small λ, so that Σ of any rank is served; rounding grows as λmax·t·1e-16.
public struct LinearDecay: Sendable {
    /// Differences at most: K's eigenvectors cost the cube.
    public static let largestDifferences = 512

    /// n.
    public let pixels: Int
    /// (r): the eigenvalues of Σ that are not zero by rank, descending; rounding may leave zeros.
    public let eigenvalues: [Double]
    /// E (r, n).
    let differences: DecayRows
    /// QᵀE (r, n).
    let modes: DecayRows

    /// λmax of Σ.
    public var largestEigenvalue: Double { eigenvalues.first ?? 0 }

    /// 2/λmax: with smaller steps σmax cannot grow, for ‖I − ηΣ‖ ≤ 1. Infinite where all inputs are
    /// invariant already.
    public var stepBound: Double { 2 / largestEigenvalue }

    /// - Parameters:
    ///   - inputs: (m, P), in the space in which the network takes them.
    ///   - elements: one g for the proposition's case, several for a part of the orbit; nil for all but
    ///     the identity.
    public init(
        inputs: some RandomAccessCollection<Float>, count m: Int, group: PermutationGroup, elements: [Int]? = nil
    ) throws(DecayError) {
        let elements = elements ?? Array(1 ..< max(1, group.order))
        for element in elements where element < 1 || element >= group.order {
            throw .noSuchElement(element: element, order: group.order)
        }
        try self.init(
            inputs: inputs, count: m, pixels: group.pixels,
            permutations: elements.map { group.source(of: $0).map { Int($0) } })
    }

    /// - Parameters:
    ///   - inputs: (m, n).
    ///   - permutations: (gx)(p) = x(permutation(p)).
    public init(
        inputs: some RandomAccessCollection<Float>, count m: Int, pixels n: Int, permutations: [[Int]]
    ) throws(DecayError) {
        guard m > 0, n > 0, inputs.count == m * n else { throw .wrongInputCount(expected: m * n, found: inputs.count) }
        guard !permutations.isEmpty else { throw .noElements }
        guard m * permutations.count <= Self.largestDifferences else {
            throw .tooManyDifferences(inputs: m, elements: permutations.count, limit: Self.largestDifferences)
        }
        for (place, permutation) in permutations.enumerated() where permutation.sorted() != Array(0 ..< n) {
            throw .notAPermutation(element: place, pixels: n)
        }
        let x = inputs.map { Double($0) }
        if let place = x.firstIndex(where: { !$0.isFinite }) {
            throw .inputNotFinite(input: place / n, pixel: place % n, value: x[place])
        }
        let r = m * permutations.count
        var differences = DecayRows(count: r, width: n)
        let share = 1 / Double(r).squareRoot()
        for input in 0 ..< m {
            for (place, permutation) in permutations.enumerated() {
                for p in 0 ..< n {
                    differences[input * permutations.count + place, p] =
                        (x[input * n + p] - x[input * n + permutation[p]]) * share
                }
            }
        }
        var gram = [Double](repeating: 0, count: r * r)
        for i in 0 ..< r {
            for j in i ..< r {
                gram[i * r + j] = differences.dot(i, j)
                gram[j * r + i] = gram[i * r + j]
            }
        }
        let system = SymmetricEigensystem(gram, order: r)
        var turned = DecayRows(count: r, width: r)
        for k in 0 ..< r { for i in 0 ..< r { turned[k, i] = system.vectors[k * r + i] } }
        var modes = DecayRows(count: r, width: n)
        modes.add(1, turned, times: differences)
        pixels = n
        // Σ has no negative ones.
        eigenvalues = system.values.map { max(0, $0) }
        self.differences = differences
        self.modes = modes
    }

    /// W(0) as the networks start: uniform ±1/√n from the stream of the seed (out, in).
    public static func initialWeights(seed: UInt64, outputs: Int, pixels: Int) -> [Double] {
        var stream = RandomStream(seed: seed, purpose: .initialisation)
        let bound = 1 / Double(pixels).squareRoot()
        return (0 ..< outputs * pixels).map { _ in (2 * Double(stream.unitFloat()) - 1) * bound }
    }
}

extension LinearDecay {
    /// W(0)·exp(−Σt).
    func flow(_ start: DecayStart, time: Double) -> DecayRows {
        start.changed(self) { lambda in
            // (1 − e^(−λt))/λ → t
            lambda * time < 1e-300 ? time : -PortableMath.expm1(-lambda * time) / lambda
        }
    }

    /// W(0)·(I − ηΣ)ᵏ.
    func stepped(_ start: DecayStart, learningRate: Double, steps: Int) -> DecayRows {
        start.changed(self) { lambda in
            learningRate * lambda < 1e-300
                ? learningRate * Double(steps)
                : (1 - Self.power(1 - learningRate * lambda, steps)) / lambda
        }
    }

    /// xᵏ by squaring.
    private static func power(_ x: Double, _ k: Int) -> Double {
        var (result, square, rest) = (1.0, x, k)
        while rest > 0 {
            if rest & 1 == 1 { result *= square }
            square *= square
            rest >>= 1
        }
        return result
    }
}

/// W(0) in the modes of Σ.
struct DecayStart {
    let weights: DecayRows
    /// W(0)EᵀQ (C, r).
    private let parts: DecayRows

    init(_ weights: DecayRows, _ decay: LinearDecay) {
        self.weights = weights
        parts = weights.timesTransposed(decay.modes)
    }

    /// W(0) − W(0)EᵀQ·diag(share(λ))·QᵀE.
    func changed(_ decay: LinearDecay, by share: (Double) -> Double) -> DecayRows {
        var scaled = parts
        for k in 0 ..< parts.width {
            let factor = share(decay.eigenvalues[k])
            for c in 0 ..< parts.count { scaled[c, k] *= factor }
        }
        var result = weights
        result.add(-1, scaled, times: decay.modes)
        return result
    }
}
