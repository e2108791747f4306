/// How many processors a synthetic topology would have, told from its text alone.
enum SyntheticSize {
    /// The product of the levels' arities, `pack:2 [numa] l3:2(size=1MB) core:4` being 16; what has no number
    /// counts as 1. At most 2³⁰.
    static func processors(of text: String) -> Int {
        var depth = 0
        var plain = ""
        for character in text {
            switch character {
            case "(", "[": depth += 1
            case ")", "]": depth = max(0, depth - 1)
            default: if depth == 0 { plain.append(character) }
            }
        }
        var product = 1
        for level in plain.split(whereSeparator: \.isWhitespace) {
            let digits = (level.split(separator: ":").last ?? level).prefix { $0.isASCII && $0.isNumber }
            guard !digits.isEmpty else { continue }
            // Overflow included: no machine has so many.
            guard let arity = Int(digits), arity < 1 << 30 else { return 1 << 30 }
            product = min(1 << 30, product * max(1, arity))
        }
        return product
    }
}
