/// The images that benchmarks train on: MNIST where its files are here, else the embedded strokes.
/// Nothing is downloaded.
struct BenchData: Sendable {
    /// Splits as in the paper, but for the test split, of which a few samples are enough.
    let epoch: PreparedData
    /// The same train split with one sample to validate: its epochs are steps and little else.
    let steps: PreparedData
    let group: PermutationGroup

    var dataset: DatasetName { epoch.dataset }

    /// - Throws: `DataError` where files are here and wrong.
    init(store: DatasetStore) throws {
        let raw = try Self.raw(store)
        var request = Self.request(raw)
        request.test = 512
        epoch = try PreparedData(raw, request: request)
        request.validation = 1
        request.test = 0
        steps = try PreparedData(raw, request: request)
        guard let name = GroupName("R4") else { throw GroupError.empty(group: "R4") }
        group = try PermutationGroup(name, height: epoch.height, width: epoch.width)
    }

    /// The set that is here.
    static func name(_ store: DatasetStore) -> DatasetName {
        store.status(of: .mnist).files.allSatisfy { $0.path != nil } ? .mnist : .strokes
    }

    static func raw(_ store: DatasetStore) throws -> RawDataset {
        var notices: [DataNotice] = []
        return try store.load(name(store), notices: &notices)
    }

    /// The paper's splits of a set.
    static func request(_ raw: RawDataset) -> DataRequest {
        var request = DataRequest()
        request.source = raw.name
        return request
    }

    func task(_ method: Method, on data: PreparedData) -> TrainingTask {
        TrainingTask(
            data: data, group: group, method: method, regulariser: .logit, nu: method == .IR ? 1 : 0, seed: 0,
            parameters: TrainingParameters())
    }
}
