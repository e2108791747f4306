extension SweepPlan {
    /// How far a search is that was followed as far as it goes.
    func progress(of unit: NuSearchUnit, _ search: SearchRun) -> SearchProgress {
        var progress = SearchProgress(label(of: unit), unit.settings)
        for probe in search.path { progress.note(probe) }
        if let outcome = search.outcome { progress.end(outcome) }
        return progress
    }
}
