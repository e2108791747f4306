/// What is known of trained networks, by `Job.id`: their events without learning curves, packed: there may
/// be hundreds of thousands.
public struct TrainedTable: Sendable {
    private struct Entry: Sendable {
        var id: EventID
        var job: PackedJob
        var place: Int32
        var digest: Digest
        /// Of the model file, in bytes; 0 where nobody noted it.
        var size: Int32
        var bestEpoch: Int
        var validationAccuracy: Double
        var seconds: Double
    }

    /// Sixty-four hexadecimal digits, where it is that.
    private enum Digest: Sendable {
        case none
        case packed(PackedID, PackedID, PackedID, PackedID)
        case other(String)

        init(_ text: String?) {
            guard var text else {
                self = .none
                return
            }
            let parts = text.withUTF8 { utf8 -> [PackedID] in
                guard utf8.count == 64 else { return [] }
                let bytes = UnsafeRawBufferPointer(utf8)
                return (0 ..< 4).compactMap { PackedID(UnsafeRawBufferPointer(rebasing: bytes[16 * $0 ..< 16 * $0 + 16])) }
            }
            self = parts.count == 4 ? .packed(parts[0], parts[1], parts[2], parts[3]) : .other(text)
        }

        var text: String? {
            switch self {
            case .none: nil
            case .packed(let a, let b, let c, let d): a.text + b.text + c.text + d.text
            case .other(let text): text
            }
        }
    }

    private var entries = IDTable<Entry>()
    private var forms = JobForms()
    /// A few: the lanes.
    private var places: [LaneRecord] = []

    public var isEmpty: Bool { entries.isEmpty }
    public var count: Int { entries.count }

    public func contains(_ id: PackedID) -> Bool { entries.contains(id) }

    /// That the training took, on its lane.
    func seconds(_ id: PackedID) -> Double? { entries[id]?.seconds }

    public subscript(id: PackedID) -> TrainedEvent? { entries[id].map(event) }

    public subscript(id: String) -> TrainedEvent? { entries[id].map(event) }

    /// In the order of their first coming.
    public var values: some Sequence<TrainedEvent> { entries.values.lazy.map { event($0) } }

    /// Of those whose learning curves lie beside the shard: versions that had them in the event did not note the
    /// model's size yet.
    var idsWithCurvesBeside: some Sequence<PackedID> {
        entries.values.lazy.compactMap { entry in
            guard entry.size != 0, case .packed(let id) = entry.id else { return nil }
            return id
        }
    }

    mutating func add(_ event: TrainedEvent) {
        let id = EventID(event.id)
        entries.set(
            id,
            Entry(
                id: id, job: forms.pack(event.job), place: place(event.place), digest: Digest(event.modelDigest),
                size: Int32(clamping: event.modelSize ?? 0),
                bestEpoch: event.bestEpoch, validationAccuracy: event.validationAccuracy, seconds: event.seconds))
    }

    mutating func remove(_ id: String) { entries[id] = nil }

    private mutating func place(_ place: LaneRecord) -> Int32 {
        if let known = places.firstIndex(of: place) { return Int32(known) }
        places.append(place)
        return Int32(places.count - 1)
    }

    private func event(_ entry: Entry) -> TrainedEvent {
        TrainedEvent(
            id: entry.id.text, job: forms.job(entry.job), bestEpoch: entry.bestEpoch,
            validationAccuracy: entry.validationAccuracy, crossEntropy: [], regulariser: [], accuracy: [],
            seconds: entry.seconds, place: places[Int(entry.place)], modelDigest: entry.digest.text,
            modelSize: entry.size == 0 ? nil : Int(entry.size))
    }
}
