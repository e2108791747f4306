import Foundation

/// The format of a sweep file as a JSON Schema (draft 7, which editors' YAML support reads): made from
/// `SweepSchema`, so that it cannot say anything else than the reader does.
///
/// It judges shapes, words and ranges. What takes more than one value to see, such as splits larger
/// than the data set, is the program's affair.
public enum SweepJSONSchema {
    /// The document, keys sorted, ending in a newline. The same bytes each time.
    public static func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(document), as: UTF8.self) + "\n"
    }

    static var document: JSONValue {
        var root = mapping(SweepSchema.keys)
        root["$schema"] = .text("http://json-schema.org/draft-07/schema#")
        root["title"] = .text("Sweep file")
        root["description"] = .text("What sweep run runs: groups, methods, seeds and how the weight ν is chosen.")
        // A place for anchors.
        root["patternProperties"] = .object(["^x-": .object([:])])
        return .object(root)
    }

    private static func mapping(_ keys: [KeySchema]) -> [String: JSONValue] {
        var object: [String: JSONValue] = [
            "type": .text("object"), "additionalProperties": .bool(false),
            "properties": .object(Dictionary(uniqueKeysWithValues: keys.map { ($0.name, schema(of: $0)) })),
        ]
        let required = keys.filter(\.required).map { JSONValue.text($0.name) }
        if !required.isEmpty { object["required"] = .array(required) }
        return object
    }

    private static func schema(of key: KeySchema) -> JSONValue {
        var object = schema(of: key.kind)
        object["description"] = .text(key.meaning)
        if let value = key.defaultValue.flatMap(JSONValue.init(yaml:)) { object["default"] = value }
        if let value = JSONValue(yaml: key.example) { object["examples"] = .array([value]) }
        return .object(object)
    }

    private static func schema(of kind: ValueKind) -> [String: JSONValue] {
        switch kind {
        case .name: ["type": .text("string"), "pattern": .text("^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
        case .integer(let range):
            ["type": .text("integer"), "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)]
        case .number(let range):
            [
                "type": .text("number"), range.excludesLower ? "exclusiveMinimum" : "minimum": .number(range.lower),
                "maximum": .number(range.upper),
            ]
        case .word(let words): ["enum": .array(words.map(JSONValue.text))]
        case .text: ["type": .text("string"), "minLength": .integer(1)]
        case .group:
            either([
                .object([
                    "type": .text("string"),
                    "pattern": .text("^(\(GroupName.listed.map { $0.name }.joined(separator: "|"))|T[0-9]+[xy]?)$"),
                ]),
                .object(mapping(OwnGroupReader.keys)),
            ])
        case .condition: ["type": .text("string"), "pattern": .text("^\\s*[A-Za-z_]+\\s*(>=|≥)\\s*[0-9.eE+-]+\\s*$")]
        case .list(let entry, let distinct, let single): list(of: schema(of: entry), distinct: distinct, single: single)
        case .tuple(let kinds):
            [
                "type": .text("array"), "items": .array(kinds.map { .object(schema(of: $0)) }),
                "minItems": .integer(kinds.count), "maxItems": .integer(kinds.count),
            ]
        case .mapping(let keys, let shorthand):
            if let short = keys.first(where: { $0.name == shorthand }) {
                either([.object(schema(of: short.kind)), .object(mapping(keys))])
            } else {
                mapping(keys)
            }
        case .either(let kinds): either(kinds.map { .object(schema(of: $0)) })
        }
    }

    private static func list(of entry: [String: JSONValue], distinct: Bool, single: Bool) -> [String: JSONValue] {
        var list: [String: JSONValue] = ["type": .text("array"), "items": .object(entry), "minItems": .integer(1)]
        if distinct { list["uniqueItems"] = .bool(true) }
        return single ? either([.object(list), .object(entry)]) : list
    }

    private static func either(_ kinds: [JSONValue]) -> [String: JSONValue] { ["anyOf": .array(kinds)] }
}
