import Dispatch

/// The ids of a plan's jobs and of their measurings.
enum PlanIdentities {
    /// Jobs that one core hashes in about a millisecond.
    private static let chunk = 1024

    static func of(
        _ jobs: [Job], data: DataIdentity, training: TrainingParameters, measures: [Measure], saliency: SaliencyOptions
    ) -> (jobs: [PackedID], evaluations: [PackedID]) {
        let none = PackedID(bits: 0)
        var ids = [PackedID](repeating: none, count: jobs.count)
        var evaluations = ids
        let jobWriter = JobIdentityWriter(data: data, training: training)
        let evaluationWriter = EvaluationIdentityWriter(split: .test, measures: measures, saliency: saliency)
        ids.withUnsafeMutableBufferPointer { ids in
            evaluations.withUnsafeMutableBufferPointer { evaluations in
                // Each chunk writes its own places.
                nonisolated(unsafe) let (ids, evaluations) = (ids, evaluations)
                DispatchQueue.concurrentPerform(iterations: (jobs.count + chunk - 1) / chunk) { part in
                    var (jobWriter, evaluationWriter) = (jobWriter, evaluationWriter)
                    for index in part * chunk ..< min((part + 1) * chunk, jobs.count) {
                        ids[index] = jobWriter.id(jobs[index])
                        evaluations[index] = evaluationWriter.id(job: ids[index].text)
                    }
                }
            }
        }
        return (ids, evaluations)
    }
}
