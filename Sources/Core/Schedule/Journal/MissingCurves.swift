/// Networks that are trained and whose learning curves should be in the journal and are not: they are never made again.
public struct MissingCurves: Sendable, Equatable {
    /// How many there are.
    public var count: Int
    /// The first of them, three at most.
    public var examples: [Job]

    /// None, unless they are given.
    public init(count: Int = 0, examples: [Job] = []) { (self.count, self.examples) = (count, examples) }

    mutating func add(_ job: Job) {
        count += 1
        if examples.count < 3 { examples.append(job) }
    }

    /// A sentence without its full stop; nil where none is missing.
    /// - Parameters:
    ///   - consequence: what is left out for it.
    ///   - label: what people call a job.
    public func text(_ consequence: String, label: (Job) -> String = \.label) -> String? {
        guard count > 0 else { return nil }
        let names = examples.map(label).joined(separator: ", ") + (count > examples.count ? ", …" : "")
        return "the learning curves of \(count.of("network")) are missing (\(names)): \(consequence)"
    }
}
