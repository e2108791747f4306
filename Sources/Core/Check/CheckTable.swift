/// A `CheckReport` as lines for a page of 80 columns, or a narrower terminal.
public struct CheckTable {
    private static let usual = 80
    private static let column = 9

    private let width: Int

    private init(width: Int) { self.width = width }

    /// The head, then of each group its elements and its layers; without line breaks.
    /// - Parameter columns: of the terminal; nil where there is none.
    public static func lines(_ report: CheckReport, columns: Int? = nil) -> [String] {
        // One less: a terminal that has written its last column may go to the next line.
        let table = CheckTable(width: min(usual, columns.map { max(32, $0 - 1) } ?? usual))
        return table.head(report) + report.groups.flatMap { [""] + table.elements($0) + [""] + table.layers($0) }
    }

    private func head(_ report: CheckReport) -> [String] {
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

    private func elements(_ group: CheckReport.Group) -> [String] {
        let measures = ModelCheck.measures.filter { group.perElement[$0.rawValue] != nil }
        let names = group.elements.enumerated().map { "g\($0) \($1)" } + ["mean"]
        let first = max(8, (names.map(\.count).max() ?? 0) + 1)
        let columns = measures.map { measure in
            let values = names.indices.map { row in
                row < group.elements.count ? group.perElement[measure.rawValue]?[row] : group.values[measure.rawValue]
            }
            return Column(
                title: Self.title(measure), width: max(Self.column, Self.title(measure).count + 2),
                values: values.map { Self.text($0 ?? .nan, measure) })
        }
        // Where nothing is narrow they stay one table, whatever the elements are called.
        var lines = blocks("under \(group.group)", names, columns, first: first, width: width < Self.usual ? width : .max)
        lines += prose(["mean: of accuracy over all elements, of the others without g0, the identity"])
        if let sigma = group.values[Measure.sigmaMax.rawValue] {
            lines += prose(["sigma_max at the untransformed images: \(Self.text(sigma, .sigmaMax))"])
        }
        if let zero = group.values["SI_zero_maps"], zero > 0 {
            lines += prose(["\(Int(zero)) saliency maps are all zero, and count as similarity 0"])
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
    private func layers(_ group: CheckReport.Group) -> [String] {
        let first = max(12, (group.layers.map(\.count).max() ?? 0) + 1)
        func column(_ title: String, _ values: [String]) -> Column { Column(title: title, width: Self.column, values: values) }
        var columns = [
            column("LI", group.layerErrors.map { Self.text($0, .LI) }),
            column("relative", group.relativeLayerErrors.map(Self.relative)),
        ]
        columns += group.relativeLayerErrorsPerElement.enumerated().dropFirst().map { element, values in
            column("g\(element)", values.map(Self.relative))
        }
        return blocks("by layer", group.layers, columns, first: first, width: width)
            + prose([
                "LI: mean of half the squared distance of the activations of x and gx; relative,",
                "also by element: by the squared lengths of both; 0 is invariant, 1 is as far as", "at right angles",
            ])
    }

    private static func relative(_ value: Double) -> String {
        value == 0 ? "0" : value.isFinite ? text(value, .LI) : "\(value)"
    }

    // MARK: - Lines

    private struct Column {
        let title: String
        let width: Int
        let values: [String]
    }

    /// A table in as many blocks, one below the other, as a width asks for.
    /// - Parameter first: width of the first column, of the rows' names.
    private func blocks(_ title: String, _ names: [String], _ columns: [Column], first: Int, width: Int) -> [String] {
        var lines: [String] = []
        var rest = columns[...]
        while !rest.isEmpty {
            var room = width - first
            // One at least, wherever it ends.
            let count = max(1, rest.prefix { column in
                room -= column.width
                return room >= 0
            }.count)
            let block = rest.prefix(count)
            rest = rest.dropFirst(count)
            if !lines.isEmpty { lines.append("") }
            lines.append(title.padded(to: first) + block.map { $0.title.aligned(to: $0.width) }.joined())
            for (row, name) in names.enumerated() {
                lines.append(name.padded(to: first) + block.map { $0.values[row].aligned(to: $0.width) }.joined())
            }
        }
        return lines
    }

    /// Lines of a page, as one paragraph where the terminal is narrower.
    private func prose(_ lines: [String]) -> [String] {
        width < Self.usual ? wrapped(lines.joined(separator: " "), indent: "") : lines
    }

    /// Broken at spaces; later lines stand further in.
    private func wrapped(_ text: String, indent: String) -> [String] {
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
