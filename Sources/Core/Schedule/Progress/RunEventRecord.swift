import Foundation

/// An event of a run as one line of JSON, for programs that watch it (`sweep run --json`). Keys are the columns'
/// names of the tables where there are such.
public struct RunEventRecord: Sendable {
    var fields: [String: JSONValue]

    /// Compact, keys sorted, without a newline.
    public var line: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(JSONValue.object(fields)) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }

    init(_ event: String, _ seconds: Double) {
        let rounded = (seconds * 1000).rounded() / 1000
        fields = [
            "event": .text(event), "seconds": .number(rounded), "time": .text(Date.now.formatted(.iso8601)),
        ]
    }

    /// A sentence for people.
    public static func message(_ text: String, at seconds: Double) -> RunEventRecord {
        var record = RunEventRecord("message", seconds)
        record.fields["text"] = .text(text)
        return record
    }

    /// - Parameters:
    ///   - seconds: since the run began.
    ///   - isAhead: whether a job is worked on before its search asked for it.
    ///   - plan: knows what people call jobs and searches.
    public init(_ event: RunEvent, at seconds: Double, isAhead: (Job) -> Bool, plan: SweepPlan) {
        func name(_ unit: NuSearchUnit) -> String { plan.label(of: unit) }
        func record(_ kind: String, _ job: Job, _ more: [String: JSONValue?] = [:]) -> RunEventRecord {
            var record = RunEventRecord(kind, seconds)
            record.fields["job"] = .text(plan.label(of: job))
            record.fields["id"] = .text(job.id)
            if isAhead(job) { record.fields["ahead"] = .bool(true) }
            for (key, value) in more { record.fields[key] = value }
            return record
        }
        self =
            switch event {
            case .trainingStarted(let job, let lane): record("started", job, ["lane": .integer(lane)])
            case .resumed(let job, let lane, let epoch):
                record("resumed", job, ["lane": .integer(lane), "epoch": .integer(epoch)])
            case .epochDone(let job, let lane, let report, let epochs):
                record(
                    "epoch", job,
                    [
                        "lane": .integer(lane), "epoch": .integer(report.epoch), "epochs": .integer(epochs),
                        "cross_entropy": Self.number(report.crossEntropy), "regulariser": report.regulariser.map(Self.number),
                        "validation_accuracy": Self.number(report.validationAccuracy),
                        "sigma_max": report.sigmaMax.map(Self.number),
                    ])
            case .trained(let event):
                record(
                    "trained", event.job,
                    [
                        "lane": .integer(event.place.lane), "best_epoch": .integer(event.bestEpoch),
                        "validation_accuracy": Self.number(event.validationAccuracy), "job_seconds": Self.number(event.seconds),
                    ])
            case .measuringStarted(let job, let split, let lane, let samples):
                record("measuring", job, Self.chunk(split, lane, 0, samples))
            case .measuring(let job, let split, let lane, let done): record("measuring", job, Self.chunk(split, lane, done, nil))
            case .measuringResumed(let job, let split, let lane, let done, let all):
                record("measuring_resumed", job, Self.chunk(split, lane, done, all))
            case .measuringCheckpointed(let job, let split, let lane, let done, let all, _):
                record("checkpoint", job, Self.chunk(split, lane, done, all))
            case .measured(let job, let event):
                record(
                    "measured", job,
                    [
                        "split": .text(event.evaluation.split.rawValue),
                        "analysis": event.evaluation.analysis.map { .text($0.analysis.rawValue) },
                        "values": .object(event.measurements.values.mapValues(Self.number)),
                        "job_seconds": Self.number(event.seconds),
                    ])
            case .analysing(let job, let analysis, let lane, let done, let all):
                record(
                    "analysing", job,
                    ["analysis": .text(analysis.rawValue), "lane": .integer(lane), "step": .integer(done), "steps": .integer(all)])
            case .analysisResumed(let job, let analysis, let lane, let progress):
                record("analysis_resumed", job, Self.step(analysis, lane, progress))
            case .analysisCheckpointed(let job, let analysis, let lane, let progress, _):
                record("checkpoint", job, Self.step(analysis, lane, progress))
            case .failed(let event):
                record(
                    "failed", event.job,
                    [
                        "kind": .text(event.kind.rawValue), "stage": .text(event.stage), "reason": .text(event.reason),
                        "epoch": event.epoch.map(JSONValue.integer),
                    ])
            case .retrying(let job, let retry, let retries):
                record("retrying", job, ["retry": .integer(retry), "retries": .integer(retries)])
            case .probed(let unit, let probe): Self.search("probed", name(unit), seconds, Self.fields(probe))
            case .searched(let unit, let outcome):
                Self.search("searched", name(unit), seconds, Self.fields(outcome, unit))
            case .speculative(let job): record("ahead", job)
            case .used(let job): record("used", job)
            case .unused(let job): record("unused", job)
            case .damagedModel(let job, let reason): record("damaged_model", job, ["reason": .text(reason)])
            case .checkpointed(let job, let lane, let epoch, _):
                record("checkpoint", job, ["lane": .integer(lane), "epoch": .integer(epoch)])
            case .checkpointProblem(let job, let reason): record("checkpoint_problem", job, ["reason": .text(reason)])
            case .stopping(let reason): Self.stopping(reason, seconds)
            }
    }

    private static func stopping(_ reason: String, _ seconds: Double) -> RunEventRecord {
        var record = RunEventRecord("stopping", seconds)
        record.fields["reason"] = .text(reason)
        return record
    }

    private static func search(
        _ kind: String, _ name: String, _ seconds: Double, _ more: [String: JSONValue?]
    ) -> RunEventRecord {
        var record = RunEventRecord(kind, seconds)
        record.fields["search"] = .text(name)
        for (key, value) in more { record.fields[key] = value }
        return record
    }

    private static func fields(_ probe: Probe) -> [String: JSONValue?] {
        [
            "nu": number(probe.nu), "mean": probe.mean.map(number), "std": probe.std.map(number),
            "seeds_finished": .integer(probe.seedsFinished), "seeds_asked": .integer(probe.seedsAsked),
        ]
    }

    static func fields(_ outcome: SearchOutcome, _ unit: NuSearchUnit) -> [String: JSONValue?] {
        [
            "outcome": .text(outcome.name), "explanation": .text(outcome.explanation(unit.settings)),
            "nu": outcome.nu.map(number),
        ]
    }

    private static func step(_ analysis: Analysis, _ lane: Int, _ progress: AnalysisProgress) -> [String: JSONValue?] {
        [
            "analysis": .text(analysis.rawValue), "lane": .integer(lane), "step": .integer(progress.done),
            "steps": .integer(progress.all), "unit": .text(progress.unit.rawValue),
        ]
    }

    private static func chunk(_ split: SplitName, _ lane: Int, _ done: Int, _ all: Int?) -> [String: JSONValue?] {
        ["split": .text(split.rawValue), "lane": .integer(lane), "samples": .integer(done), "of": all.map(JSONValue.integer)]
    }

    /// JSON has no word for what is not finite.
    static func number(_ value: Double) -> JSONValue { value.isFinite ? .number(value) : .text("\(value)") }
}
