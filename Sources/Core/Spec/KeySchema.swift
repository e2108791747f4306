/// One key of a sweep file: everything there is to say about it, once. The reader, its messages and
/// its "did you mean" come from here; so can a JSON schema and an explanation for the terminal.
public struct KeySchema: Sendable {
    /// The last part of the path.
    public let name: String
    /// From the top of the file, with dots: `training.epochs`.
    public let path: String
    /// What its value may be.
    public let kind: ValueKind
    /// In YAML. Nil where there is none: then the key is `required`, or leaving it out has the
    /// effect that `meaning` tells.
    public let defaultValue: String?
    /// Whether a sweep without it, or a mapping of its parent's kind without it, is an error.
    public let required: Bool
    /// One sentence.
    public let meaning: String
    /// A value that is not the default, in YAML.
    public let example: String
    /// Another key that this one is merely a spelling of.
    public let aliasOf: String?

    init(
        _ path: String, _ kind: ValueKind, default defaultValue: String? = nil, required: Bool = false,
        aliasOf: String? = nil, meaning: String, example: String
    ) {
        self.path = path
        name = path.split(separator: ".").last.map(String.init) ?? path
        self.kind = kind
        self.defaultValue = defaultValue
        self.required = required
        self.aliasOf = aliasOf
        self.meaning = meaning
        self.example = example
    }

    /// The keys below this one.
    public var children: [KeySchema] { Self.keys(of: kind) }

    static func keys(of kind: ValueKind) -> [KeySchema] {
        switch kind {
        case .mapping(let keys, _): keys
        case .either(let kinds): kinds.flatMap(keys(of:))
        default: []
        }
    }
}
