extension SweepPlan {
    /// How far each search is, going by what is recorded alone. In the order of the plan.
    /// - Parameter retries: as in `RunLimits`.
    public func searchProgress(
        known: KnownResults, crashes: CrashHistory = CrashHistory(), retries: Int
    ) -> [SearchProgress] {
        let reasoning = Reasoning(self, known, checkpoints: [:], retries: retries, crashes: crashes)
        return searches.map { progress(of: $0, reasoning.asked($0).search) }
    }

    /// How far a search is that was followed as far as it goes.
    func progress(of unit: NuSearchUnit, _ search: SearchRun) -> SearchProgress {
        var progress = SearchProgress(label(of: unit), unit.settings)
        for probe in search.path { progress.note(probe) }
        if let outcome = search.outcome { progress.end(outcome) }
        return progress
    }
}
