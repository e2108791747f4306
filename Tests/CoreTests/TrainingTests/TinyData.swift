@testable import Core

/// Small data that is trained on in milliseconds: 3 classes of noisy 6×6 images, padded to 8×8.
enum TinyData {
    static let classes = 3
    static let side = 8

    /// - Parameter sparse: whether what is fainter than 105 is background, about two thirds; else all
    ///   but the padding is ink.
    static func prepared(
        train: Int = 50, test: Int = 30, validation: Int = 23, sparse: Bool = false
    ) throws -> PreparedData {
        let count = train + test + validation
        var stream = RandomStream(seed: 7, purpose: .test)
        var images: [UInt8] = []
        let labels = (0 ..< count).map { UInt8($0 % classes) }
        for label in labels {
            for y in 0 ..< 6 {
                for x in 0 ..< 6 {
                    let byte = UInt8(shape(label, x, y) + Int(stream.integer(below: 116)))
                    images.append(sparse && byte < 105 ? 0 : byte)
                }
            }
        }
        let raw = RawDataset(
            name: .strokes, images: images, labels: labels, height: 6, width: 6, classCount: classes, leftOut: nil)
        return try PreparedData(raw, request: request(train: train, test: test, validation: validation))
    }

    /// Strokes of noisy ink on 12×12 images, padded to 14×14: most pixels are background, as in digits,
    /// and there are more of them than the kernels take at a time.
    static func sparse(train: Int, test: Int, validation: Int) throws -> PreparedData {
        let count = train + test + validation
        var stream = RandomStream(seed: 8, purpose: .test)
        var images = [UInt8](repeating: 0, count: count * 144)
        let labels = (0 ..< count).map { UInt8($0 % classes) }
        for (index, label) in labels.enumerated() {
            let (left, top) = (Int(stream.integer(below: 4)), Int(stream.integer(below: 4)))
            for (x, y) in stroke(label) {
                let place = (top + y) * 12 + left + x
                images[index * 144 + place] = UInt8(40 + Int(stream.integer(below: 216)))
            }
        }
        let raw = RawDataset(
            name: .strokes, images: images, labels: labels, height: 12, width: 12, classCount: classes, leftOut: nil)
        return try PreparedData(raw, request: request(train: train, test: test, validation: validation))
    }

    /// An L, a T or a bar aslant, in 9×9 pixels.
    private static func stroke(_ label: UInt8) -> [(Int, Int)] {
        switch label {
        case 0: (0 ..< 8).map { (0, $0) } + (1 ..< 6).map { ($0, 8) }
        case 1: (0 ..< 9).map { ($0, 0) } + (1 ..< 8).map { (4, $0) }
        default: (0 ..< 9).map { ($0, $0) } + (0 ..< 8).map { ($0 + 1, $0) }
        }
    }

    /// Faint against the noise, so that nothing is learnt perfectly; no symmetry of the square but
    /// the identity keeps all three.
    private static func shape(_ label: UInt8, _ x: Int, _ y: Int) -> Int {
        switch label {
        case 0: (2 ... 3).contains(x) && y < 5 ? 90 : 20
        case 1: x == 0 || y == 0 || x == 5 ? 80 : 20
        default: (x + 2 * y) % 3 == 0 ? 100 : 10
        }
    }

    static func request(train: Int, test: Int, validation: Int) -> DataRequest {
        var request = DataRequest()
        request.source = .strokes
        (request.train, request.test, request.validation, request.pad) = (train, test, validation, 1)
        return request
    }

    static func group(_ name: String) throws -> PermutationGroup {
        guard let name = GroupName(name) else { throw GroupError.empty(group: name) }
        return try PermutationGroup(name, height: side, width: side)
    }

    /// Batches of 18, 18 and 14: the last is smaller, and none fills its padded rows.
    static func parameters(epochs: Int = 3, batch: Int = 18, learningRate: Double = 0.01) -> TrainingParameters {
        var parameters = TrainingParameters()
        parameters.epochs = epochs
        parameters.batch = batch
        parameters.learningRate = learningRate
        parameters.hidden = [12, 10]
        return parameters
    }
}
