import Core

/// Tells once what is wrong with the learning curves of a results folder, as soon as that is known.
struct CurvesNotice {
    private let check: CurvesCheck
    private let plan: SweepPlan
    private var isTold = false

    init(_ check: CurvesCheck, _ plan: SweepPlan) {
        self.check = check
        self.plan = plan
    }

    /// - Parameters:
    ///   - seconds: to wait for it at most; nil until it is known.
    ///   - before: called before anything is printed.
    mutating func tell(within seconds: Double?, before: () -> Void = {}) {
        guard !isTold else { return }
        let lines: [String]
        do throws(JournalError) {
            guard let findings = try check.found(within: seconds) else { return }
            lines = findings.damage.map { "warning: \($0)" } + missing(findings).map { "warning: \($0)" }
        } catch {
            lines = ["warning: \(error)"]
        }
        isTold = true
        guard !lines.isEmpty else { return }
        before()
        for line in lines { StandardError.print(line) }
    }

    private func missing(_ findings: CurvesCheck.Findings) -> [String] {
        let missing = MissingCurves(count: findings.missing, examples: findings.examples)
        let text = missing.text("figures and reports leave them out; nothing else depends on them") { plan.label(of: $0) }
        return text.map { [$0] } ?? []
    }
}
