/// What a `trained` event tells, but for its curves, in a seventh of the memory and without a text of its own.
struct PackedTraining: Sendable {
    /// Of all jobs that the process has met.
    /// By their bytes in the journal.
    static let forms = InternPool<[UInt8], Job>()
    static let places = InternPool<[UInt8], LaneRecord>()
    private static let otherForms = InternPool<Job, Job>()

    /// `Job.id`.
    var id: EventID
    /// The job, but for seed and ν.
    var form: Interned<Job>
    var seed: UInt64
    /// Without meaning where the form has no ν.
    var nu: Double
    var place: Interned<LaneRecord>
    var digest: PackedDigest
    var bestEpoch: Int
    var validationAccuracy: Double
    /// Wall time on the lane.
    var seconds: Double
    /// Bytes of the model file.
    var modelSize: Int?

    init(
        id: EventID, form: Interned<Job>, seed: UInt64, nu: Double, place: Interned<LaneRecord>, digest: PackedDigest,
        bestEpoch: Int, validationAccuracy: Double, seconds: Double, modelSize: Int?
    ) {
        (self.id, self.form, self.seed, self.nu, self.place) = (id, form, seed, nu, place)
        (self.digest, self.modelSize, self.bestEpoch) = (digest, modelSize, bestEpoch)
        (self.validationAccuracy, self.seconds) = (validationAccuracy, seconds)
    }

    init(_ event: TrainedEvent) {
        self.init(
            id: EventID(event.id), form: Self.interned(event.job), seed: event.job.seed, nu: event.job.nu ?? 0,
            place: Self.interned(event.place), digest: PackedDigest(event.modelDigest), bestEpoch: event.bestEpoch,
            validationAccuracy: event.validationAccuracy, seconds: event.seconds, modelSize: event.modelSize)
    }

    private static func interned(_ job: Job) -> Interned<Job> {
        var form = job
        form.seed = 0
        if form.nu != nil { form.nu = 0 }
        return otherForms.value(form, form)
    }

    private static func interned(_ place: LaneRecord) -> Interned<LaneRecord> {
        places.value(Array("\(place.lane) \(place.processors)".utf8), place)
    }

    var job: Job {
        var job = form.value
        job.seed = seed
        if job.nu != nil { job.nu = nu }
        return job
    }

    var event: TrainedEvent {
        TrainedEvent(
            id: id.text, job: job, bestEpoch: bestEpoch, validationAccuracy: validationAccuracy, crossEntropy: [],
            regulariser: [], accuracy: [], seconds: seconds, place: place.value, modelDigest: digest.text,
            modelSize: modelSize)
    }
}

/// A SHA-256 as events tell it: sixty-four hexadecimal digits, where it is that.
enum PackedDigest: Sendable {
    case none
    case packed(PackedID, PackedID, PackedID, PackedID)
    case other(String)

    init(_ text: String?) {
        guard var text else {
            self = .none
            return
        }
        self = text.withUTF8 { PackedDigest(UnsafeRawBufferPointer($0)) } ?? .other(text)
    }

    /// Nil where it is something else.
    init?(_ digits: UnsafeRawBufferPointer) {
        guard digits.count == 64 else { return nil }
        func part(_ number: Int) -> PackedID? {
            PackedID(UnsafeRawBufferPointer(rebasing: digits[16 * number ..< 16 * number + 16]))
        }
        guard let a = part(0), let b = part(1), let c = part(2), let d = part(3) else { return nil }
        self = .packed(a, b, c, d)
    }

    var text: String? {
        switch self {
        case .none: nil
        case .packed(let a, let b, let c, let d): a.text + b.text + c.text + d.text
        case .other(let text): text
        }
    }
}
