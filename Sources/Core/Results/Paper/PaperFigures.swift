import Foundation

/// Every figure of the paper, and those beyond it, for which a record has the data.
public enum PaperFigures {
    public typealias Named = (name: String, figure: Figure)

    /// Methods look alike in all figures.
    public static let order = ["WT", "DA", "IR", "IR logit", "IR kl", "IR logit-normalised"]

    /// - Parameter artefacts: the file of tensors of an analysis by its `Evaluation.id`; nil where it is not there.
    /// - Returns: in the order of the variants and data sets; names are file names without extension, each once.
    public static func all(_ record: SweepRecord, artefacts: (String) -> URL? = { _ in nil }) -> [Named] {
        let scopes = FigureScope.all(record)
        var figures: [Named] = []
        for scope in scopes {
            figures += Table1Figure.figures(scope)
            figures += SpectralFigure.figures(scope)
            figures += TradeoffFigure.figures(scope)
            // Variants are compared in one figure.
            if !record.hasVariants { figures += GroupsFigure.figures(scope) }
        }
        figures += GeneralityFigure.figures(scopes)
        figures += analyses(record, artefacts)
        return figures
    }

    /// Those of analyses: drift, saliency maps, latent space, decay, layers. Their makers take
    /// `AnalysisCurve.all(analysis, record)` and go in here.
    private static func analyses(_ record: SweepRecord, _ artefacts: (String) -> URL?) -> [Named] {
        []
    }
}

/// What one figure is about: one data set of one variant.
struct FigureScope: Sendable {
    let part: SweepPart
    let dataset: DatasetName
    let cells: [SweepCell]
    /// Ends file names; empty where the record has one scope alone.
    let suffix: String
    /// `mnist`, `wide, mnist`: for titles.
    let heading: String

    var spec: SweepSpec { part.spec }

    static func all(_ record: SweepRecord) -> [FigureScope] {
        record.parts.flatMap { part in
            let cells = SweepCell.all(part)
            let datasets = part.datasets
            return datasets.map { dataset in
                let words = [part.spec.variant, datasets.count > 1 ? dataset.rawValue : nil].compactMap(\.self)
                return FigureScope(
                    part: part, dataset: dataset, cells: cells.filter { $0.dataset == dataset },
                    suffix: words.map { "-\($0)" }.joined(),
                    heading: ([part.spec.variant].compactMap(\.self) + [dataset.rawValue]).joined(separator: ", "))
            }
        }
    }

    func cells(_ group: GroupName) -> [SweepCell] { cells.filter { $0.group == group } }

    /// For captions: which searches have no answer, and so no place in the figure; empty where all have one.
    var unanswered: String {
        let names = cells.filter { !$0.hasAnswer }.map { cell in
            "\(cell.group) \(cell.label(spec)) (\(cell.outcome ?? Summary.notFinished))"
        }
        return names.isEmpty ? "" : " Without an answer: \(names.joined(separator: ", "))."
    }

    /// `4 seeds`
    var seeds: String {
        let count = Set(spec.seeds).count
        return count == 1 ? "one seed" : "\(count) seeds"
    }
}

extension SweepCell {
    /// `DA`, `IR`; with the form of the regulariser where the sweep has several, with ν where it is given.
    func label(_ spec: SweepSpec) -> String {
        var parts = [method.rawValue]
        if let regulariser, spec.regularisers.count > 1 { parts.append(regulariser.rawValue) }
        if let nu, outcome == nil, case .values(let values) = spec.nu, Set(values).count > 1 {
            parts.append("ν = \(NumberText.short(nu))")
        }
        return parts.joined(separator: " ")
    }

    /// Over the seeds, on the test split, as the tables scale it; nil where there is nothing.
    func entry(_ measure: Measure) -> DotChart.Entry? {
        let values = outcomes(measure).compactMap(\.value).filter(\.isFinite)
        guard !values.isEmpty else { return nil }
        let statistics = RunningStatistics(values)
        return DotChart.Entry(
            values: values, mean: statistics.mean,
            interval: ConfidenceInterval(of: statistics).map { $0.lower ... $0.upper })
    }
}

extension FigureAxis {
    /// - Parameter isWide: whether the values go over decades.
    init(_ measure: Measure, isWide: Bool = true, note: String = "") {
        let note = note.isEmpty ? "" : ", \(note)"
        switch measure {
        case .accuracy: self.init("accuracy" + note, unit: "%")
        case .LI: self.init("LI" + note, scale: isWide ? .logarithmic : .linear)
        case .DI: self.init("DI" + note, unit: "nats", scale: isWide ? .logarithmic : .linear)
        case .sigmaMax: self.init("σmax" + note, scale: isWide ? .logarithmic : .linear)
        case .SI, .consistency, .SISpearman, .SISSIM, .residual: self.init(measure.rawValue + note)
        }
    }
}

extension NuSearchSettings {
    /// `smallest SI ≥ 0.95`
    var caption: String { "smallest \(measure.rawValue) ≥ \(CSVWriter.number(threshold))" }
}
