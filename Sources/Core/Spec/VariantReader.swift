/// Resolves `variants`: forms of one sweep, each the sweep's own keys with some of them replaced.
enum VariantReader {
    /// The keys that a variant may replace.
    static let keys = ["data", "groups", "methods", "seeds", "nu", "regularisers", "regulariser", "training"]
    /// Of these a variant replaces single keys; of the others the whole value.
    private static let merged: Set = ["data", "training"]

    /// The tree of each variant, as if it were a sweep file of its own, with its name.
    static func trees(_ root: SpecNode) -> [(name: String, tree: SpecNode)] {
        (root["variants"]?.entriesOrSelf ?? []).map { variant in
            (variant["name"]?.text ?? "", tree(of: variant, in: root))
        }
    }

    /// What the variant's tree calls a key of the sweep file: `variants.training.epochs` stands there as `training.epochs`.
    static func treeKey(_ key: String) -> String { String(key.trimmingPrefix("variants.")) }

    private static func tree(of variant: SpecNode, in root: SpecNode) -> SpecNode {
        guard case .mapping(var entries) = root.content, case .mapping(let own) = variant.content else { return root }
        entries.removeAll { $0.key == "variants" }
        for entry in own where keys.contains(entry.key) {
            // A variant's word outranks the sweep's, under whichever of two spellings.
            if entry.key.hasPrefix("regulariser") { entries.removeAll { $0.key.hasPrefix("regulariser") } }
            guard let place = entries.firstIndex(where: { $0.key == entry.key }) else {
                entries.append(entry)
                continue
            }
            if merged.contains(entry.key) {
                entries[place].value = merge(entry.value, into: entries[place].value)
            } else {
                entries[place] = entry
            }
        }
        return SpecNode(.mapping(entries), variant.place)
    }

    private static func merge(_ new: SpecNode, into old: SpecNode) -> SpecNode {
        guard case .mapping(var entries) = old.content, case .mapping(let own) = new.content else { return new }
        for entry in own {
            if let place = entries.firstIndex(where: { $0.key == entry.key }) {
                entries[place] = entry
            } else {
                entries.append(entry)
            }
        }
        return SpecNode(.mapping(entries), new.place)
    }
}
