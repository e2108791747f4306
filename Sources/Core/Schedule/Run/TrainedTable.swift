/// What is known of trained networks, by `Job.id`: their events without learning curves, packed: there may
/// be hundreds of thousands.
public struct TrainedTable: Sendable {
    private var entries = IDTable<PackedTraining>()

    /// Whether no network is known as trained.
    public var isEmpty: Bool { entries.isEmpty }
    /// Networks in the table.
    public var count: Int { entries.count }

    /// - Complexity: O(1).
    public func contains(_ id: PackedID) -> Bool { entries.contains(id) }

    /// That the training took, on its lane.
    func seconds(_ id: PackedID) -> Double? { entries[id]?.seconds }

    /// Unpacked anew each time; nil for a network that is not trained.
    public subscript(id: PackedID) -> TrainedEvent? { entries[id].map(\.event) }

    /// The same by text; nil also where the text is no ID.
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
