import Core

/// How far a ν search is, in words.
enum SearchWords {
    /// `passed, ν=19.1`, or the bracket of one that goes on.
    static func state(_ search: SearchProgress) -> String {
        guard let outcome = search.outcome else { return bracket(search) }
        return outcome + (search.nu.map { ", ν=\(SpecWriter.number($0))" } ?? "")
    }

    /// `10 (0.931) < ν ≤ 31.6 (0.972)  trying 17.8`
    static func bracket(_ search: SearchProgress) -> String {
        func end(_ nu: Double) -> String {
            let mean = search.probes.first { $0.nu == nu }?.mean
            return SpecWriter.number(nu) + (mean.map { " (\(Text.decimals($0, 3)))" } ?? "")
        }
        let range: String? =
            switch (search.low, search.high) {
            case (let low?, let high?): "\(end(low)) < ν ≤ \(end(high))"
            case (let low?, nil): "\(end(low)) < ν"
            case (nil, let high?): "ν ≤ \(end(high))"
            case (nil, nil): nil
            }
        let trying = search.trying.map { nu in
            // Outside the bracket: whether what passes, and what fails, does so farther out too.
            let word = search.high.map { nu > $0 } ?? false ? "checking larger:"
                : search.low.map { nu < $0 } ?? false ? "checking smaller:" : "trying"
            return "\(word) \(SpecWriter.number(nu))"
        }
        return [range, trying].compactMap(\.self).joined(separator: "  ")
    }
}
