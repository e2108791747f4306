extension FaultPlan {
    /// Labels of planned faults that no job of a plan has: most likely written wrongly. A search may ask for any ν.
    public func unknownLabels(_ plan: SweepPlan) -> [String] {
        guard !faults.isEmpty else { return [] }
        let wanted = Set(faults.map(\.job))
        var found = Set<String>()
        for job in plan.jobs {
            let label = job.label
            if wanted.contains(label) { found.insert(label) }
        }
        for label in wanted.subtracting(found) {
            guard let nu = label.split(separator: " ").first(where: { $0.hasPrefix("ν=") }).flatMap({ Double($0.dropFirst(2)) })
            else { continue }
            if plan.searches.contains(where: { $0.jobs(nu: nu).contains { $0.label == label } }) { found.insert(label) }
        }
        return wanted.subtracting(found).sorted()
    }
}
