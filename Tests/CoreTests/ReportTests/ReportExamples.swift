import Foundation

@testable import Core

/// Sweeps and folders for the report's tests.
enum ReportExamples {
    /// Learning curves of one training, other numbers for each seed.
    static func curves(_ id: String, seed: UInt64, epochs: Int = 3, isRegularised: Bool = false) -> CurvesEvent {
        let offset = Float(seed) / 8
        return CurvesEvent(
            id: id, crossEntropy: (1 ... epochs).map { 1 / Float($0) + offset },
            regulariser: isRegularised ? (1 ... epochs).map { 0.1 * Float($0) } : [],
            accuracy: (1 ... epochs).map { 0.5 + offset + Float($0) / 1000 })
    }

    /// The events of a sweep with the curves that its trainings had.
    static func withCurves(_ sweep: SampleSweep, epochs: Int = 3) -> [JournalEvent] {
        sweep.events.map { event in
            guard case .trained(var trained) = event else { return event }
            trained.take(
                curves(trained.id, seed: trained.job.seed, epochs: epochs, isRegularised: trained.job.method == .IR))
            return .trained(trained)
        }
    }

    /// A results folder with these events in its journal, ids as the program gives them.
    static func folder(_ sweep: SampleSweep, _ events: [JournalEvent], in owned: OwnedFolder) throws -> ResultsFolder {
        let folder = ResultsFolder(URL(fileURLWithPath: owned.path + "/results", isDirectory: true))
        try folder.create()
        try AtomicFile.write(SpecWriter.yaml(sweep.spec), to: folder.specification)
        let journal = try JournalWriter(folder: folder.journal.path, shard: "main")
        for event in events { try journal.append(event) }
        try journal.close()
        return folder
    }

    /// Jobs and searches under their true ids; `change` may spoil them.
    static func renamed(_ events: [JournalEvent], _ sweep: SampleSweep, _ change: (String) -> String = { $0 }) -> [JournalEvent] {
        var names: [String: String] = [:]
        for event in events {
            switch event {
            case .trained(let event): names[event.id] = change(event.job.id)
            case .failed(let event): names[event.id] = change(event.job.id)
            default: break
            }
        }
        return events.map { event in
            switch event {
            case .trained(var event):
                event.id = names[event.id] ?? event.id
                return .trained(event)
            case .failed(var event):
                event.id = names[event.id] ?? event.id
                return .failed(event)
            case .evaluated(var event):
                let evaluation = event.evaluation
                event.evaluation = Evaluation(
                    job: names[evaluation.job] ?? evaluation.job, split: evaluation.split, measures: evaluation.measures,
                    saliency: evaluation.saliency, analysis: evaluation.analysis)
                return .evaluated(event)
            case .searched(var event):
                guard let settings = event.settings, let data = sweep.spec.seeds.first.map({ sweep.job(.IR, nu: 1, seed: $0).data })
                else { return .searched(event) }
                event.search = change(
                    NuSearchUnit(
                        data: data, group: event.group, regulariser: event.regulariser, settings: settings,
                        seeds: sweep.spec.seeds, training: sweep.spec.training, saliency: sweep.spec.saliency
                    ).id)
                return .searched(event)
            default: return event
            }
        }
    }

    static func html(_ record: SweepRecord, source: String? = nil, provenance: String? = nil, curves: CurvesArchive? = nil) -> String {
        Report(record, figures: PaperFigures.all(record), curves: curves, source: source, provenance: provenance).html
    }
}
