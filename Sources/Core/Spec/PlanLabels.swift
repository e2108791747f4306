/// What people call jobs and searches. In a sweep with variants many have the same group, method, ν and seed, so
/// the names of the variants that ask for them stand in front: `wide: R4 DA seed 0`.
extension SweepPlan {
    /// The variants that ask for a job, in the order of the sweep file; empty for a sweep without variants.
    public func variants(of job: Job) -> [String] { variants.filter { $0.includes(job) }.map(\.name) }

    /// The variants that ask a question, in the order of the sweep file; empty for a sweep without variants.
    public func variants(of unit: NuSearchUnit) -> [String] { variants.filter { $0.asks(unit) }.map(\.name) }

    /// `wide: R4 DA seed 0`, `base, wide: …`, `base and 3 more: …`; `Job.label` for a sweep without variants.
    public func label(of job: Job) -> String { Self.label(job.label, of: variants(of: job)) }

    /// `wide: R4 IR logit`; as for jobs.
    public func label(of unit: NuSearchUnit) -> String { Self.label(unit.label, of: variants(of: unit)) }

    private static func label(_ text: String, of names: [String]) -> String {
        names.isEmpty ? text : "\(words(names)): \(text)"
    }

    /// `base`, `base, wide`, `base and 3 more`; empty for none.
    public static func words(_ names: [String]) -> String {
        names.count > 2 ? "\(names[0]) and \(names.count - 1) more" : names.joined(separator: ", ")
    }

    /// Whether a text that a person typed means this job: its label with or without variants, or with any
    /// one of them.
    func isName(_ text: String, of job: Job) -> Bool {
        guard text.hasSuffix(job.label) else { return false }
        return text == job.label || text == label(of: job)
            || variants(of: job).contains { text == Self.label(job.label, of: [$0]) }
    }

    /// A form of the sweep, for telling whether it has a job.
    struct Variant: Sendable, Equatable {
        let name: String
        private let spec: SweepSpec
        private let data: DataIdentity
        private let members: SweepSpec.Members

        init(_ spec: SweepSpec, _ data: DataIdentity) {
            name = spec.variant ?? spec.name
            (self.spec, self.data, members) = (spec, data, SweepSpec.Members(spec))
        }

        func includes(_ job: Job) -> Bool {
            members.have(job) && job.data == data && spec.includesForm(of: job)
        }

        func asks(_ unit: NuSearchUnit) -> Bool {
            guard case .smallest(let settings) = spec.nu, settings == unit.settings,
                Set(unit.seeds) == Set(spec.seeds), let seed = spec.seeds.first
            else { return false }
            return includes(unit.job(nu: settings.from, seed: seed))
        }
    }
}
