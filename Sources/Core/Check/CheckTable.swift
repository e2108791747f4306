/// A `CheckReport` as lines for a terminal of 80 columns.
public enum CheckTable {
    private static let width = 80
    private static let column = 9

    /// The head, then of each group its elements and its layers; without line breaks.
    public static func lines(_ report: CheckReport) -> [String] {
        head(report) + report.groups.flatMap { [""] + elements($0) + [""] + layers($0) }
    }

    private static func head(_ report: CheckReport) -> [String] {
        let widths = ([report.inputs] + report.hidden + [report.classes]).map(String.init)
        let kind = report.pooling.map { "\(report.method.rawValue), \($0.rawValue) pooling" } ?? report.method.rawValue
        let measured =
            report.samples == report.splitSize
            ? "all \(report.samples) samples" : "the first \(report.samples) of \(report.splitSize) samples"
        let mean = NumberText.short(report.mean)
        let facts = [
            "\(widths.joined(separator: " → ")), \(report.parameters) parameters, \(kind)",
            "\(report.dataset.rawValue), \(report.split.rawValue) split, \(measured), split seed \(report.splitSeed)",
            "pixels less \(mean), over \(NumberText.short(report.std)) (from the \(report.normalisation.rawValue))",
        ]
        return [report.file] + (facts + report.notes.map { "note: \($0)" }).flatMap { wrapped($0, indent: "  ") }
    }

    // MARK: - Per element

    private static func elements(_ group: CheckReport.Group) -> [String] {
        let measures = ModelCheck.measures.filter { group.perElement[$0.rawValue] != nil }
        let names = group.elements.enumerated().map { "g\($0) \($1)" } + ["mean"]
        let first = max(8, (names.map(\.count).max() ?? 0) + 1)
        var lines = [
            "under \(group.group)".padded(to: first)
                + measures.map { title($0).aligned(to: max(column, title($0).count + 2)) }.joined()
        ]
        for (row, name) in names.enumerated() {
            lines.append(name.padded(to: first) + measures.map { measure in
                let value = row < group.elements.count ? group.perElement[measure.rawValue]?[row] : group.values[measure.rawValue]
                return text(value ?? .nan, measure).aligned(to: max(column, title(measure).count + 2))
            }.joined())
        }
        lines.append("mean: of accuracy over all elements, of the others without g0, the identity")
        if let sigma = group.values[Measure.sigmaMax.rawValue] {
            lines.append("sigma_max at the untransformed images: \(text(sigma, .sigmaMax))")
        }
        if let zero = group.values["SI_zero_maps"], zero > 0 {
            lines.append("\(Int(zero)) saliency maps are all zero, and count as similarity 0")
        }
        return lines
    }

    private static func title(_ measure: Measure) -> String {
        measure == .accuracy ? "accuracy %" : measure.rawValue
    }

    private static func text(_ value: Double, _ measure: Measure) -> String {
        guard value.isFinite else { return "\(value)" }
        let shown = measure == .accuracy ? value * 100 : value
        return NumberText.format(for: shown, measure).text(shown)
    }

    // MARK: - Per layer

    /// The relative errors per element in as many blocks as the width asks for.
    private static func layers(_ group: CheckReport.Group) -> [String] {
        let first = max(12, (group.layers.map(\.count).max() ?? 0) + 1)
        var columns: [(title: String, values: [String])] = [
            ("LI", group.layerErrors.map { text($0, .LI) }), ("relative", group.relativeLayerErrors.map(relative)),
        ]
        columns += group.relativeLayerErrorsPerElement.enumerated().dropFirst().map { element, values in
            ("g\(element)", values.map(relative))
        }
        var lines: [String] = []
        let fitting = (width - first) / column
        for start in stride(from: 0, to: columns.count, by: fitting) {
            let block = columns[start ..< min(start + fitting, columns.count)]
            if start > 0 { lines.append("") }
            lines.append("by layer".padded(to: first) + block.map { $0.title.aligned(to: column) }.joined())
            for (row, layer) in group.layers.enumerated() {
                lines.append(layer.padded(to: first) + block.map { $0.values[row].aligned(to: column) }.joined())
            }
        }
        lines.append("LI: mean of half the squared distance of the activations of x and gx; relative,")
        lines.append("also by element: by the squared lengths of both; 0 is invariant, 1 is as far as")
        lines.append("at right angles")
        return lines
    }

    private static func relative(_ value: Double) -> String {
        value == 0 ? "0" : value.isFinite ? text(value, .LI) : "\(value)"
    }

    /// Broken at spaces; later lines stand further in.
    private static func wrapped(_ text: String, indent: String) -> [String] {
        var lines: [String] = []
        var line = indent
        for word in text.split(separator: " ") {
            if line.count + word.count > width, line.contains(where: { $0 != " " }) {
                lines.append(String(line.dropLast()))
                line = indent + "  "
            }
            line += word + " "
        }
        return lines + [String(line.dropLast())]
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        count < width ? self + String(repeating: " ", count: width - count) : self
    }

    fileprivate func aligned(to width: Int) -> String {
        count < width ? String(repeating: " ", count: width - count) + self : " " + self
    }
}
