/// How far integrated gradients are from complete (Sundararajan, Taly, Yan, 2017, proposition 1): exact
/// ones sum to f_c(x) − f_c(x₀), those of a quadrature miss it by what it errs at the kinks of the ReLUs.
struct Completeness {
    /// f(x₀) (C).
    let baselineLogits: [Double]

    /// One pass for the image that is all x₀, in double. Every group element leaves that image as it
    /// is, so that a tied first layer pools equal responses: max and mean are the plain layer's.
    /// - Parameter baseline: the value of every pixel of x₀.
    init(_ network: Network, baseline: Float) {
        var values = [Double](repeating: Double(baseline), count: network.architecture.inputs)
        for (index, layer) in network.layout.layers.enumerated() {
            let weight = network.weight(layer: index)
            let isLast = index == network.layout.layers.count - 1
            values = network.bias(layer: index).enumerated().map { output, bias in
                var sum = 0.0
                for input in 0 ..< layer.inputs { sum += Double(weight[output * layer.inputs + input]) * values[input] }
                sum += Double(bias)
                return isLast ? sum : max(0, sum)
            }
        }
        baselineLogits = values
    }

    /// |Σ attributions − (f_c(x) − f_c(x₀))|, in logits.
    func residual(sum: Double, class c: Int, logit: Float) -> Double {
        (sum - (Double(logit) - baselineLogits[c])).magnitude
    }

    /// |f_c(x) − f_c(x₀)|: what there is to attribute, in logits.
    func change(class c: Int, logit: Float) -> Double { (Double(logit) - baselineLogits[c]).magnitude }

    /// Σ of a map padded with zeros: lane k takes pixels k, k + 4, ….
    static func sum(_ map: UnsafePointer<Float>, paddedCount: Int) -> Double {
        var lanes = SIMD4<Double>.zero
        let bytes = UnsafeRawPointer(map)
        for place in stride(from: 0, to: paddedCount, by: 4) {
            lanes += SIMD4<Double>(bytes.loadUnaligned(fromByteOffset: place * 4, as: SIMD4<Float>.self))
        }
        return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3])
    }
}
