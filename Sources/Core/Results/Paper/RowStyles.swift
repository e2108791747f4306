/// The looks of a record's rows, made once for its report and every figure: a method, and a ν that is given, looks alike
/// wherever it stands.
extension FigureStyles {
    /// Blue is WT, vermillion DA and green IR, or IR's curve over ν, in every report; with several forms of the regulariser
    /// each has a colour more. Where ν is given, each ν has one of the others in the order of their sizes, and with several
    /// forms another shape and dash in the form's colour. What stands in for a search without an answer, and the same
    /// method of a further variant in one picture, has its method's colour too.
    init(_ record: SweepRecord) {
        let specs = record.parts.map(\.spec)
        let regularised = specs.filter { $0.methods.contains(.IR) }
        var kept = Method.allCases.map(\.rawValue)
        if regularised.contains(where: { $0.regularisers.count > 1 }) { kept += Self.forms(regularised) }
        self.init(kept: kept)
        let given = regularised.compactMap { spec -> (spec: SweepSpec, nus: Set<Double>)? in
            guard case .values(let values) = spec.nu else { return nil }
            return (spec, Set(values))
        }
        let all = given.reduce(into: Set<Double>()) { $0.formUnion($1.nus) }
        for nu in all.sorted() {
            for (spec, nus) in given where nus.contains(nu) {
                for form in spec.regularisers {
                    let name = SweepCell.label(.IR, form, nu: nu, spec)
                    if spec.regularisers.count > 1 {
                        add(name, kinOf: SweepCell.label(.IR, form, nu: nil, spec))
                    } else {
                        add(name)
                    }
                }
            }
        }
        for spec in regularised {
            guard let search = spec.nuSearch else { continue }
            for form in spec.regularisers {
                let name = SweepCell.label(.IR, form, nu: nil, spec)
                add(ChartedCell.standIn(name, on: search.split), kinOf: name)
            }
        }
        addVariants(specs)
    }

    /// `IR logit` and so on, those of the paper first: they have the same colours whichever of them a sweep has.
    private static func forms(_ specs: [SweepSpec]) -> [String] {
        let used = specs.flatMap(\.regularisers)
        let paper = [Regulariser.logit, .kl, .logitNormalised]
        let others = Regulariser.allCases.filter { !paper.contains($0) && used.contains($0) }
        return (paper + others).map { "\(Method.IR.rawValue) \($0.rawValue)" }
    }

    /// `DA, wide`: where one picture has several variants.
    private mutating func addVariants(_ specs: [SweepSpec]) {
        var seen: Set<String> = []
        for spec in specs where spec.training.trackedSamples > 0 {
            guard let variant = spec.variant else { continue }
            for method in SweepCell.labels(spec) {
                let name = TrainingFigure.name(method, of: variant)
                if seen.insert(method).inserted { add(name, sameAs: method) } else { add(name, kinOf: method) }
            }
        }
    }
}

extension SweepCell {
    /// `DA`, `IR`; with the form of the regulariser where the sweep has several, with ν where several are given.
    /// - Parameter nu: nil for the method as such.
    static func label(_ method: Method, _ regulariser: Regulariser?, nu: Double?, _ spec: SweepSpec) -> String {
        var parts = [method.rawValue]
        if let regulariser, spec.regularisers.count > 1 { parts.append(regulariser.rawValue) }
        if let nu, case .values(let values) = spec.nu, values.contains(where: { $0 != values[0] }) {
            parts.append("ν = \(NumberText.short(nu))")
        }
        return parts.joined(separator: " ")
    }

    /// Of all rows that a sweep may have, each once.
    static func labels(_ spec: SweepSpec) -> [String] {
        spec.methods.flatMap { method -> [String] in
            guard method == .IR else { return [label(method, nil, nu: nil, spec)] }
            return spec.regularisers.flatMap { form -> [String] in
                guard case .values(let values) = spec.nu else { return [label(method, form, nu: nil, spec)] }
                return values.map { label(method, form, nu: $0, spec) }
            }
        }.once
    }
}
