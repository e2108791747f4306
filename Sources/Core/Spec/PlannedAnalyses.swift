/// Which analyses a sweep makes of which networks.
struct PlannedAnalyses: Sendable, Equatable {
    /// Of one data set that networks are trained on.
    private struct Scope: Sendable, Equatable {
        var requests: [AnalysisRequest]
        /// The seeds of the parts with that data, in their order.
        var seeds: [UInt64]
        /// Proposition 3.1 is about data and group alone: it is looked at once, beside the networks of one method.
        var methods: Set<Method>
    }

    private var scopes: [DataIdentity: Scope] = [:]
    private let options: AnalysisOptions

    var isEmpty: Bool { scopes.isEmpty }

    init(_ spec: SweepSpec, _ identities: DataIdentities) {
        options = spec.options
        guard !spec.analyses.isEmpty else { return }
        for part in spec.parts {
            let data = identities[part.data]
            let method = part.methods.contains(.DA) ? .DA : part.methods.first ?? .DA
            if var scope = scopes[data] {
                scope.seeds += part.seeds.filter { !scope.seeds.contains($0) }
                scope.methods.insert(method)
                scopes[data] = scope
                continue
            }
            let other = identities[spec.driftRequest(from: part.data)]
            scopes[data] = Scope(
                requests: spec.analyses.map { Self.request($0, spec.options, other) }, seeds: part.seeds,
                methods: [method])
        }
    }

    private static func request(
        _ analysis: Analysis, _ options: AnalysisOptions, _ other: DataIdentity
    ) -> AnalysisRequest {
        switch analysis {
        case .layers: .layers(options.layers)
        case .drift: .drift(options.drift, with: other)
        case .latent: .latent(options.latent)
        case .saliencyMaps: .saliencyMaps(options.saliencyMaps)
        case .decay: .decay(options.decay)
        }
    }

    /// - Parameter id: of the job.
    func evaluations(of job: Job, id: String, _ saliency: SaliencyOptions) -> [Evaluation] {
        guard let scope = scopes[job.data] else { return [] }
        return scope.requests.filter { isAsked($0, of: job, scope) }.map {
            Evaluation(job: id, split: .test, measures: [], saliency: saliency, analysis: $0)
        }
    }

    private func isAsked(_ request: AnalysisRequest, of job: Job, _ scope: Scope) -> Bool {
        switch request {
        case .layers, .drift: true
        case .latent(let options): scope.seeds.prefix(options.seeds).contains(job.seed)
        case .saliencyMaps(let options): scope.seeds.prefix(options.seeds).contains(job.seed)
        case .decay: scope.methods.contains(job.method)
        }
    }
}
