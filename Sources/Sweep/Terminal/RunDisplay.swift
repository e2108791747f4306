import Core
import Synchronization

/// Shows a run: a line for everything that ends, and on a terminal below them, redrawn in place,
/// what each lane does and how far the whole is.
final class RunDisplay: Sendable {
    private struct Lane {
        var job: String
        var doing: String
    }

    private struct State {
        /// Knows what people call jobs and searches.
        let plan: SweepPlan
        var lanes: [Lane?]
        var finished = 0
        var failed = 0
        var drawnLines = 0
        /// Worked on before their search asked; their ends are not shown.
        var speculative: Set<Job> = []

        func name(_ job: Job) -> String { plan.label(of: job) + (speculative.contains(job) ? "  (speculative)" : "") }

        mutating func clear(_ lane: Int, of job: Job) {
            // Of a job that was used, the lane may long be doing something else.
            if lanes[lane]?.job == name(job) { lanes[lane] = nil }
        }
    }

    private let start = ContinuousClock.now
    private let isInteractive: Bool
    private let state: Mutex<State>

    init(_ plan: SweepPlan, lanes: Int, isInteractive: Bool) {
        self.isInteractive = isInteractive
        state = Mutex(State(plan: plan, lanes: .init(repeating: nil, count: lanes)))
    }

    private var elapsed: Double { start.duration(to: .now) / .seconds(1) }

    func show(_ event: RunEvent) {
        state.withLock { state in
            switch event {
            case .trainingStarted(let job, let lane):
                state.lanes[lane] = Lane(job: state.name(job), doing: "starting")
            case .resumed(let job, let lane, let epoch):
                state.lanes[lane] = Lane(job: state.name(job), doing: "going on after epoch \(epoch)")
                log("\(state.plan.label(of: job)): going on after epoch \(epoch)", &state)
            case .checkpointed(let job, _, let epoch, let isStopping):
                if isStopping { log("\(state.plan.label(of: job)): checkpoint after epoch \(epoch)", &state) }
            case .checkpointProblem(let job, let reason): log("\(state.plan.label(of: job)): \(reason)", &state)
            case .epochDone(let job, let lane, let report, let epochs):
                let regulariser = report.regulariser.map { "  R \(Text.decimals($0, 4))" } ?? ""
                state.lanes[lane] = Lane(
                    job: state.name(job),
                    doing: "\(report.epoch)/\(epochs)  validation \(Text.percent(report.validationAccuracy))  "
                        + "loss \(Text.decimals(report.crossEntropy, 4))\(regulariser)")
            case .measuringStarted(let job, let split, let lane, let samples):
                state.lanes[lane] = Lane(job: state.name(job), doing: "measuring \(samples) \(split.rawValue) samples")
            case .measuring(let job, let split, let lane, let done):
                state.lanes[lane] = Lane(job: state.name(job), doing: "measured \(done) \(split.rawValue) samples")
            case .measuringResumed(let job, let split, let lane, let done, let total):
                let text = "measuring \(split.rawValue) goes on after \(Reason.progress(done, of: total))"
                state.lanes[lane] = Lane(job: state.name(job), doing: text)
                log("\(state.plan.label(of: job)): \(text)", &state)
            case .measuringCheckpointed(let job, let split, _, let done, let total, let isStopping):
                guard isStopping else { return }
                log(
                    "\(state.plan.label(of: job)): checkpoint of measuring \(split.rawValue) after \(Reason.progress(done, of: total))",
                    &state)
            case .analysing(let job, let analysis, let lane, let done, let all):
                let progress = all > 0 ? " \(done)/\(all)" : ""
                state.lanes[lane] = Lane(job: state.name(job), doing: analysis.rawValue + progress)
            case .analysisResumed(let job, let analysis, let lane, let progress):
                let text = "\(analysis.rawValue) goes on after \(progress)"
                state.lanes[lane] = Lane(job: state.name(job), doing: text)
                log("\(state.plan.label(of: job)): \(text)", &state)
            case .analysisCheckpointed(let job, let analysis, _, let progress, let isStopping):
                guard isStopping else { return }
                log("\(state.plan.label(of: job)): checkpoint of \(analysis.rawValue) after \(progress)", &state)
            case .trained(let event):
                state.clear(event.place.lane, of: event.job)
                guard !state.speculative.contains(event.job) else { return }
                state.finished += 1
                log(
                    "\(state.plan.label(of: event.job)): trained in \(Text.duration(event.seconds)), best epoch \(event.bestEpoch), "
                        + Text.percent(event.validationAccuracy), &state)
            case .measured(let job, let event):
                state.clear(event.place.lane, of: job)
                guard !state.speculative.contains(job) else { return }
                log("\(state.plan.label(of: job)): \(found(event))", &state)
            case .failed(let event):
                state.clear(event.place.lane, of: event.job)
                guard !state.speculative.contains(event.job) else { return }
                state.failed += 1
                log("FAILED \(state.plan.label(of: event.job)): \(event.stage): \(event.reason)", &state)
            case .retrying(let job, let retry, let retries):
                guard !state.speculative.contains(job) else { return }
                state.failed -= 1
                log("\(state.plan.label(of: job)): trying again (retry \(retry) of \(retries))", &state)
            case .probed(let unit, let probe):
                log("\(state.plan.label(of: unit)): \(Self.describe(probe, unit.settings))", &state)
            case .searched(let unit, let outcome):
                log("\(state.plan.label(of: unit)): \(outcome.name): \(outcome.explanation(unit.settings))", &state)
            case .speculative(let job): state.speculative.insert(job)
            case .used(let job):
                for (lane, shown) in state.lanes.enumerated() where shown?.job == state.name(job) {
                    state.lanes[lane]?.job = state.plan.label(of: job)
                }
                state.speculative.remove(job)
            case .unused(let job):
                for lane in state.lanes.indices { state.clear(lane, of: job) }
                state.speculative.remove(job)
            case .damagedModel(let job, let reason):
                log("\(state.plan.label(of: job)): training again, since its model cannot be used: \(reason)", &state)
            case .stopping(let reason): log("stopping: \(reason)", &state)
            }
        }
    }

