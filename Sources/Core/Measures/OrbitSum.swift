/// A sum over samples and elements of a group, kept once by element and once by the samples' class.
///
/// Two sums and not one table of both: a mean over elements is then formed from the sums per element,
/// in the same order whatever the classes are.
public struct OrbitSum<Value: Numeric & Sendable & Hashable>: Sendable, Hashable {
    /// (G), over all samples; e first.
    public var perElement: [Value]
    /// (C), over the samples of a class and over those elements that the measure is a mean over.
    public var perClass: [Value]

    /// Zeros for |G| elements and C classes.
    public init(order: Int, classes: Int) {
        perElement = [Value](repeating: 0, count: order)
        perClass = [Value](repeating: 0, count: classes)
    }

    /// Adds one sample's value.
    /// - Parameter counts: whether the element is one of those that the measure is a mean over.
    mutating func add(_ value: Value, element: Int, class c: Int, counts: Bool) {
        perElement[element] += value
        if counts { perClass[c] += value }
    }

    /// Adds the sums of the next chunk.
    mutating func add(_ other: OrbitSum) {
        for element in perElement.indices { perElement[element] += other.perElement[element] }
        for c in perClass.indices { perClass[c] += other.perClass[c] }
    }
}
