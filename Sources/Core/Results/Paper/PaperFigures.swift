import Foundation

/// Every figure of the paper, and those beyond it, for which a record has the data.
public enum PaperFigures {
    /// A figure and the name of its files, without an ending.
    public typealias Named = (name: String, figure: Figure)

    /// - Parameters:
    ///   - files: what lies beside the journal; without it the figures that are made of it are passed over.
    ///   - notice: is told of each figure that is left out because a file is missing or damaged.
    /// - Returns: in the order of the variants and data sets; names are file names without extension, each once.
    public static func all(
        _ record: SweepRecord, files: FigureFiles? = nil, notice: (FigureNotice) -> Void = { _ in }
    ) -> [Named] {
        let figures = drawn(record, files, notice)
        // What is no row of the table, such as a source or a case of the linear model, has its look once, too.
        let styles = FigureStyles(record).adding(figures.flatMap(\.figure.panels).filter { $0.classNames.isEmpty })
        var names: Set<String> = []
        return figures.map { name, figure in
            var figure = figure
            figure.styles = styles
            return (unique(name, &names), figure)
        }
    }

    /// Group `R4-wide` of variant `x` and group `R4` of variant `wide-x` would have one file.
    private static func unique(_ name: String, _ names: inout Set<String>) -> String {
        var own = name
        var count = 1
        while !names.insert(own).inserted {
            count += 1
            own = "\(name)-\(count)"
        }
        return own
    }

    private static func drawn(_ record: SweepRecord, _ files: FigureFiles?, _ notice: (FigureNotice) -> Void) -> [Named] {
        let scopes = FigureScope.all(record)
        var figures: [Named] = []
        for scope in scopes {
            figures += Table1Figure.figures(scope)
            figures += SpectralFigure.figures(scope)
            figures += TradeoffFigure.figures(scope)
            // Variants of the same groups are compared in one figure.
            if scopes.contains(where: { $0.spec.groups != scope.spec.groups }) || !record.hasVariants {
                figures += GroupsFigure.figures(scope)
            }
        }
        figures += GeneralityFigure.figures(scopes)
        figures += SearchFigure.figures(scopes)
        for scope in scopes {
            figures += DriftFigure.figures(scope)
            figures += LayersFigure.figures(scope)
        }
        figures += DecayFigures.figures(scopes)
        guard let files else { return figures }
        for scope in scopes {
            figures += SaliencyFigures.figures(scope, files, notice)
            figures += LatentFigure.figures(scope, files, notice)
        }
        do throws(JournalError) {
            let curves = try files.curves(record)
            figures += CurvesFigure.figures(LearningCurves.all(record, curves))
            figures += TrainingFigure.figures(scopes, curves)
        } catch {
            notice(FigureNotice(figure: "curves and training", problem: "\(error)"))
        }
        return figures
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

    /// What an analysis found, in the order of the cells; nothing where the sweep does not ask for it.
    func curves(_ analysis: Analysis) -> [AnalysisCurve] {
        spec.analyses.contains(analysis) ? AnalysisCurve.all(analysis, cells) : []
    }

    /// `, wide`: for titles that name no data set; empty for a sweep without variants.
    var variant: String { spec.variant.map { ", \($0)" } ?? "" }

    /// For captions: which searches have no answer, and so no place in the figure; empty where all have one.
    var unanswered: String {
        let names = cells.filter { !$0.hasAnswer }.map { cell in
            "\(cell.group.label) \(cell.label(spec)) (\(cell.outcome ?? Summary.notFinished))"
        }
        return names.isEmpty ? "" : " Without an answer: \(names.joined(separator: ", "))."
    }

    /// `4 seeds`; `up to 4 seeds` where a row has failed networks, which are in no mean.
    var seeds: String {
        let count = Set(spec.seeds).count
        let hasFewer = cells.contains { $0.hasAnswer && $0.failed > 0 }
        return count == 1 ? "one seed" : "\(hasFewer ? "up to " : "")\(count) seeds"
    }
}

extension SweepCell {
    /// `DA`, `IR`; with the form of the regulariser where the sweep has several, with ν where several are given.
    func label(_ spec: SweepSpec) -> String { Self.label(method, regulariser, nu: outcome == nil ? nu : nil, spec) }

    /// Over the seeds, as the tables scale it; nil where there is nothing.
    func entry(_ measure: Measure, on split: SplitName = .test) -> DotChart.Entry? {
        let values = outcomes(measure, on: split).compactMap(\.value).filter(\.isFinite)
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
        case .accuracy: self.init("accuracy" + note, unit: "%", bounds: 0 ... 100)
        case .DI: self.init("DI" + note, unit: "nats", scale: isWide ? .logarithmic : .linear)
        case .sigmaMax: self.init("σmax" + note, scale: isWide ? .logarithmic : .linear)
        case .consistency, .residual: self.init(measure.rawValue + note)
        default:
            switch measure.definition.scale {
            case .bounded(let bounds): self.init(measure.rawValue + note, bounds: bounds)
            case .decades: self.init(measure.rawValue + note, scale: isWide ? .logarithmic : .linear)
            case .plain: self.init(measure.rawValue + note)
            }
        }
    }
}

extension NuSearchSettings {
    /// `smallest SI ≥ 0.95`
    var caption: String { "smallest \(measure.rawValue) ≥ \(CSVWriter.number(threshold))" }
}
