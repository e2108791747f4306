/// A finite group acting on images by permuting pixels: exact, never interpolated
/// (paper, section 3.1; method: "Groups and orbits").
///
/// (g·x)(p) = x(source_g(p)). Element 0 is the identity.
public struct PermutationGroup: Sendable, Hashable {
    /// What errors and metadata call it: of a `GroupName` the canonical spelling.
    public let name: String
    /// Pixels of a column of the images that it acts on.
    public let height: Int
    /// Pixels of a row.
    public let width: Int
    /// Short names of the elements in their order, for columns: `e`, `r90`, `x12`, ….
    public let elementNames: [String]
    /// (G, P): where each pixel of gx comes from, all elements one after another.
    public let sources: [UInt16]
    /// (G, G): the index of the product ab at a·|G| + b.
    public let products: [Int]
    /// (G): the index of each inverse.
    public let inverses: [Int]

    /// |G|.
    public var order: Int { elementNames.count }
    /// P.
    public var pixels: Int { height * width }

    /// Checks that the permutations are permutations and that they are a group: identity first,
    /// closure, inverses, associativity.
    public init(
        name: String, height: Int, width: Int, elements: [(name: String, source: [Int])]
    ) throws(GroupError) {
        let pixels = height * width
        guard !elements.isEmpty else { throw .empty(group: name) }
        guard pixels <= Int(UInt16.max) + 1 else { throw .imageTooLarge(group: name, pixels: pixels) }
        var index: [[Int]: Int] = [:]
        for (number, element) in elements.enumerated() {
            try Self.checkPermutation(element.source, of: pixels, group: name, element: element.name)
            if let earlier = index.updateValue(number, forKey: element.source) {
                throw .repeated(group: name, element: element.name, earlier: elements[earlier].name)
            }
        }
        guard elements[0].source == Array(0 ..< pixels) else {
            throw .noIdentity(group: name, first: elements[0].name)
        }
        let order = elements.count
        var products: [Int] = []
        products.reserveCapacity(order * order)
        for a in elements {
            for b in elements {
                guard let product = index[a.source.map { b.source[$0] }] else {
                    throw .notClosed(group: name, a: a.name, b: b.name)
                }
                products.append(product)
            }
        }
        var inverses: [Int] = []
        for a in 0 ..< order {
            guard let inverse = (0 ..< order).first(where: { products[a * order + $0] == 0 && products[$0 * order + a] == 0 })
            else { throw .noInverse(group: name, element: elements[a].name) }
            inverses.append(inverse)
        }
        for a in 0 ..< order {
            for b in 0 ..< order {
                for c in 0 ..< order {
                    let left = products[products[a * order + b] * order + c]
                    let right = products[a * order + products[b * order + c]]
                    guard left == right else {
                        throw .notAssociative(
                            group: name, a: elements[a].name, b: elements[b].name, c: elements[c].name)
                    }
                }
            }
        }
        self.name = name
        self.height = height
        self.width = width
        self.products = products
        self.inverses = inverses
        elementNames = elements.map(\.name)
        sources = elements.flatMap { $0.source.map { UInt16($0) } }
    }

    /// The index of ab.
    public func product(_ a: Int, _ b: Int) -> Int { products[a * order + b] }

    /// Where each pixel of gx comes from.
    public func source(of element: Int) -> ArraySlice<UInt16> {
        sources[element * pixels ..< (element + 1) * pixels]
    }

    private static func checkPermutation(
        _ source: [Int], of pixels: Int, group: String, element: String
    ) throws(GroupError) {
        guard source.count == pixels else {
            throw .wrongLength(group: group, element: element, expected: pixels, found: source.count)
        }
        var seen = [Bool](repeating: false, count: pixels)
        for (place, pixel) in source.enumerated() {
            guard pixel >= 0, pixel < pixels else {
                throw .pixelOutside(group: group, element: element, place: place, pixel: pixel, pixels: pixels)
            }
            guard !seen[pixel] else { throw .pixelTwice(group: group, element: element, pixel: pixel) }
            seen[pixel] = true
        }
    }
}

extension PermutationGroup {
    /// The P source pixels of one element, for kernels.
    public func withSource<Result>(of element: Int, _ body: (UnsafePointer<UInt16>) -> Result) -> Result {
        precondition(element >= 0 && element < order, "no such element")
        return sources.withUnsafeBufferPointer { buffer in
            // Never empty: the identity is always there.
            body(buffer.baseAddress.unsafelyUnwrapped + element * pixels)
        }
    }
}
