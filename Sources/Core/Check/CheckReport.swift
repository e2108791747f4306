import Foundation

/// What `sweep check` found of a model.
public struct CheckReport: Sendable, Codable {
    /// What was measured under one group.
    public struct Group: Sendable, Codable {
        /// `GroupName.label`: `R4`, or the name of the user's own without its path.
        public var group: String
        /// Names of the elements, the identity first.
        public var elements: [String]
        /// By measure: the mean over g ≠ e, of accuracy over all g; and extras such as `SI_zero_maps`.
        public var values: [String: Double]
        /// By measure, in the order of the elements.
        public var perElement: [String: [Double]]
        /// The image, the hidden layers, the logits.
        public var layers: [String]
        /// (layers), over g ≠ e: see `LayerInvariance`.
        public var layerErrors: [Double]
        /// As `layerErrors`, relative: see `LayerInvariance`.
        public var relativeLayerErrors: [Double]
        /// (|G|)(layers).
        public var layerErrorsPerElement: [[Double]]
        /// As `layerErrorsPerElement`, relative likewise.
        public var relativeLayerErrorsPerElement: [[Double]]

        init(
            _ name: GroupName, _ group: PermutationGroup, _ measurements: Measurements, _ errors: LayerErrors,
            _ architecture: Architecture
        ) {
            self.group = name.label
            elements = group.elementNames
            values = measurements.values
            perElement = measurements.perElement
            layers = ["image"] + architecture.hidden.indices.map { "hidden \($0 + 1)" } + ["logits"]
            layerErrors = errors.absolute
            relativeLayerErrors = errors.relative
            layerErrorsPerElement = (0 ..< group.order).map { errors.absolute($0) }
            relativeLayerErrorsPerElement = (0 ..< group.order).map { errors.relative($0) }
        }

        private enum CodingKeys: String, CodingKey {
            case group, elements, values, layers
            case perElement = "per_element"
            case layerErrors = "layer_LI"
            case relativeLayerErrors = "layer_LI_relative"
            case layerErrorsPerElement = "layer_LI_per_element"
            case relativeLayerErrorsPerElement = "layer_LI_relative_per_element"
        }
    }

    /// The path as it was given.
    public var file: String
    /// SHA-256 of the file.
    public var digest: String
    /// P, the pixels of an image.
    public var inputs: Int
    /// Widths of the hidden layers.
    public var hidden: [Int]
    /// C.
    public var classes: Int
    /// Weights and biases in all.
    public var parameters: Int
    /// As the model was measured, not as it was trained where nobody said so.
    public var method: Method
    /// Nil unless the method is WT.
    public var pooling: OrbitPooling?
    /// The set that was really used.
    public var dataset: DatasetName
    /// The split that was measured.
    public var split: SplitName
    /// Of the shuffle that the splits were cut from.
    public var splitSeed: UInt64
    /// Samples that were measured, from the beginning of the split.
    public var samples: Int
    /// Samples of the whole split.
    public var splitSize: Int
    /// What was taken off byte/255.
    public var mean: Double
    /// What the rest was divided by.
    public var std: Double
    /// Where mean and deviation come from.
    public var normalisation: CheckSettings.Source
    /// What a person should know of how the settings came about, a sentence each.
    public var notes: [String]
    /// In the order in which they were asked for.
    public var groups: [Group] = []

    init(
        _ model: ForeignModel, _ settings: CheckSettings, _ data: PreparedData, _ normalisation: Normalisation,
        samples: Int, of splitSize: Int, file: String
    ) {
        let architecture = model.network.architecture
        self.file = file
        digest = model.digest
        (inputs, hidden, classes) = (architecture.inputs, architecture.hidden, architecture.classes)
        parameters = architecture.parameterCount
        method = settings.method
        pooling = settings.method == .WT ? settings.pooling : nil
        dataset = data.dataset
        split = settings.split
        splitSeed = data.request.splitSeed
        (self.samples, self.splitSize) = (samples, splitSize)
        (mean, std) = (normalisation.mean, normalisation.std)
        self.normalisation = settings.normalisationSource
        notes = settings.notes
    }

    private enum CodingKeys: String, CodingKey {
        case file, inputs, hidden, classes, parameters, method, pooling, dataset, split, samples, mean, std
        case normalisation, notes, groups
        case digest = "sha256"
        case splitSeed = "split_seed"
        case splitSize = "split_size"
    }

    /// Values that are not finite are the texts `nan`, `inf` and `-inf`, which JSON has no numbers for.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return try encoder.encode(self)
    }
}
