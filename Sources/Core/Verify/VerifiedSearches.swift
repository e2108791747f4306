/// ν searches, decided once more.
extension VerifiedFolder {
    /// Replays each search on the values that the journal has of its probes, and compares the answer.
    public func searches() -> VerificationLine {
        var (count, open) = (0, 0)
        var problems: [String] = []
        for part in record.parts {
            guard let settings = part.spec.nuSearch else { continue }
            let jobs = JobRanges(part)
            let seeds = Set(part.spec.seeds).count
            for dataset in part.datasets {
                for group in part.spec.groups {
                    for regulariser in part.spec.regularisers {
                        let search = part.search(dataset: dataset, group: group, regulariser: regulariser)
                        let probed = jobs[dataset, group, .IR, regulariser]
                        guard let search else {
                            open += 1
                            continue
                        }
                        count += 1
                        let step = SearchTable.replay(probed, settings, seeds: seeds).next
                        guard let problem = Self.problem(search, step) else { continue }
                        let variant = part.spec.variant.map { "\($0): " } ?? ""
                        problems.append("\(variant)\(dataset.rawValue) \(group.label) \(regulariser.rawValue): \(problem)")
                    }
                }
            }
        }
        guard count + open > 0 else { return VerificationLine("searches", .right, "none") }
        return VerificationLine(
            "searches", "\(count.of("search", "searches")) decided again from the probes", problems: problems,
            notes: open > 0 ? ["\(open.of("search", "searches")) without an end in the journal"] : [])
    }

    private static func problem(_ search: SearchedEvent, _ step: SearchStep) -> String? {
        func text(_ name: String, _ nu: Double?) -> String { name + (nu.map { " with ν = \(SpecWriter.number($0))" } ?? "") }
        let said = text(search.outcome, search.nu)
        switch step {
        case .probe(let nu): return "the journal says \(said), its probes leave ν = \(SpecWriter.number(nu)) to be tried"
        case .finished(let outcome):
            let found = text(outcome.name, outcome.nu)
            return found == said ? nil : "the journal says \(said), its probes say \(found)"
        }
    }
}
