import Foundation

/// A group that a model is measured under: built in, or from a permutation file.
public struct CheckGroup: Sendable, Hashable {
    /// As tables and messages show it.
    public let name: GroupName
    private let own: OwnGroup?

    /// - Parameters:
    ///   - text: a group's name, or the path of a permutation file, whose name without its ending then names the group.
    ///   - pad: of the model's images.
    /// - Throws: `.noGroup`, `.badGroupFile`.
    public init(_ text: String, pad: Int) throws(CheckError) {
        if let name = GroupName(text), !name.isOwn {
            self.init(name: name, own: nil)
            return
        }
        guard FileManager.default.fileExists(atPath: text) else {
            throw .noGroup(text, nearest: NearestWord.find(text, among: GroupName.examples))
        }
        let stem = ((text as NSString).lastPathComponent as NSString).deletingPathExtension
        do throws(OwnGroupError) {
            let own = try OwnGroup(
                name: stem.replacingOccurrences(of: "#", with: "-"), path: text, sizes: OwnGroupSizes(pads: [pad]))
            self.init(name: own.groupName, own: own)
        } catch {
            throw .badGroupFile(error)
        }
    }

    private init(name: GroupName, own: OwnGroup?) {
        self.name = name
        self.own = own
    }

    /// The group that a model's metadata name. A group of the user's own is looked for where a run would have
    /// left it, `groups/` beside the model's folder; the failure counts only where nothing else is asked for.
    /// - Throws: where the metadata name no group at all.
    static func find(ofModel text: String, file: String) throws(CheckError) -> Result<CheckGroup, CheckError> {
        guard let name = GroupName(text) else {
            throw .metadata(file: file, key: "group", expected: "a group such as R4", found: text, option: "--groups")
        }
        guard name.isOwn else { return .success(CheckGroup(name: name, own: nil)) }
        let results = URL(fileURLWithPath: file).deletingLastPathComponent().deletingLastPathComponent()
        do throws(OwnGroupError) {
            let own = try ResultsFolder(results).ownGroups([name])[name]
            return .success(CheckGroup(name: name, own: own))
        } catch {
            return .failure(.groupFileMissing(group: name.label, error))
        }
    }

    /// - Throws: `GroupError` where it does not fit the images.
    func group(_ data: PreparedData) throws(GroupError) -> PermutationGroup {
        guard let own else { return try PermutationGroup(name, height: data.height, width: data.width) }
        return try own.group(height: data.height, width: data.width, pad: data.request.pad)
    }
}
