import Foundation

/// The groups that a sweep brings from files: `groups: [R4, {name: mine, permutations: my_group.txt}]`.
///
/// They are read before everything else looks at `groups`, which then finds their names there.
struct OwnGroupReader {
    static let keys: [KeySchema] = [
        KeySchema(
            "groups.name", .name, required: true, meaning: "What tables call the group.", example: "mine"),
        KeySchema(
            "groups.permutations", .text("the path of a permutation file"), required: true,
            meaning: "A text file with one group element per line, found from the sweep file's folder.",
            example: "my_group.txt"),
        KeySchema(
            "groups.digest", .text("the \(OwnGroup.digestLength) digits that a resolved sweep file gives"),
            meaning: "If given, the digest that the file's permutations must have.", example: "\"0123456789ab\""),
    ]

    /// Of the sweep file; empty for the current folder.
    private let folder: String
    private(set) var groups: [GroupName: OwnGroup] = [:]
    private(set) var diagnostics: [SpecDiagnostic] = []
    /// The whole file, from the first group on.
    private var root = SpecNode?.none
    /// Of what the file asks for; nil as long as no group needed it.
    private var sizes: OwnGroupSizes?

    /// - Parameter sweep: the sweep file's path.
    init(sweep: String) { folder = (sweep as NSString).deletingLastPathComponent }

    /// Puts names in place of the mappings. Those that the schema found wrong are left as they are.
    mutating func resolve(_ root: inout SpecNode) {
        self.root = root
        resolve(parts: &root)
    }

    /// Of the sweep and its variants, as far as they can be read.
    private static func pads(_ root: SpecNode) -> [Int] {
        let trees = VariantReader.trees(root).map(\.tree)
        return (trees.isEmpty ? [root] : trees).map { SweepReader(root: $0).data().pad }
            .filter((0 ... PreparedData.largestPad).contains)
    }

    private mutating func knownSizes() -> OwnGroupSizes {
        let known = sizes ?? OwnGroupSizes(pads: root.map(Self.pads) ?? [])
        sizes = known
        return known
    }

    private mutating func resolve(parts root: inout SpecNode) {
        guard case .mapping(var entries) = root.content else { return }
        for index in entries.indices {
            switch (entries[index].key, entries[index].value.content) {
            case ("groups", .list(var nodes)):
                for place in nodes.indices { resolve(group: &nodes[place]) }
                entries[index].value.content = .list(nodes)
            case ("variants", .list(var nodes)):
                for place in nodes.indices { resolve(parts: &nodes[place]) }
                entries[index].value.content = .list(nodes)
            default: break
            }
        }
        root.content = .mapping(entries)
    }

    private mutating func resolve(group node: inout SpecNode) {
        guard case .mapping = node.content, let name = node["name"]?.text, let file = node["permutations"],
            let path = file.text
        else { return }
        do throws(OwnGroupError) {
            let group = try OwnGroup(name: name, path: found(path), sizes: knownSizes())
            if let pin = node["digest"], let digest = pin.text, digest != group.digest {
                return report(pin, .groupChanged(file: found(path), expected: digest, found: group.digest))
            }
            guard !groups.keys.contains(where: { $0.label == name && $0 != group.groupName }) else {
                return report(node, .groupNameOfTwo(name))
            }
            groups[group.groupName] = group
            node.content = .scalar(group.groupName.description, quoted: true)
        } catch {
            report(file, .badGroupFile(error))
        }
    }

    private mutating func report(_ node: SpecNode, _ problem: SpecProblem) {
        diagnostics.append(SpecDiagnostic(node.place, key: "groups", problem))
    }

    private func found(_ path: String) -> String {
        path.hasPrefix("/") || folder.isEmpty ? path : (folder as NSString).appendingPathComponent(path)
    }
}
