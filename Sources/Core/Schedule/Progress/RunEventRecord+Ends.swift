extension RunEventRecord {
    /// The first record of a process: what is run, and where. A run that goes on after a crash has one more.
    /// - Parameters:
    ///   - folder: its path.
    ///   - earlier: how many processes the same run had before.
    public static func begun(
        _ spec: SweepSpec, folder: String, outline: SweepOutline, lanes: Int, earlier: Int
    ) -> RunEventRecord {
        var record = RunEventRecord("begun", 0)
        record.fields.merge([
            "sweep": .text(spec.name), "results": .text(folder), "done": .integer(outline.done),
            "missing": .integer(outline.missing), "searches": .integer(outline.searches), "lanes": .integer(lanes),
            "earlier_processes": .integer(earlier),
        ]) { $1 }
        return record
    }

    /// The last record of a run.
    /// - Parameters:
    ///   - status: the process's.
    ///   - again: the command to go on with.
    public static func ended(status: Int32, again: String, at seconds: Double) -> RunEventRecord {
        var record = RunEventRecord("ended", seconds)
        record.fields.merge(["status": .integer(Int(status)), "command": .text(again)]) { $1 }
        return record
    }

    /// As above, of a run that can tell more.
    /// - Parameters:
    ///   - isComplete: whether nothing is missing but what failed.
    ///   - refusal: what could not be written; nil where all was.
    ///   - failures: those that count at the end, of earlier runs too where they are not tried again.
    public static func ended(
        status: Int32, again: String, at seconds: Double, progress: RunProgress, isComplete: Bool, refusal: String?,
        failures: [(event: FailedEvent, isGivenUp: Bool)], outcomes: [(unit: NuSearchUnit, outcome: SearchOutcome?)],
        plan: SweepPlan
    ) -> RunEventRecord {
        var record = ended(status: status, again: again, at: seconds)
        record.fields.merge([
            "trained": .integer(progress.trained), "measured": .integer(progress.measured), "complete": .bool(isComplete),
            "failures": .array(
                failures.map { event, isGivenUp in
                    .object([
                        "job": .text(plan.label(of: event.job)), "id": .text(event.id), "kind": .text(event.kind.rawValue),
                        "stage": .text(event.stage), "reason": .text(event.reason), "given_up": .bool(isGivenUp),
                    ])
                }),
            "outcomes": .array(
                outcomes.map { unit, outcome in
                    var fields: [String: JSONValue] = ["search": .text(plan.label(of: unit))]
                    if let outcome {
                        for (key, value) in Self.fields(outcome, unit) { fields[key] = value }
                    }
                    return .object(fields)
                }),
        ]) { $1 }
        record.fields["refusal"] = refusal.map(JSONValue.text)
        return record
    }
}
