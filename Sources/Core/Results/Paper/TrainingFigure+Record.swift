extension TrainingFigure {
    /// One per data set, `training`, where σmax was tracked.
    static func figures(_ scopes: [FigureScope], _ curves: CurvesArchive) -> [PaperFigures.Named] {
        let tracked = scopes.filter { $0.spec.training.trackedSamples > 0 }
        var datasets: [DatasetName] = []
        for scope in tracked where !datasets.contains(scope.dataset) { datasets.append(scope.dataset) }
        return datasets.compactMap { dataset in
            let scopes = tracked.filter { $0.dataset == dataset }
            let lines = lines(scopes, curves)
            var groups: [GroupName] = []
            for line in lines where !groups.contains(line.group) { groups.append(line.group) }
            guard !groups.isEmpty else { return nil }
            let panels = groups.map { group in
                let own = lines.filter { $0.group == group }
                return Panel(
                    group.label, sigmaMax: own.map { SeedCurves(epochs: $0.name, values: $0.sigmaMax) },
                    accuracy: own.map { SeedCurves(epochs: $0.name, values: $0.accuracy) })
            }
            let figure = figure(
                panels, title: "Sensitivity to the input during training: \(dataset.rawValue)",
                samples: scopes[0].spec.training.trackedSamples)
            return ("training" + (datasets.count > 1 ? "-\(dataset.rawValue)" : ""), figure)
        }
    }

    private struct Line {
        var group: GroupName
        /// `DA`: what it is without a variant's name.
        var method: String
        var variant: String?
        var name: String
        /// (seeds)(epochs)
        var sigmaMax: [[Double]]
        var accuracy: [[Double]]
    }

    /// In the order of the variants. A variant is named where another one has the same method.
    private static func lines(_ scopes: [FigureScope], _ curves: CurvesArchive) -> [Line] {
        var lines = scopes.flatMap { scope in
            scope.cells.compactMap { cell -> Line? in
                let found = cell.jobs.filter { !$0.isFailed }.compactMap { curves[$0.id] }.filter { !$0.sigmaMax.isEmpty }
                let method = cell.label(scope.spec)
                return found.isEmpty
                    ? nil
                    : Line(
                        group: cell.group, method: method, variant: scope.spec.variant, name: method,
                        sigmaMax: found.map { $0.sigmaMax.map(\.shortest) },
                        accuracy: found.map { $0.accuracy.map { MeasureColumn.percent($0.shortest) } })
            }
        }
        let variants = Dictionary(grouping: lines, by: \.method).mapValues { Set($0.map(\.variant)).count }
        for place in lines.indices {
            guard let variant = lines[place].variant, variants[lines[place].method] != 1 else { continue }
            lines[place].name = name(lines[place].method, of: variant)
        }
        return lines
    }

    /// `DA, weight decay`
    static func name(_ method: String, of variant: String) -> String {
        method + ", " + String(variant.map { $0 == "_" ? " " : $0 })
    }
}
