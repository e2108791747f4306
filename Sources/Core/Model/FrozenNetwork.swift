/// A network that nobody changes any more, so that several lanes may read it at the same time.
struct FrozenNetwork: @unchecked Sendable {
    // @unchecked: whoever freezes a network gives up writing to it; measuring only reads.
    let network: Network

    init(_ network: Network) { self.network = network }
}
