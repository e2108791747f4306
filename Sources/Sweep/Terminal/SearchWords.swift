import Core

/// How far a ν search is, in words.
enum SearchWords {
    /// `passed, ν=19.1`, or the bracket of one that goes on.
    static func state(_ search: SearchProgress) -> String {
        guard let outcome = search.outcome else { return bracket(search) }
        return outcome + (search.nu.map { ", ν=\(SpecWriter.number($0))" } ?? "")
    }

    /// What a plan says of a search, above the networks that it has asked for, in two lines.
    static func plan(_ search: PlannedSearch, _ label: String) -> String {
        let settings = search.unit.settings
        let head = "search ν of \(label), \(settings.question): "
        guard let nu = search.nu else {
            return head + (search.outcome?.name ?? "") + (search.answer.map { ", ν=\(SpecWriter.number($0))" } ?? "")
        }
        let begin = search.probed == 0 ? "begins at" : "\(search.probed.of("probe")) done, goes on with"
        let later = search.later > 0 ? "about \(search.later.of("more probe"))" : "perhaps more probes"
        return "\(head)\(search.unit.seeds.count.of("seed")) × up to \(settings.maxProbes.of("probe"))\n"
            + "  \(begin) ν=\(SpecWriter.number(nu)); \(later) may follow, depending on what is found"
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
