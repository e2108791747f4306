extension DecayFigures {
    /// Of the linear model, one per group: `decay-R4`. W(0) is drawn by the seed alone, so that all networks of a seed
    /// have the same curves; variants have figures of their own only where theirs differ, as on other data.
    static func figures(_ scopes: [FigureScope]) -> [PaperFigures.Named] {
        var groups: [GroupName] = []
        for group in scopes.flatMap(\.spec.groups) where !groups.contains(group) { groups.append(group) }
        return groups.flatMap { group -> [PaperFigures.Named] in
            var found: [(scope: FigureScope, curves: Curves)] = []
            for scope in scopes {
                let curves = Curves(scope.curves(.decay).filter { $0.cell.group == group })
                guard !curves.bySeed.isEmpty else { continue }
                if let place = found.firstIndex(where: { $0.curves.agree(with: curves) }) {
                    found[place].curves.bySeed.merge(curves.bySeed) { own, _ in own }
                } else {
                    found.append((scope, curves))
                }
            }
            return found.map { scope, curves in
                var figure = linear(curves.cases, group: group.label)
                figure.title += ", \(found.count > 1 ? scope.heading : scope.dataset.rawValue)"
                return ("decay-\(group.label)" + (found.count > 1 ? scope.suffix : ""), figure)
            }
        }
    }

    /// What `decay` left, by the seed of W(0).
    private struct Curves {
        var bySeed: [UInt64: [String: [Double]]] = [:]

        init(_ all: [AnalysisCurve]) {
            for (seed, found) in all.flatMap(\.seeds) where bySeed[seed] == nil {
                bySeed[seed] = found.measurements.series
            }
        }

        /// Whether they are the same for all seeds that both have.
        func agree(with other: Curves) -> Bool {
            bySeed.allSatisfy { seed, series in other.bySeed[seed].map { $0 == series } ?? true }
        }

        /// Single generators in their order, then the orbit.
        var cases: [Case] {
            let series = bySeed.sorted { $0.key < $1.key }.map(\.value)
            let keys = Set(series.flatMap(\.keys)).compactMap { name -> Int? in
                name.hasPrefix("decay_step[g") ? Int(name.dropFirst(12).dropLast()) : nil
            }.sorted()
            let single = keys.compactMap { key in
                Case("g\(key)", name: keys.count > 1 ? "g\(key) alone" : "one g", series: series)
            }
            return single + [Case("orbit", name: "whole orbit", series: series)].compactMap(\.self)
        }
    }
}
