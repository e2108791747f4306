/// W₁x + b₁ for a chunk's images under every group element, before the ReLU: what of a mixture's forward pass
/// is the same for all β.
///
/// Not Sendable: it belongs to the lane that measures.
final class DriftResponses {
    private let group: PermutationGroup
    private let normalisation: Normalisation
    private let kernels: KernelSet
    private let propagation: Propagation
    private let ink: InkLists

    /// (H) in panels: element g of sample i in row g·`ImageChunk.size` + i, blank images between the elements.
    var values: FloatBuffer { propagation.firstResponses }
    var rows: Int { propagation.inputCapacity }

    /// - Parameter normalisation: of the images.
    init(_ network: Network, group: PermutationGroup, normalisation: Normalisation, kernels: KernelSet) {
        self.group = group
        self.normalisation = normalisation
        self.kernels = kernels
        let rows = group.order * ImageChunk.size
        // Not tied: the blocks of a tied layer are images of the orbit too, and which of them come together
        // is the mixture's affair.
        propagation = Propagation(
            network.layout, normalisation: normalisation, kernels: kernels, rows: rows, tying: nil, training: false)
        propagation.prepare(network)
        ink = InkLists(lists: rows, entries: rows * group.pixels, pixels: group.pixels)
    }

    func compute(_ chunk: ImageChunk) {
        ink.removeAll()
        let inputs = propagation.inputs
        inputs.read(from: ink)
        for element in 0 ..< group.order {
            let row = element * ImageChunk.size
            for i in 0 ..< chunk.count {
                let list = ink.append(
                    chunk.samples.images.pointer(chunk.range.lowerBound + i), under: element, of: group,
                    background: normalisation.background, kernels: kernels)
                inputs.show(list, at: row + i)
            }
            inputs.blank(row + chunk.count ..< row + ImageChunk.size)
        }
        propagation.respondLinearly(rows: rows)
    }
}
