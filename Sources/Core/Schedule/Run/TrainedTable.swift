/// What is known of trained networks, by `Job.id`: their events without learning curves, packed: there may
/// be hundreds of thousands.
public struct TrainedTable: Sendable {
    private var entries = IDTable<PackedTraining>()

    /// Whether no network is known as trained.
    public var isEmpty: Bool { entries.isEmpty }
    /// How many networks are known as trained.
    public var count: Int { entries.count }

    /// Whether the network is known as trained.
    /// - Complexity: O(1).
    public func contains(_ id: PackedID) -> Bool { entries.contains(id) }

    /// That the training took, on its lane.
    func seconds(_ id: PackedID) -> Double? { entries[id]?.seconds }

    /// Without learning curves, unpacked anew each time; nil for a network that is not known as trained.
    public subscript(id: PackedID) -> TrainedEvent? { entries[id].map(\.event) }

    /// The same by the text of its `Job.id`.
    public subscript(id: String) -> TrainedEvent? { entries[id].map(\.event) }

    /// In the order of their first coming.
    public var values: some Sequence<TrainedEvent> { entries.values.lazy.map(\.event) }

    /// Of those whose learning curves lie beside the shard: versions that had them in the event did not note the
    /// model's size yet.
    var idsWithCurvesBeside: some Sequence<PackedID> {
        entries.values.lazy.compactMap { entry in
            guard entry.modelSize != nil, case .packed(let id) = entry.id else { return nil }
            return id
        }
    }

    mutating func add(_ event: PackedTraining) {
        if event.modelSize == 0 {
            var event = event
            event.modelSize = nil
            entries.set(event.id, event)
        } else {
            entries.set(event.id, event)
        }
    }

    mutating func add(_ event: TrainedEvent) { add(PackedTraining(event)) }

    mutating func remove(_ id: String) { entries[id] = nil }

    /// The ids of those whose models are not as they should be, and why not.
    func damages(_ models: ModelShelf) -> [(id: String, damage: ModelDamage)] {
        var damages: [(id: String, damage: ModelDamage)] = []
        for entry in entries.all {
            guard let entry, let damage = models.damage(of: entry.id, size: entry.modelSize) else { continue }
            damages.append((entry.id.text, damage))
        }
        return damages
    }
}
