import Foundation

/// What networks are trained and measured on: padded bytes of three disjoint splits, and how a
/// byte becomes a normalised value.
public struct PreparedData: Sendable {
    /// One split: N padded images and their classes.
    public struct Samples: Sendable {
        /// N × (height·width) bytes, padding included.
        public let images: ImageBytes
        /// N classes, each in 0 ..< classCount.
        public let labels: [UInt8]

        /// Samples of the split.
        public var count: Int { labels.count }

        /// There must be a label for every image.
        public init(images: ImageBytes, labels: [UInt8]) {
            precondition(images.count == labels.count, "one label per image")
            self.images = images
            self.labels = labels
        }

        /// The first samples, at most as many as there are.
        func prefix(_ count: Int) -> Samples {
            let count = min(count, self.count)
            return Samples(images: images.prefix(count), labels: Array(labels.prefix(count)))
        }
    }

    /// The set that was really used.
    public let dataset: DatasetName
    /// SHA-256 over its pooled images and labels.
    public let digest: String
    /// What was asked for.
    public let request: DataRequest
    /// The samples of `train`, `test` and `validation` by their pooled index.
    public let split: Split
    /// Pixels of a column, padding included.
    public let height: Int
    /// Pixels of a row, padding included.
    public let width: Int
    /// C.
    public let classCount: Int
    /// What networks are trained on: `request.train` samples.
    public private(set) var train: Samples
    /// What the tables measure: `request.test` samples.
    public private(set) var test: Samples
    /// What chooses the kept epoch, and ν where nothing else is said: `request.validation` samples.
    public private(set) var validation: Samples
    /// How bytes become values; taken from the train split.
    public let normalisation: Normalisation
    /// What a person must be told about how this data came to be.
    public var notices: [DataNotice] = []

    /// Mean of byte/255 over the padded train split.
    public var mean: Double { normalisation.mean }
    /// Population standard deviation of byte/255 over the padded train split.
    public var std: Double { normalisation.std }
    /// P, pixels per padded image.
    public var pixels: Int { height * width }

    /// Cuts, pads and normalises.
    ///
    /// - Throws: `.badRequest`, `.tooFewSamples`.
    public init(_ raw: RawDataset, request: DataRequest) throws(DataError) {
        guard (0 ... Self.largestPad).contains(request.pad) else {
            throw .badRequest(key: "pad", found: request.pad, expected: "0 to \(Self.largestPad) pixels")
        }
        dataset = raw.name
        digest = raw.digest
        self.request = request
        split = try Split(of: raw, request: request)
        height = raw.height + 2 * request.pad
        width = raw.width + 2 * request.pad
        classCount = raw.usedClassCount
        train = Self.samples(split.train, of: raw, pad: request.pad)
        test = Self.samples(split.test, of: raw, pad: request.pad)
        validation = Self.samples(split.validation, of: raw, pad: request.pad)
        normalisation = Normalisation(of: train.images)
    }

    /// The same data with images of its own, allocated and written by the calling thread: for lanes
    /// bound to another NUMA node.
    public func copy() -> PreparedData {
        func copied(_ samples: Samples) -> Samples {
            Samples(images: samples.images.copy(), labels: samples.labels.map { $0 })
        }
        var copy = self
        (copy.train, copy.test, copy.validation) = (copied(train), copied(test), copied(validation))
        return copy
    }

    /// Bytes of the images of all splits.
    public var imageSize: Int { (train.count + test.count + validation.count) * pixels }

    /// More padding than this is surely a slip, and would cost gigabytes.
    public static let largestPad = 64

    private static func samples(_ indices: [Int32], of raw: RawDataset, pad: Int) -> Samples {
        let (height, width) = (raw.height, raw.width)
        let padded = width + 2 * pad
        let pixels = padded * (height + 2 * pad)
        let chunk = 256
        let images = ImageBytes(count: indices.count, pixels: pixels) { base in
            // Each chunk writes its own images and reads what nobody writes.
            nonisolated(unsafe) let base = base
            DispatchQueue.concurrentPerform(iterations: (indices.count + chunk - 1) / chunk) { part in
                withUnsafeTemporaryAllocation(of: UInt8.self, capacity: height * width) { image in
                    guard let source = image.baseAddress else { return }
                    for sample in part * chunk ..< min((part + 1) * chunk, indices.count) {
                        raw.copyImage(Int(indices[sample]), to: source)
                        let target = base + sample * pixels + pad * padded + pad
                        for row in 0 ..< height {
                            (target + row * padded).update(from: source + row * width, count: width)
                        }
                    }
                }
            }
        }
        return Samples(images: images, labels: indices.map { raw.labels[Int($0)] })
    }
}
