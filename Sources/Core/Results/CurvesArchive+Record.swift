extension CurvesArchive {
    /// The trained networks of a record that have none here.
    public func missing(_ record: SweepRecord) -> MissingCurves {
        var missing = MissingCurves()
        for job in record.jobs where job.training != nil && job.job.training.epochs > 0 && !contains(job.id) {
            missing.add(job.job)
        }
        return missing
    }
}
