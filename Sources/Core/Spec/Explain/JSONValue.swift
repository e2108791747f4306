import Foundation

/// A JSON value under construction, for documents whose shape no Swift type has.
enum JSONValue: Sendable, Hashable, Encodable {
    case text(String)
    case integer(Int)
    case number(Double)
    case bool(Bool)
    case array([JSONValue])
    case object([String: JSONValue])

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .bool(let value): try container.encode(value)
        case .array(let values): try container.encode(values)
        case .object(let values): try container.encode(values)
        }
    }

    /// The value that a piece of YAML stands for, as JSON has it; nil where it is none.
    init?(yaml text: String) {
        guard let document = try? YAMLDocument(text, place: { .file("", line: $0, column: $1) }), let root = document.root
        else { return nil }
        self.init(root)
    }

    private init(_ node: SpecNode) {
        switch node.content {
        case .scalar(let text, quoted: false):
            if let integer = node.integer { self = .integer(integer); return }
            if let number = node.number, number.isFinite { self = .number(number); return }
            self = .text(text)
        case .scalar(let text, quoted: true): self = .text(text)
        case .list(let nodes): self = .array(nodes.map(JSONValue.init))
        case .mapping(let entries):
            self = .object(Dictionary(entries.map { ($0.key, JSONValue($0.value)) }, uniquingKeysWith: { _, last in last }))
        }
    }
}
