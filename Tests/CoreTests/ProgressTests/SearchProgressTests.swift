import Testing

@testable import Core

/// How far the searches of a plan are, by what is recorded.
@Suite struct SearchProgressTests {
    @Test func `a search is replayed over the journal`() throws {
        let example = try ProgressExample()
        let (plan, unit) = (example.plan, example.unit)
        func known(_ values: [(nu: Double, si: Double)]) -> KnownResults {
            let events = values.flatMap { nu, si in
                unit.jobs(nu: nu).flatMap { job -> [JournalEvent] in
                    let place = LaneRecord(lane: 0, processors: "0")
                    let evaluation = unit.evaluation(of: job)
                    return [
                        .trained(
                            TrainedEvent(
                                id: job.id, job: job, bestEpoch: 1, validationAccuracy: 0.5, crossEntropy: [],
                                regulariser: [], accuracy: [], seconds: 1, place: place)),
                        .evaluated(
                            EvaluatedEvent(
                                id: evaluation.id, evaluation: evaluation,
                                measurements: Measurements(samples: 1, values: ["SI": si]), seconds: 1, place: place)),
                    ]
                }
            }
            return KnownResults(events: events, hasModel: { _ in true })
        }
        let nothing = try #require(plan.searchProgress(known: known([]), retries: 2).first)
        #expect(nothing.probes.isEmpty && nothing.trying == 10 && nothing.outcome == nil)
        let one = try #require(plan.searchProgress(known: known([(10, 0.25)]), retries: 2).first)
        #expect(one.probes.map(\.nu) == [10] && one.low == 10)
        let next = try #require(one.trying)
        // Within a factor of 4 of 10; 100 confirms it.
        let all = try #require(
            plan.searchProgress(known: known([(10, 0.25), (next, 0.75), (100, 0.9)]), retries: 2).first)
        #expect(all.outcome == "passed" && all.nu == next && all.probes.count == 3)
    }

    @Test func `a probe without an answer is no end of the bracket`() {
        var settings = NuSearchSettings()
        (settings.from, settings.to) = (1, 100)
        let fixed = settings
        func progress(_ probes: [(nu: Double, mean: Double?)]) -> SearchProgress {
            var progress = SearchProgress("R4 IR logit", fixed)
            for (nu, mean) in probes {
                progress.note(Probe(nu: nu, mean: mean, seedsFinished: mean == nil ? 1 : 2, seedsAsked: 2))
            }
            return progress
        }
        #expect(progress([(1, 0.5), (10, nil), (100, 0.97)]).low == 1)
        #expect(progress([(1, 0.5), (10, nil), (100, 0.97)]).high == 100)
        #expect(progress([(10, nil)]).low == nil && progress([(10, nil)]).high == nil)
        // What passes below what nobody knows is not the end either.
        #expect(progress([(1, 0.5), (10, 0.96), (100, nil)]).high == nil)
        #expect(progress([(1, 0.5), (10, 0.96), (100, 0.97)]).low == 1)
    }
}
