import Foundation

extension Reference {
    /// softmax(C) of one row of logits.
    public static func softmax(_ logits: [Double]) -> [Double] {
        let best = logits.max() ?? 0
        let powers = logits.map { exp($0 - best) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }

    /// ln softmax(C) of one row of logits.
    public static func logSoftmax(_ logits: [Double]) -> [Double] {
        let best = logits.max() ?? 0
        let logSum = log(logits.reduce(0) { $0 + exp($1 - best) })
        return logits.map { $0 - best - logSum }
    }

    /// −ln softmax at the label, in nats.
    public static func crossEntropy(_ logits: [Double], label: Int) -> Double { -logSoftmax(logits)[label] }

    /// Its gradient by the logits: softmax − onehot.
    public static func crossEntropyGradient(_ logits: [Double], label: Int) -> [Double] {
        softmax(logits).enumerated().map { $1 - ($0 == label ? 1 : 0) }
    }
}
