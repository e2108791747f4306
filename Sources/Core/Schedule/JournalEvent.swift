/// What happened in a sweep, one event per line of the journal. Tables are derived from these and
/// from nothing else.
public enum JournalEvent: Sendable, Codable, Equatable {
    /// A process began to work on the sweep.
    case opened(RunHeader)
    /// A lane began to work on a job.
    case started(StartedEvent)
    /// A network was trained and its model file written.
    case trained(TrainedEvent)
    /// A trained network was measured.
    case evaluated(EvaluatedEvent)
    /// A lane is done with a job of which nothing else here tells: work ahead of a search, or work that was stopped.
    case ended(EndedEvent)
    /// Work ahead of a search gave no sign of life and was given up. It is no result and no failure: nobody had
    /// asked for it. But it is not to be worked on ahead again.
    case abandoned(FailedEvent)
    /// A job could not be finished.
    case failed(FailedEvent)
    /// A process died while jobs were running in it.
    case crashed(CrashedEvent)
    /// A ν search came to its end.
    case searched(SearchedEvent)
    /// A process that began to work on the sweep ended in good order.
    case closed(RunEnd)
}

/// What a process says of itself as it begins.
public struct RunHeader: Sendable, Codable, Equatable {
    /// ISO 8601.
    public var date: String
    /// As `HostName` has it; `unknown` in front of results taken over from a folder that does not tell.
    public var host: String
    /// Name, version and what it was built from: `sweep 0.2.0 (b8619b42a357)`.
    public var program: String
    /// Raw value of `InstructionSet`; `unknown` as for `host`.
    public var instructionSet: String
    /// How many jobs it works on at a time.
    public var lanes: Int
    /// How many processes the same run had before this one, which goes on with it after a crash; nil for none.
    public var earlier: Int?
    /// The results folder that what follows was taken from, as it was given: the process worked there and not here.
    /// Nil for a process of this folder.
    public var takenFrom: String?

    /// - Parameter date: ISO 8601.
    public init(
        date: String, host: String, program: String, instructionSet: String, lanes: Int, earlier: Int? = nil,
        takenFrom: String? = nil
    ) {
        self.date = date
        self.host = host
        self.program = program
        self.instructionSet = instructionSet
        self.lanes = lanes
        self.earlier = earlier
        self.takenFrom = takenFrom
    }

    /// Whether a process of this folder begins with it.
    var isOwn: Bool { takenFrom == nil }
    /// Whether a run of this folder begins with it; otherwise one goes on, or was one of another folder.
    var isFirst: Bool { isOwn && (earlier ?? 0) == 0 }
}

/// What a process says as it ends in good order.
public struct RunEnd: Sendable, Codable, Equatable {
    /// ISO 8601.
    public var date: String
    /// Wall time of the process on the sweep, in seconds.
    public var seconds: Double

    /// - Parameter date: ISO 8601.
    public init(date: String, seconds: Double) {
        self.date = date
        self.seconds = seconds
    }
}

/// Where work was done: the lane's number and the processors it was bound to, as read back from
/// the operating system (`"3"`, `"0-1"`), or "unbound".
public struct LaneRecord: Sendable, Codable, Equatable {
    /// From 0.
    public var lane: Int
    /// Those that the lane is bound to, as Linux writes them: `0-3,8`; or `unbound`.
    public var processors: String

    /// - Parameter processors: as Linux writes lists, or `unbound`.
    public init(lane: Int, processors: String) {
        self.lane = lane
        self.processors = processors
    }
}

/// A network that was trained, its learning curves and its model file.
public struct TrainedEvent: Sendable, Codable, Equatable {
    /// `Job.id`.
    public var id: String
    /// The network's parameters.
    public var job: Job
    /// Counted from 1: the epoch of the highest validation accuracy, the latest of equals.
    public var bestEpoch: Int
    /// Fraction from 0 to 1, of the best epoch.
    public var validationAccuracy: Double
    /// (epochs), mean over the samples of each, in nats. All curves are empty where the journal was read without them.
    public var crossEntropy: [Float]
    /// (epochs), mean of R over the samples of each; empty unless IR.
    public var regulariser: [Float]
    /// (epochs), fraction of the validation split that is classified rightly.
    public var accuracy: [Float]
    /// σmax per epoch; empty where it was not tracked.
    public var sigmaMax: [Float]
    /// Wall time on the lane in seconds, over all sessions where it was interrupted.
    public var seconds: Double
    /// Where it was trained.
    public var place: LaneRecord
    /// SHA-256 of the model file, hexadecimal; nil where it was not noted.
    public var modelDigest: String?
    /// Bytes of the model file. Nil in journals of earlier versions.
    public var modelSize: Int?

