import Core

/// What a run's log says of an event, in words.
struct RunWords: Sendable {
    let plan: SweepPlan

    /// Columns before a line of a live run: the time since its begin.
    static let indent = 12

    /// A line of a live run as the terminal's lines, without what stands before.
    static func lines(_ text: String, columns: Int) -> [String] {
        // One less: a terminal that has written its last column may go to the next line.
        text.broken(to: max(16, columns - 1 - indent))
    }

    /// Nil for what has no line of its own.
    /// - Parameter isAhead: whether the event's job is worked on before its search asked for it: then nothing of it
    ///   counts yet, and what is told of it says so, as its lane does.
    func line(_ event: RunEvent, isAhead: (Job) -> Bool) -> String? {
        func name(_ job: Job) -> String { LaneLabel(text: plan.label(of: job), isAhead: isAhead(job)).whole }
        return switch event {
        case .resumed(let job, _, let epoch): "\(name(job)): going on after epoch \(epoch)"
        case .checkpointed(let job, _, let epoch, let isStopping):
            isStopping ? "\(name(job)): checkpoint after epoch \(epoch)" : nil
        case .checkpointProblem(let job, let reason): "\(name(job)): \(reason)"
        case .measuringResumed(let job, let split, _, let done, let all):
            "\(name(job)): measuring \(split.rawValue) goes on after \(Reason.progress(done, of: all))"
        case .measuringCheckpointed(let job, let split, _, let done, let all, let isStopping):
            isStopping
                ? "\(name(job)): checkpoint of measuring \(split.rawValue) after \(Reason.progress(done, of: all))" : nil
        case .analysisResumed(let job, let analysis, _, let progress):
            "\(name(job)): \(analysis.rawValue) goes on after \(progress)"
        case .analysisCheckpointed(let job, let analysis, _, let progress, let isStopping):
            isStopping ? "\(name(job)): checkpoint of \(analysis.rawValue) after \(progress)" : nil
        case .trained(let event):
            isAhead(event.job)
                ? nil
                : "\(name(event.job)): trained in \(Text.duration(event.seconds)), best epoch \(event.bestEpoch), "
                    + Text.percent(event.validationAccuracy)
        case .measured(let job, let event): isAhead(job) ? nil : "\(name(job)): \(found(event))"
        case .failed(let event):
            isAhead(event.job) ? nil : "FAILED \(name(event.job)): \(event.stage): \(event.reason)"
        case .retrying(let job, let retry, let retries):
            isAhead(job) ? nil : "\(name(job)): trying again (retry \(retry) of \(retries))"
        case .probed(let unit, let probe): "\(plan.label(of: unit)): \(Self.text(probe, unit.settings))"
        case .searched(let unit, let outcome):
            "\(plan.label(of: unit)): \(outcome.name): \(outcome.explanation(unit.settings))"
        case .damagedModel(let job, let reason): "\(name(job)): training again, since its model cannot be used: \(reason)"
        case .stopping(let reason): "stopping: \(reason)"
        case .trainingStarted, .epochDone, .measuringStarted, .measuring, .analysing, .speculative, .used, .unused: nil
        }
    }

    /// A checkpoint of work ahead that nobody wants any more: it would read as if something were left to do.
    static func isOfNoInterest(_ event: RunEvent, isDropped: (Job) -> Bool) -> Bool {
        switch event {
        case .checkpointed(let job, _, _, _), .measuringCheckpointed(let job, _, _, _, _, _), .analysisCheckpointed(let job, _, _, _, _):
            isDropped(job)
        default: false
        }
    }

    private func found(_ event: EvaluatedEvent) -> String {
        if let analysis = event.evaluation.analysis {
            return "\(analysis.analysis.rawValue) done in \(Text.duration(event.seconds))"
        }
        let values = Measure.allCases.compactMap { measure in
            event.measurements[measure].map {
                measure == .accuracy ? "accuracy \(Text.percent($0))" : "\(measure.rawValue) \(measure.shortText($0))"
            }
        }
        return "\(event.evaluation.split.rawValue) \(values.joined(separator: "  "))"
    }

    private static func text(_ probe: Probe, _ settings: NuSearchSettings) -> String {
        let name = settings.measure.rawValue
        let seeds = probe.seedsFinished == probe.seedsAsked
            ? "(\(probe.seedsAsked.of("seed")))" : "(\(probe.seedsFinished) of \(probe.seedsAsked) seeds)"
        guard let value = probe.mean else { return "ν=\(SpecWriter.number(probe.nu)): \(name) cannot be told \(seeds)" }
        let mean = settings.measure.shortText(value)
        let spread = probe.std.map { " ± \(settings.measure.shortText($0, like: value))" } ?? ""
        let threshold = SpecWriter.number(settings.threshold)
        let verdict =
            switch probe.passes(settings.threshold) {
            case true?: "reaches \(threshold)"
            case false?: "is below \(threshold)"
            case nil: "decides nothing"
            }
        return "ν=\(SpecWriter.number(probe.nu)): \(name) \(mean)\(spread) \(verdict) \(seeds)"
    }
}