    /// A line above the live part.
    func note(_ text: String) { state.withLock { log(text, &$0) } }

    /// Draws the live part anew.
    func redraw(secondsLeft: Double, searchesLeft: Int) {
        guard isInteractive else { return }
        state.withLock { state in
            let width = Terminal.width
            var lines = state.lanes.enumerated().map { index, lane in
                " \(index)  " + (lane.map { "\($0.job)  \($0.doing)" } ?? "–")
            }
            let searches = searchesLeft > 0 ? ", \(Text.count(searchesLeft, "ν search", "ν searches")) under way" : ""
            lines.append(
                " \(Text.duration(elapsed))  about \(Text.duration(secondsLeft)) left\(searches)  trained \(state.finished)"
                    + (state.failed > 0 ? "  failed \(state.failed)" : ""))
            Terminal.write(
                erase(state.drawnLines) + lines.map { $0.cut(to: width - 1) + "\n" }.joined())
            state.drawnLines = lines.count
        }
    }

    /// Takes the live part away.
    func end() {
        state.withLock { state in
            Terminal.write(erase(state.drawnLines))
            state.drawnLines = 0
        }
    }

    private func log(_ text: String, _ state: inout State) {
        let stamp = Text.duration(elapsed)
        let pad = String(repeating: " ", count: max(0, 10 - stamp.count))
        Terminal.write(erase(state.drawnLines) + "\(pad)\(stamp)  \(text)\n")
        state.drawnLines = 0
    }

    private func erase(_ lines: Int) -> String { lines > 0 ? "\u{1B}[\(lines)A\r\u{1B}[J" : "" }

    private func found(_ event: EvaluatedEvent) -> String {
        guard let analysis = event.evaluation.analysis?.analysis else {
            return "\(event.evaluation.split.rawValue) \(values(event.measurements))"
        }
        return "\(analysis.rawValue) done in \(Text.duration(event.seconds))"
    }

    private func values(_ measurements: Measurements) -> String {
        Measure.allCases.compactMap { measure in
            measurements[measure].map {
                measure == .accuracy ? "accuracy \(Text.percent($0))" : "\(measure.rawValue) \(Text.decimals($0, 4))"
            }
        }.joined(separator: "  ")
    }

    private static func describe(_ probe: Probe, _ settings: NuSearchSettings) -> String {
        let name = settings.measure.rawValue
        let mean = probe.mean.map { Text.decimals($0, 4) } ?? "no value"
        let spread = probe.std.map { " ± \(Text.decimals($0, 4))" } ?? ""
        let threshold = SpecWriter.number(settings.threshold)
        let verdict =
            switch probe.passes(settings.threshold) {
            case true?: "reaches \(threshold)"
            case false?: "is below \(threshold)"
            case nil: "is no answer"
            }
        return "ν=\(SpecWriter.number(probe.nu)): \(name) \(mean)\(spread) \(verdict) "
            + "(\(probe.seedsFinished) of \(probe.seedsAsked) seeds)"
    }
}
