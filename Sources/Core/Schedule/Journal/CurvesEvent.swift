/// The learning curves of one training: three or four numbers per epoch, nine tenths of what is known of a job.
/// They lie in a file of their own beside the shard, which resuming and tables need not read.
public struct CurvesEvent: Sendable, Codable, Equatable {
    /// `Job.id`.
    public var id: String
    /// (epochs), mean over the samples of each, in nats.
    public var crossEntropy: [Float]
    /// (epochs), mean of R over the samples of each; empty unless IR.
    public var regulariser: [Float]
    /// (epochs), fraction of the validation split that is classified rightly.
    public var accuracy: [Float]
    /// (epochs), σmax after each; empty where it was not tracked.
    public var sigmaMax: [Float]

    /// - Parameter id: `Job.id`. The curves are as long as each other, or empty.
    public init(id: String, crossEntropy: [Float], regulariser: [Float], accuracy: [Float], sigmaMax: [Float] = []) {
        self.id = id
        self.crossEntropy = crossEntropy
        self.regulariser = regulariser
        self.accuracy = accuracy
        self.sigmaMax = sigmaMax
    }

    /// Nil where the event has none.
    init?(of trained: TrainedEvent) {
        guard trained.hasCurves else { return nil }
        self.init(
            id: trained.id, crossEntropy: trained.crossEntropy, regulariser: trained.regulariser,
            accuracy: trained.accuracy, sigmaMax: trained.sigmaMax)
    }

    /// The line's JSON: `{"curves":{"accuracy":…}}`.
    struct Line: Codable {
        var curves: CurvesEvent
    }

    /// How the name of such a file ends.
    static let suffix = ".curves.jsonl"

    /// - Parameter header: bytes to leave free in front of the JSON.
    func json(header: Int) -> JSONText? {
        var text = JSONText(header: header)
        text.raw("{\"curves\":{\"accuracy\":")
        text.array(accuracy) { $0.number($1) }
        text.raw(",\"crossEntropy\":")
        text.array(crossEntropy) { $0.number($1) }
        text.raw(",\"id\":")
        text.string(id)
        text.raw(",\"regulariser\":")
        text.array(regulariser) { $0.number($1) }
        if !sigmaMax.isEmpty {
            text.raw(",\"sigmaMax\":")
            text.array(sigmaMax) { $0.number($1) }
        }
        text.raw("}}")
        if text.isUnusual { return nil }
        return text
    }
}

extension CurvesEvent {
    private enum Key: String, CodingKey { case accuracy, crossEntropy, id, regulariser, sigmaMax }

    /// Journals of earlier versions lack what came later.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        self.init(
            id: try container.decode(String.self, forKey: .id),
            crossEntropy: try container.decode([Float].self, forKey: .crossEntropy),
            regulariser: try container.decode([Float].self, forKey: .regulariser),
            accuracy: try container.decode([Float].self, forKey: .accuracy),
            sigmaMax: try container.decodeIfPresent([Float].self, forKey: .sigmaMax) ?? [])
    }

    /// `sigmaMax` is left out where it is empty.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(accuracy, forKey: .accuracy)
        try container.encode(crossEntropy, forKey: .crossEntropy)
        try container.encode(id, forKey: .id)
        try container.encode(regulariser, forKey: .regulariser)
        if !sigmaMax.isEmpty { try container.encode(sigmaMax, forKey: .sigmaMax) }
    }
}

extension TrainedEvent {
    var hasCurves: Bool {
        !(crossEntropy.isEmpty && regulariser.isEmpty && accuracy.isEmpty && sigmaMax.isEmpty)
    }

    /// The event as its line in the shard has it.
    var withoutCurves: TrainedEvent {
        var event = self
        (event.crossEntropy, event.regulariser, event.accuracy, event.sigmaMax) = ([], [], [], [])
        return event
    }

    mutating func take(_ curves: CurvesEvent) {
        (crossEntropy, regulariser, accuracy) = (curves.crossEntropy, curves.regulariser, curves.accuracy)
        sigmaMax = curves.sigmaMax
    }
}