    /// - Parameters:
    ///   - id: `Job.id`.
    ///   - bestEpoch: counted from 1.
    ///   - seconds: on the lane, over all sessions.
    public init(
        id: String, job: Job, bestEpoch: Int, validationAccuracy: Double, crossEntropy: [Float], regulariser: [Float],
        accuracy: [Float], sigmaMax: [Float] = [], seconds: Double, place: LaneRecord, modelDigest: String? = nil,
        modelSize: Int? = nil
    ) {
        self.id = id
        self.job = job
        self.bestEpoch = bestEpoch
        self.validationAccuracy = validationAccuracy
        self.crossEntropy = crossEntropy
        self.regulariser = regulariser
        self.accuracy = accuracy
        self.sigmaMax = sigmaMax
        self.seconds = seconds
        self.place = place
        self.modelDigest = modelDigest
        self.modelSize = modelSize
    }
}

extension TrainedEvent {
    private enum Key: String, CodingKey {
        case accuracy, bestEpoch, crossEntropy, id, job, modelDigest, modelSize, place, regulariser, seconds, sigmaMax
        case validationAccuracy
    }

    /// Journals of earlier versions lack what came later.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        self.init(
            id: try container.decode(String.self, forKey: .id), job: try container.decode(Job.self, forKey: .job),
            bestEpoch: try container.decode(Int.self, forKey: .bestEpoch),
            validationAccuracy: try container.decode(Double.self, forKey: .validationAccuracy),
            crossEntropy: try container.decode([Float].self, forKey: .crossEntropy),
            regulariser: try container.decode([Float].self, forKey: .regulariser),
            accuracy: try container.decode([Float].self, forKey: .accuracy),
            sigmaMax: try container.decodeIfPresent([Float].self, forKey: .sigmaMax) ?? [],
            seconds: try container.decode(Double.self, forKey: .seconds),
            place: try container.decode(LaneRecord.self, forKey: .place),
            modelDigest: try container.decodeIfPresent(String.self, forKey: .modelDigest),
            modelSize: try container.decodeIfPresent(Int.self, forKey: .modelSize))
    }

    /// What is nil is left out, and `sigmaMax` where it is empty.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(accuracy, forKey: .accuracy)
        try container.encode(bestEpoch, forKey: .bestEpoch)
        try container.encode(crossEntropy, forKey: .crossEntropy)
        try container.encode(id, forKey: .id)
        try container.encode(job, forKey: .job)
        try container.encodeIfPresent(modelDigest, forKey: .modelDigest)
        try container.encodeIfPresent(modelSize, forKey: .modelSize)
        try container.encode(place, forKey: .place)
        try container.encode(regulariser, forKey: .regulariser)
        try container.encode(seconds, forKey: .seconds)
        if !sigmaMax.isEmpty { try container.encode(sigmaMax, forKey: .sigmaMax) }
        try container.encode(validationAccuracy, forKey: .validationAccuracy)
    }
}

/// A network that was measured, or an analysis of it.
public struct EvaluatedEvent: Sendable, Codable, Equatable {
    /// `Evaluation.id`.
    public var id: String
    /// What was measured, and how.
    public var evaluation: Evaluation
    /// The values.
    public var measurements: Measurements
    /// Wall time on the lane, and on others that took a share, in seconds, over all sessions.
    public var seconds: Double
    /// Where it was measured.
    public var place: LaneRecord

    /// - Parameter id: `Evaluation.id`.
    public init(id: String, evaluation: Evaluation, measurements: Measurements, seconds: Double, place: LaneRecord) {
        self.id = id
        self.evaluation = evaluation
        self.measurements = measurements
        self.seconds = seconds
        self.place = place
    }
}

/// How one ν search ended.
public struct SearchedEvent: Sendable, Codable, Equatable {
    /// Of the search.
    public var group: GroupName
    /// Of the search.
    public var regulariser: Regulariser
    /// `passed`, `unreachable within bounds`, `not monotone`, `budget spent`, `incomplete`.
    public var outcome: String
    /// The answer where passed.
    public var nu: Double?
    /// The data that was really used. One results folder may hold a search on the source and one on
    /// its fallback; nil means "whichever the folder has".
    public var dataset: DatasetName?
    /// What was searched for.
    public var settings: NuSearchSettings?
    /// `NuSearchUnit.id`: an answer to another question (other seeds, training, data, numerics) must
    /// not be shown as this one's.
    public var search: String?

    /// - Parameters:
    ///   - outcome: `SearchOutcome.name`.
    ///   - nu: the answer; nil where there is none.
    ///   - search: `NuSearchUnit.id`.
    public init(
        group: GroupName, regulariser: Regulariser, outcome: String, nu: Double?, dataset: DatasetName? = nil,
        settings: NuSearchSettings? = nil, search: String? = nil
    ) {
        self.group = group
        self.regulariser = regulariser
        self.outcome = outcome
        self.nu = nu
        self.dataset = dataset
        self.settings = settings
        self.search = search
    }
}
