/// What the data requests of a sweep come to, each after any fallback.
public struct DataIdentities: Sendable, Equatable {
    private var found: [DataRequest: DataIdentity] = [:]

    /// Of no data.
    public init() {}

    /// Of requests with what each turned out to be.
    public init(_ identities: some Sequence<(DataRequest, DataIdentity)>) {
        for (request, identity) in identities { found[request] = identity }
    }

    /// Of a request that nobody resolved: its name, without content.
    public subscript(request: DataRequest) -> DataIdentity {
        get { found[request] ?? DataIdentity(dataset: request.source, digest: "", request: request) }
        set { found[request] = newValue }
    }
}

extension SweepSpec {
    /// The data that networks are trained on: one request for each kind of part, in their order.
    public var dataRequests: [DataRequest] {
        var requests: [DataRequest] = []
        for part in parts where !requests.contains(part.data) { requests.append(part.data) }
        return requests
    }

    /// D₂ of the drift from data of this request.
    public func driftRequest(from request: DataRequest) -> DataRequest {
        var other = request
        other.source = options.drift.with
        other.fallback = options.drift.fallback
        return other
    }

    /// All that is read: what networks are trained on first, then what they are measured on besides.
    public var allDataRequests: [DataRequest] {
        var requests = dataRequests
        guard analyses.contains(.drift) else { return requests }
        for request in dataRequests.map(driftRequest) where !requests.contains(request) { requests.append(request) }
        return requests
    }
}
