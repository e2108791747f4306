extension SweepRunner {
    /// Seconds that lanes had spent, when this run began, on what the sweep has and this run need not do; 0 before
    /// `start`. For showing it only.
    public var secondsBefore: Double { state.withLock(\.secondsBefore) }

    /// As of now: to be asked before anything is begun.
    func secondsDone(_ state: State) -> Double {
        // Of what is to be done there is a part.
        let begun = checkpoints.seconds.reduce(0) { $0 + (state.outstanding.contains($1.key) ? $1.value : 0) }
        guard !state.known.isEmpty else { return begun }
        var seconds = begun + plan.jobs.indices.reduce(0) { sum, index in
            sum + state.known.seconds(plan.ids[index], plan.evaluationIDs[index])
                + state.known.seconds(of: plan.analyses(at: index))
        }
        for search in state.searches {
            for nu in search.path.map(\.nu) + [search.pending?.nu].compactMap(\.self) {
                for job in search.unit.jobs(nu: nu) {
                    seconds += state.known.seconds(job.packedID, search.unit.evaluation(of: job).packedID)
                    if search.outcome?.nu == nu { seconds += state.known.seconds(of: plan.evaluations(of: job)) }
                }
            }
        }
        return seconds
    }
}

extension KnownResults {
    fileprivate var isEmpty: Bool { trained.isEmpty && evaluated.isEmpty }

    /// Of a job's training and of one measuring, as far as they are done.
    fileprivate func seconds(_ job: PackedID, _ evaluation: PackedID) -> Double {
        (trained.seconds(job) ?? 0) + (evaluated[evaluation]?.seconds ?? 0)
    }

    fileprivate func seconds(of evaluations: [Evaluation]) -> Double {
        evaluations.reduce(0) { $0 + (evaluated[$1.packedID]?.seconds ?? 0) }
    }
}
