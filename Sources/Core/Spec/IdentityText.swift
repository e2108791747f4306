import Crypto

/// The canonical text of an identity (`Identity`) as bytes, written in its alphabetical order from the
/// start: a sweep of 100,000 jobs has 200,000 of them, and dictionaries would take most of the time
/// in which it could have been resumed.
struct IdentityText {
    private(set) var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(1024) }

    mutating func line(_ key: StaticString, _ value: String) {
        begin(key)
        bytes.append(contentsOf: value.utf8)
        bytes.append(UInt8(ascii: "\n"))
    }

    mutating func line(_ key: StaticString, _ value: some BinaryInteger & CustomStringConvertible) { line(key, value.description) }

    mutating func begin(_ key: StaticString) {
        key.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "="))
    }

    mutating func append(_ other: [UInt8]) { bytes.append(contentsOf: other) }

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    var id: PackedID {
        bytes.withUnsafeBytes { bytes in
            var hash = SHA256()
            hash.update(bufferPointer: bytes)
            return hash.finalize().withUnsafeBytes { digest in
                PackedID(bits: digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
            }
        }
    }
}

/// The ids of jobs that share data and training, whose lines are written once.
struct JobIdentityWriter {
    private let head: [UInt8]
    private let tail: [UInt8]
    private let pooling: [UInt8]
    private let rare: [UInt8]
    private var text = IdentityText()

    init(data: DataIdentity, training: TrainingParameters) {
        var text = IdentityText()
        text.line("data.dataset", data.dataset.rawValue)
        text.line("data.digest", data.digest)
        text.line("data.pad", data.pad)
        text.line("data.split_seed", data.splitSeed)
        text.line("data.test", data.test)
        text.line("data.train", data.train)
        text.line("data.validation", data.validation)
        head = text.bytes
        text.removeAll()
        text.line("training.batch", training.batch)
        text.line("training.epochs", training.epochs)
        text.line("training.hidden", training.hidden.map(String.init).joined(separator: ","))
        text.line("training.initialisation", training.initialisation.rawValue)
        text.line("training.learning_rate", Identity.text(training.learningRate))
        tail = text.bytes
        text.removeAll()
        text.line("training.pooling", training.pooling.rawValue)
        pooling = text.bytes
        text.removeAll()
        if training.trackedSamples != 0 { text.line("training.track_sigma_max", training.trackedSamples) }
        if training.weightDecay != 0 { text.line("training.weight_decay", Identity.text(training.weightDecay)) }
        rare = text.bytes
    }

    /// - Parameter job: with the data and training that this was made for.
    mutating func id(_ job: Job) -> PackedID {
        text.removeAll()
        text.append(head)
        text.line("group", job.group.description)
        text.line("kind", "job")
        text.line("method", job.method.rawValue)
        if job.method == .IR { text.line("nu", job.nu.map(Identity.text) ?? "none") }
        text.line("numerics", NumericsVersion.current)
        if job.method == .IR { text.line("regulariser", job.regulariser?.rawValue ?? "none") }
        text.line("seed", job.seed)
        text.append(tail)
        if job.method == .WT { text.append(pooling) }
        text.append(rare)
        return text.id
    }
}

/// The ids of evaluations that differ in the job alone.
struct EvaluationIdentityWriter {
    private let tail: [UInt8]
    private var text = IdentityText()

    init(split: SplitName, measures: [Measure], saliency: SaliencyOptions) {
        var text = IdentityText()
        text.line("kind", "evaluation")
        text.line("measures", Set(measures.map(\.rawValue)).sorted().joined(separator: ","))
        text.line("numerics", NumericsVersion.current)
        if measures.contains(where: \.needsSaliency) {
            text.line("saliency.baseline", saliency.baseline.rawValue)
            text.line("saliency.rule", saliency.rule.rawValue)
            text.line("saliency.steps", saliency.steps)
            text.line("saliency.target", saliency.target.rawValue)
            text.line("saliency.threshold", Identity.text(saliency.threshold))
        }
        text.line("split", split.rawValue)
        tail = text.bytes
    }

    mutating func id(job: String) -> PackedID {
        text.removeAll()
        text.line("job", job)
        text.append(tail)
        return text.id
    }
}
