/// The saliency of some samples over their orbits under one network: what `saliency_maps` leaves, read back.
public struct SaliencyGallery: Sendable, Equatable {
    /// One gx.
    public struct Picture: Sendable, Equatable {
        /// [side, side]: bytes of gx, 0 … 255.
        public var pixels: [Float]
        /// [side, side]: thresholded and blurred, in the coordinates of gx.
        public var saliency: [Float]
        /// [side, side]: as SI compares it, in the coordinates of x.
        public var aligned: [Float]
        /// Of `aligned` with that of x.
        public var cosine: Double
        /// The class of the largest logit.
        public var predicted: Int

        /// - Parameters:
        ///   - pixels: [side, side], 0 … 255, as long as `saliency` and `aligned`.
        ///   - cosine: of `aligned` with that of x.
        ///   - predicted: the class of the largest logit.
        public init(pixels: [Float], saliency: [Float], aligned: [Float], cosine: Double, predicted: Int) {
            self.pixels = pixels
            self.saliency = saliency
            self.aligned = aligned
            self.cosine = cosine
            self.predicted = predicted
        }
    }

    /// One sample with its orbit.
    public struct Sample: Sendable, Equatable {
        /// The true class.
        public var label: Int
        /// One per element, x first.
        public var orbit: [Picture]

        /// - Parameter orbit: one picture per element, x first.
        public init(label: Int, orbit: [Picture]) {
            self.label = label
            self.orbit = orbit
        }

        /// The mean of the cosines over g ≠ e; nil for an orbit of one.
        public var meanCosine: Double? {
            orbit.count > 1 ? orbit.dropFirst().reduce(0) { $0 + $1.cosine } / Double(orbit.count - 1) : nil
        }
    }

    /// `DA`, or what else shall stand beside it.
    public var method: String
    /// As the file names it; empty where it does not.
    public var group: String
    /// As the group names them: `e`, `r90`, ….
    public var elements: [String]
    /// Pixels along each edge.
    public var side: Int
    /// In the order of the file.
    public var samples: [Sample]

    /// - Parameters:
    ///   - elements: their names, as many as each orbit has pictures.
    ///   - side: pixels along each edge.
    public init(method: String, group: String, elements: [String], side: Int, samples: [Sample]) {
        self.method = method
        self.group = group
        self.elements = elements
        self.side = side
        self.samples = samples
    }

    /// From the tensors that `saliency_maps` left.
    /// - Throws: `SafetensorsError` naming a tensor that is missing or misshapen.
    public init(_ file: SafetensorsFile, method: String) throws(SafetensorsError) {
        let count = try file.tensor("labels").count
        let images = try file.tensor("images")
        let order = images.shape.dropFirst().first ?? 0
        let side = images.shape.last ?? 0
        let shape = [count, order, side, side]
        let pixels = try file.octets("images", shape: shape)
        let saliency = try file.floats("saliency", shape: shape)
        let aligned = try file.floats("aligned", shape: shape)
        let cosines = try file.doubles("cosine", shape: [count, order])
        let predicted = try file.integers("predicted", shape: [count, order])
        let labels = try file.integers("labels", shape: [count])
        self.method = method
        self.side = side
        group = file.metadata["group"] ?? ""
        let names = (file.metadata["elements"] ?? "").split(separator: ",").map(String.init)
        elements = names.count == order ? names : (0 ..< order).map { "g\($0)" }
        samples = labels.enumerated().map { i, label in
            Sample(
                label: label,
                orbit: (0 ..< order).map { element in
                    let place = i * order + element
                    let range = place * side * side ..< (place + 1) * side * side
                    return Picture(
                        pixels: pixels[range].map { Float($0) }, saliency: Array(saliency[range]),
                        aligned: Array(aligned[range]), cosine: cosines[place], predicted: predicted[place])
                })
        }
    }
}
