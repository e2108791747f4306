@testable import Core

/// Two small sets that differ in ink, mean and deviation, as 8×8 images of three classes.
enum DriftSets {
    /// - Parameters:
    ///   - sparse: whether most pixels are background.
    ///   - seed: another seed, other images.
    static func prepared(
        _ name: DatasetName, sparse: Bool, test: Int = 30, seed: UInt64, classes: Int = 3, pad: Int = 1
    ) throws -> PreparedData {
        let (train, validation) = (40, 10)
        let count = train + test + validation
        var stream = RandomStream(seed: seed, purpose: .test)
        var images: [UInt8] = []
        let labels = (0 ..< count).map { UInt8($0 % classes) }
        for label in labels {
            for pixel in 0 ..< 36 {
                let isBar = (pixel / 6 + Int(label) * (pixel % 6)) % 3 == Int(seed % 3)
                let byte = UInt8((isBar ? 120 : 15) + Int(stream.integer(below: 116)))
                images.append(sparse && byte < 130 ? 0 : byte)
            }
        }
        let raw = RawDataset(
            name: name, images: images, labels: labels, height: 6, width: 6, classCount: classes, leftOut: nil)
        var request = DataRequest()
        request.source = name
        (request.train, request.test, request.validation, request.pad) = (train, test, validation, pad)
        return try PreparedData(raw, request: request)
    }

    /// D₁ and D₂ as an analysis is given them.
    static func context(
        _ first: PreparedData, _ second: PreparedData?, pooling: OrbitPooling? = nil, group: String = "R4",
        saliency: SaliencyOptions = SaliencyOptions(), hidden: [Int] = [40, 24, 24],
        set: InstructionSet = availableSets.last ?? .portable
    ) throws -> AnalysisContext {
        var parameters = TrainingParameters()
        parameters.hidden = hidden
        parameters.pooling = pooling ?? .max
        let task = TrainingTask(
            data: first, group: try TinyData.group(group), method: pooling == nil ? .DA : .WT, seed: 4,
            parameters: parameters)
        let network = Network(task.architecture, initialisation: .uniform, seed: 4)
        // Large enough for answers that differ.
        for layer in network.layout.layers.indices {
            network.setWeight(layer: layer, network.weight(layer: layer).map { 3 * $0 })
        }
        return AnalysisContext(
            network: network, task: task, split: .test, saliency: saliency, other: second, kernels: .of(set))
    }

    static func options(_ betas: [Double], _ measures: [Measure] = DriftAnalysis.measures, samples: Int = 0) -> DriftOptions {
        var options = DriftOptions()
        (options.betas, options.measures, options.samples) = (betas, measures, samples)
        return options
    }
}
