extension FaultPlan {
    /// With the jobs of a plan that each label means. A search may ask for any ν.
    public func resolved(_ plan: SweepPlan) -> FaultPlan {
        guard !faults.isEmpty else { return self }
        return FaultPlan(
            faults.map { fault in
                var fault = fault
                fault.jobs = Self.jobs(fault.job, plan)
                return fault
            })
    }

    /// Labels of planned faults that no job of a plan has: most likely written wrongly.
    public func unknownLabels(_ plan: SweepPlan) -> [String] {
        Set(resolved(plan).faults.filter { $0.jobs?.isEmpty ?? false }.map(\.job)).sorted()
    }

    private static func jobs(_ label: String, _ plan: SweepPlan) -> [String] {
        var found = plan.jobs.indices.filter { plan.isName(label, of: plan.jobs[$0]) }.map { plan.ids[$0].text }
        let word = label.split(separator: " ").first { $0.hasPrefix("ν=") }
        if let nu = word.flatMap({ Double($0.dropFirst(2)) }) {
            found += plan.searches.flatMap { $0.jobs(nu: nu) }.filter { plan.isName(label, of: $0) }.map(\.id)
        }
        return found
    }
}
