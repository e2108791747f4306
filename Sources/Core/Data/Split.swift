/// Which pooled samples train, test and validate: disjoint, and a function of the set's labels,
/// the sizes and the split seed alone (method: "Data").
public struct Split: Sendable, Hashable {
    /// Indices into the pooled original order (train file, then t10k file), in the shuffled order.
    public var train: [Int32]
    /// As `train`, of the test split.
    public var test: [Int32]
    /// As `train`, of the validation split.
    public var validation: [Int32]

    /// The lists must have no number in common; that is not checked here.
    public init(train: [Int32], test: [Int32], validation: [Int32]) {
        self.train = train
        self.test = test
        self.validation = validation
    }

    /// All samples but those of the class left out, shuffled once by the split seed and cut into
    /// train, test and validation in this order.
    ///
    /// - Throws: `.badRequest` for sizes that make no sense, `.tooFewSamples`.
    public init(of raw: RawDataset, request: DataRequest) throws(DataError) {
        let sizes = [
            ("train", request.train, 1), ("test", request.test, 0), ("validation", request.validation, 0),
        ]
        for (key, size, least) in sizes {
            if size < least { throw .badRequest(key: key, found: size, expected: "at least \(least.of("sample"))") }
            // Their sum must not overflow.
            if size > Int(Int32.max) { throw .badRequest(key: key, found: size, expected: "at most \(Int32.max) samples") }
        }
        var indices = raw.labels.indices.filter { raw.labels[$0] != raw.leftOut }.map { Int32($0) }
        guard request.train + request.test + request.validation <= indices.count else {
            throw .tooFewSamples(
                dataset: raw.name, available: indices.count, train: request.train, test: request.test,
                validation: request.validation)
        }
        var stream = RandomStream(seed: request.splitSeed, purpose: .split)
        stream.shuffle(&indices)
        let testStart = request.train
        let validationStart = testStart + request.test
        self.init(
            train: Array(indices[..<testStart]), test: Array(indices[testStart ..< validationStart]),
            validation: Array(indices[validationStart ..< validationStart + request.validation]))
    }
}
