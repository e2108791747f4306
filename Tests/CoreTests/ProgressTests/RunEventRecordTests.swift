import Foundation
import Testing

@testable import Core

/// Events as lines of JSON.
@Suite struct RunEventRecordTests {
    private let example: ProgressExample

    init() throws { example = try ProgressExample() }

    private func object(_ record: RunEventRecord) throws -> [String: Any] {
        #expect(!record.line.contains("\n"))
        let value = try JSONSerialization.jsonObject(with: Data(record.line.utf8))
        let object = try #require(value as? [String: Any])
        #expect(object["event"] is String && object["seconds"] is NSNumber, "\(record.line)")
        let time = try #require(object["time"] as? String)
        #expect(time.count == 20 && time.hasSuffix("Z"), "\(time)")
        return object
    }

    private func object(_ event: RunEvent, isAhead: Bool = false) throws -> [String: Any] {
        try object(RunEventRecord(event, at: 1.23456, isAhead: { _ in isAhead }, plan: example.plan))
    }

    @Test func `every kind of event is one line with a name of its own`() throws {
        let (job, unit) = (example.job, example.unit)
        let progress = AnalysisProgress(.steps, 4, of: 10)
        let events: [(RunEvent, String)] = [
            (.trainingStarted(job, lane: 1), "started"), (.resumed(job, lane: 1, epoch: 3), "resumed"),
            (example.epoch(3, lane: 1), "epoch"), (example.trained(lane: 1), "trained"),
            (.measuringStarted(job, .test, lane: 1, samples: 10), "measuring"),
            (.measuring(job, .test, lane: 1, samplesDone: 5), "measuring"),
            (.measuringResumed(job, .test, lane: 1, samplesDone: 5, of: 10), "measuring_resumed"),
            (.measuringCheckpointed(job, .test, lane: 1, samplesDone: 5, of: 10, isStopping: true), "checkpoint"),
            (example.measured(lane: 1), "measured"), (.analysing(job, .latent, lane: 1, done: 1, all: 9), "analysing"),
            (.analysisResumed(job, .latent, lane: 1, progress), "analysis_resumed"),
            (.analysisCheckpointed(job, .latent, lane: 1, progress, isStopping: false), "checkpoint"),
            (example.failed(job), "failed"), (.retrying(job, retry: 1, of: 2), "retrying"),
            (.probed(unit, example.probe(10, 0.25)), "probed"),
            (.searched(unit, .passed(example.probe(10, 0.25))), "searched"), (.speculative(job), "ahead"),
            (.used(job), "used"), (.unused(job), "unused"), (.damagedModel(job, "gone"), "damaged_model"),
            (.checkpointed(job, lane: 1, epoch: 3, isStopping: true), "checkpoint"),
            (.checkpointProblem(job, "damaged"), "checkpoint_problem"), (.stopping("no space"), "stopping"),
        ]
        for (event, name) in events {
            let found = try object(event)
            #expect(found["event"] as? String == name)
            #expect(found["seconds"] as? Double == 1.235)
            switch name {
            case "probed", "searched": #expect(found["search"] as? String == "R4 IR logit")
            case "stopping": #expect(found["reason"] as? String == "no space")
            default:
                #expect(found["job"] as? String == "R4 DA seed 0", "\(name)")
                #expect(found["id"] as? String == job.id, "\(name)")
            }
        }
    }

    @Test func `values have the names of the tables' columns, and what is not there has none`() throws {
        let epoch = try object(example.epoch(3, lane: 1))
        #expect(epoch["cross_entropy"] as? Double == 0.25 && epoch["validation_accuracy"] as? Double == 0.875)
        #expect(epoch["epoch"] as? Int == 3 && epoch["epochs"] as? Int == 90 && epoch["lane"] as? Int == 1)
        #expect(epoch["regulariser"] == nil && epoch["sigma_max"] == nil && epoch["ahead"] == nil)
        #expect(try object(example.epoch(3, lane: 1), isAhead: true)["ahead"] as? Bool == true)
        let probed = try object(.probed(example.unit, example.probe(10, nil)))
        #expect(probed["nu"] as? Double == 10 && probed["mean"] == nil && probed["seeds_asked"] as? Int == 2)
        let searched = try object(.searched(example.unit, .unreachable(best: example.probe(100, 0.25))))
        #expect(searched["outcome"] as? String == "unreachable within bounds" && searched["nu"] == nil)
    }

    @Test func `what JSON has no number for is a word`() throws {
        #expect(try object(example.epoch(3, lane: 1, loss: .infinity))["cross_entropy"] as? String == "inf")
        let values = try #require(try object(example.measured(lane: 1, ["LI": .nan]))["values"] as? [String: Any])
        #expect(values["LI"] as? String == "nan")
    }

    @Test func `the first and the last record frame a run`() throws {
        let spec = FakeSweep.search { _ in 1 }.spec
        var outline = SweepOutline()
        (outline.done, outline.searches) = (3, 2)
        let begun = try object(.begun(spec, folder: "/r", outline: outline, lanes: 4, earlier: 1))
        #expect(begun["event"] as? String == "begun" && begun["results"] as? String == "/r")
        #expect(begun["done"] as? Int == 3 && begun["earlier_processes"] as? Int == 1)

        var progress = example.progress(lanes: 1)
        progress.note(example.trained(lane: 0), at: 1)
        guard case .failed(let failure) = example.failed(example.job) else { return }
        let ended = try object(
            .ended(
                status: 1, again: "sweep run \"x\"", at: 2, progress: progress, isComplete: true, refusal: nil,
                failures: [(failure, true)], outcomes: [(example.unit, .passed(example.probe(10, 0.75))), (example.unit, nil)],
                plan: example.plan))
        #expect(ended["event"] as? String == "ended" && ended["status"] as? Int == 1 && ended["trained"] as? Int == 1)
        #expect(ended["command"] as? String == "sweep run \"x\"" && ended["complete"] as? Bool == true)
        #expect(ended["refusal"] == nil)
        let failures = try #require(ended["failures"] as? [[String: Any]])
        #expect(failures.map { $0["job"] as? String } == ["R4 DA seed 0"] && failures[0]["given_up"] as? Bool == true)
        let outcomes = try #require(ended["outcomes"] as? [[String: Any]])
        #expect(outcomes.map { $0["outcome"] as? String } == ["passed", nil] && outcomes[0]["nu"] as? Double == 10)
        #expect(try object(.ended(status: 130, again: "x", at: 2))["status"] as? Int == 130)
        #expect(try object(.message("a \"b\"\n", at: 2))["text"] as? String == "a \"b\"\n")
    }
}
