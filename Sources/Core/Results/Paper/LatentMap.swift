/// The penultimate layer of one network laid into the plane: what `latent` leaves, read back.
public struct LatentMap: Sendable, Equatable {
    /// The places of one sample under all elements.
    public struct Orbit: Sendable, Equatable {
        /// The true class.
        public var label: Int
        /// One per element, x first; those that are missing are not numbers.
        public var stops: [FigureValue]

        /// - Parameter stops: one per element, x first.
        public init(label: Int, stops: [FigureValue]) {
            self.label = label
            self.stops = stops
        }
    }

    /// Of the network.
    public var method: String
    /// Of the orbits.
    public var group: String
    /// Of single samples, at x.
    public var points: [FigureValue]
    /// The class of each point.
    public var labels: [Int]
    /// In the order in which they were traced.
    public var orbits: [Orbit]
    /// Whether the last element leads on to the first.
    public var isRing: Bool
    /// Kullback-Leibler, in nats: what of the neighbourhoods the plane could not keep. Nil where it is not known.
    public var divergence: Double?

    /// - Parameters:
    ///   - points: of single samples, at x; `labels` are their classes.
    ///   - divergence: in nats; nil where it is not known.
    public init(
        method: String, group: String, points: [FigureValue], labels: [Int], orbits: [Orbit], isRing: Bool = false,
        divergence: Double? = nil
    ) {
        self.method = method
        self.group = group
        self.points = points
        self.labels = labels
        self.orbits = orbits
        self.isRing = isRing
        self.divergence = divergence
    }

    /// From the tensors that `latent` left; the divergence is not among them.
    /// - Throws: `SafetensorsError` naming a tensor that is missing or misshapen.
    public init(_ file: SafetensorsFile, method: String) throws(SafetensorsError) {
        let count = try file.tensor("labels").count
        let places = try file.doubles("points", shape: [count, 2])
        let labels = try file.integers("labels", shape: [count])
        let elements = try file.integers("element", shape: [count])
        let traced = try file.integers("traced", shape: [count])
        // However large a number the file has: no more than there are points.
        let last = min(elements.max() ?? 0, count - 1)
        self.method = method
        group = file.metadata["group"] ?? ""
        isRing = file.metadata["cyclic"] == "true"
        points = []
        self.labels = []
        var orbits: [Int: Orbit] = [:]
        for i in 0 ..< count {
            let place = FigureValue(places[2 * i], places[2 * i + 1])
            if elements[i] == 0 {
                points.append(place)
                self.labels.append(labels[i])
            }
            guard traced[i] >= 0, elements[i] >= 0, elements[i] <= last else { continue }
            let nowhere = [FigureValue](repeating: FigureValue(.nan, .nan), count: last + 1)
            orbits[traced[i], default: Orbit(label: labels[i], stops: nowhere)].stops[elements[i]] = place
        }
        self.orbits = orbits.sorted { $0.key < $1.key }.map(\.value)
    }
}
