/// The paper's open questions side by side: accuracy and SI by variant (width, depth, train set, data, split), a pair of
/// charts per group.
enum GeneralityFigure {
    static func figures(_ scopes: [FigureScope]) -> [PaperFigures.Named] {
        guard let spec = scopes.first?.spec, spec.variant != nil else { return [] }
        var groups: [GroupName] = []
        // A group that one variant alone has is compared with nothing.
        for group in scopes.flatMap(\.spec.groups)
        where !groups.contains(group) && (scopes.count == 1 || scopes.count { $0.spec.groups.contains(group) } > 1) {
            groups.append(group)
        }
        let names = scopes.map { scope in
            let variant = scope.spec.variant ?? ""
            return scope.part.datasets.count == 1 ? variant : "\(variant) (\(scope.dataset.rawValue))"
        }
        let labels = scopes.flatMap { scope in scope.cells.map { $0.label(scope.spec) } }.once
        // More are no chart to read; a sweep over ν has another figure.
        guard labels.count <= 8 else { return [] }
        let panels = groups.flatMap { group in
            [Measure.accuracy, .SI].filter(spec.measures.contains).compactMap { measure -> DotChart? in
                let methods = labels.map { label in
                    DotChart.Method(
                        label,
                        entries: scopes.map { scope in
                            scope.cells(group).first { $0.label(scope.spec) == label }?.entry(measure)
                        })
                }
                guard methods.contains(where: { $0.entries.contains { $0 != nil } }) else { return nil }
                return DotChart(
                    title: group.label, groups: names, value: FigureAxis(measure), methods: methods)
            }
        }
        guard !panels.isEmpty else { return [] }
        let figure = Figure(
            title: "The same questions in other settings",
            caption: "Test split, every seed a small dot. \(sets(scopes))"
                + tuning(spec)
                + unanswered(scopes),
            panels: panels, widthInCentimetres: min(max(16, 1.7 * Double(scopes.count)), 24),
            panelHeightInCentimetres: 4.6)
        return [("generality", figure)]
    }

    /// How ν was chosen. A function of its own, and not inlined: swiftc 6.3 fails on it otherwise.
    @inline(never)
    private static func tuning(_ spec: SweepSpec) -> String {
        guard let search = spec.nuSearch else { return "" }
        return " IR at the ν tuned for each setting, the \(search.caption)."
    }

    /// Which data the variants have: in the caption, for there is no room below the charts.
    private static func sets(_ scopes: [FigureScope]) -> String {
        let others = scopes.dropFirst().filter { $0.dataset != scopes[0].dataset && $0.dataset.rawValue != $0.spec.variant }
        let names = others.map { "\($0.spec.variant ?? "") on \($0.dataset.rawValue)" }
        return "On \(scopes[0].dataset.rawValue)" + (names.isEmpty ? "." : ", \(names.joined(separator: ", ")).")
    }

    /// By variant.
    private static func unanswered(_ scopes: [FigureScope]) -> String {
        let names = scopes.flatMap { scope in
            scope.cells.filter { !$0.hasAnswer }.map { cell in
                "\(scope.spec.variant ?? "") \(cell.group.label) \(cell.label(scope.spec)) (\(cell.outcome ?? Summary.notFinished))"
            }
        }
        return names.isEmpty ? "" : " Without an answer: \(names.joined(separator: ", "))."
    }
}
