/// What is wrong with a question to `sweep check`.
public enum CheckError: Error, Hashable, CustomStringConvertible {
    case noData(file: String)
    /// Of an option, or of metadata that two options override together.
    case option(String, expected: String, found: String)
    case metadata(file: String, key: String, expected: String, found: String, option: String)
    case noGroup(String, nearest: String?)
    case badGroupFile(OwnGroupError)
    case groupFileMissing(group: String, OwnGroupError)
    case tiedGroups(found: [String], own: String?)
    case otherTie(tied: String, found: String)
    case noSamples(SplitName)

    private static func hint(_ group: String, _ nearest: String?) -> String {
        if let shifts = GroupName.shiftsInstead(of: group) { return "; \(shifts)" }
        return nearest.map { "; did you mean \($0)?" } ?? ""
    }

    /// For people: the option or the metadata at fault, what was expected and what was found.
    public var description: String {
        switch self {
        case .noData(let file):
            "\(file): its metadata do not name a data set; give --data \(DatasetName.allCases.map(\.rawValue).joined(separator: "|"))"
        case .option(let option, let expected, let found): "\(option): expected \(expected), found \(found)"
        case .metadata(let file, let key, let expected, let found, let option):
            "\(file): metadata \(key): expected \(expected), found '\(found)'; \(option) overrides it"
        case .noGroup(let found, let nearest):
            "--groups: \(found) is not a group and no file; the groups are \(GroupName.listedNames), Tn and Tny for n shifts along x or "
                + "y, and permutation files" + Self.hint(found, nearest)
        case .badGroupFile(let error): "\(error)"
        case .groupFileMissing(let group, let error):
            "the model was trained under \(group), a group from a file that is not beside it (\(error)); give the file: "
                + "--groups my_group.txt"
        case .tiedGroups(let found, let own):
            "--groups: expected the one group that the WT model's first layer is tied to"
                + (own.map { ", \($0)" } ?? ", as in --groups R4")
                + ", found \(found.isEmpty ? "none" : found.joined(separator: ", "))"
        case .otherTie(let tied, let found):
            "--groups: the WT model's first layer is tied to \(tied), and only under that can it be measured; found \(found)"
        case .noSamples(let split):
            "the \(split.rawValue) split is empty; expected at least one sample: take another --split, or raise --\(split.rawValue)"
        }
    }
}
