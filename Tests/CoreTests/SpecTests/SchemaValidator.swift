import Foundation

@testable import Core

/// JSON Schema draft 7, as much of it as the generated schema uses; a keyword it does not know is an
/// error, so that none goes untested.
struct SchemaValidator {
    struct UnknownKeyword: Error { let name: String }

    /// Nil where the value is valid, else the place of what is not.
    static func fault(_ value: JSONValue, _ schema: JSONValue, at path: String = "") throws -> String? {
        guard case .object(let rules) = schema else { return nil }
        for (name, rule) in rules.sorted(by: { $0.key < $1.key }) {
            if let fault = try fault(value, name, rule, rules, path) { return "\(path): \(fault)" }
        }
        return nil
    }

    private static func fault(
        _ value: JSONValue, _ name: String, _ rule: JSONValue, _ rules: [String: JSONValue], _ path: String
    ) throws -> String? {
        switch (name, rule) {
        case ("$schema", _), ("title", _), ("description", _), ("default", _), ("examples", _), ("patternProperties", _):
            return nil
        case ("type", .text(let type)): return isA(value, type) ? nil : "no \(type)"
        case ("enum", .array(let values)): return values.contains(value) ? nil : "not among the words"
        case ("pattern", .text(let pattern)):
            guard case .text(let text) = value else { return nil }
            return text.range(of: pattern, options: .regularExpression) == nil ? "not \(pattern)" : nil
        case ("minLength", .integer(let least)):
            if case .text(let text) = value { return text.count < least ? "too short" : nil }
            return nil
        case ("minimum", _): return compare(value, rule) { $0 >= $1 }
        case ("exclusiveMinimum", _): return compare(value, rule) { $0 > $1 }
        case ("maximum", _): return compare(value, rule) { $0 <= $1 }
        case ("minItems", .integer(let least)):
            if case .array(let values) = value { return values.count < least ? "too few" : nil }
            return nil
        case ("maxItems", .integer(let most)):
            if case .array(let values) = value { return values.count > most ? "too many" : nil }
            return nil
        case ("uniqueItems", _):
            if case .array(let values) = value { return Set(values).count < values.count ? "twice" : nil }
            return nil
        case ("items", .array(let kinds)):
            guard case .array(let values) = value else { return nil }
            return try zip(values, kinds).lazy.compactMap { try fault($0, $1, at: path + "[]") }.first
        case ("items", _):
            guard case .array(let values) = value else { return nil }
            for value in values { if let fault = try fault(value, rule, at: path + "[]") { return fault } }
            return nil
        case ("anyOf", .array(let kinds)):
            let faults = try kinds.map { try fault(value, $0, at: path) }
            return faults.contains(nil) ? nil : faults.compactMap { $0 }.joined(separator: "; ")
        case ("required", .array(let names)):
            guard case .object(let entries) = value else { return nil }
            return names.contains { if case .text(let name) = $0 { entries[name] == nil } else { true } } ? "missing" : nil
        case ("properties", .object(let kinds)):
            guard case .object(let entries) = value else { return nil }
            for (key, value) in entries {
                if let kind = kinds[key], let fault = try fault(value, kind, at: "\(path).\(key)") { return fault }
            }
            return nil
        case ("additionalProperties", .bool(false)):
            guard case .object(let entries) = value, case .object(let kinds)? = rules["properties"] else { return nil }
            let hasAnchors = rules["patternProperties"] != nil
            return entries.keys.first { kinds[$0] == nil && !(hasAnchors && $0.hasPrefix("x-")) }.map { "key \($0)" }
        default: throw UnknownKeyword(name: name)
        }
    }

    private static func isA(_ value: JSONValue, _ type: String) -> Bool {
        switch (value, type) {
        case (.text, "string"), (.integer, "integer"), (.integer, "number"), (.number, "number"), (.array, "array"),
            (.object, "object"):
            true
        default: false
        }
    }

    private static func compare(_ value: JSONValue, _ bound: JSONValue, _ holds: (Double, Double) -> Bool) -> String? {
        guard let value = number(value), let bound = number(bound) else { return nil }
        return holds(value, bound) ? nil : "out of range"
    }

    private static func number(_ value: JSONValue) -> Double? {
        switch value {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }
}
