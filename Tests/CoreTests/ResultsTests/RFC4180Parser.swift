/// RFC 4180 to the letter, sharing nothing with `CSVReader`: what this refuses, some program will.
struct RFC4180Parser {
    struct Problem: Error, CustomStringConvertible {
        var offset: Int
        var text: String
        var description: String { "byte \(offset): \(text)" }
    }

    private let bytes: [UInt8]
    private let separator: UInt8
    private var place = 0

    /// - Returns: records of fields, all of one length.
    static func records(_ bytes: [UInt8], separator: Character = ",") throws -> [[String]] {
        var parser = RFC4180Parser(bytes: bytes, separator: separator.asciiValue ?? 0)
        var records: [[String]] = []
        while parser.place < bytes.count {
            let record = try parser.record()
            if let first = records.first, first.count != record.count {
                throw parser.problem("\(record.count) fields where the header has \(first.count)")
            }
            records.append(record)
        }
        return records
    }

    private init(bytes: [UInt8], separator: UInt8) {
        self.bytes = bytes
        self.separator = separator
    }

    private func problem(_ text: String) -> Problem { Problem(offset: place, text: text) }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func record() throws -> [String] {
        var fields = [try field()]
        while next == separator {
            place += 1
            fields.append(try field())
        }
        guard next == 13, place + 1 < bytes.count, bytes[place + 1] == 10 else { throw problem("expected CR LF") }
        place += 2
        return fields
    }

    private mutating func field() throws -> String {
        var content: [UInt8] = []
        if next == UInt8(ascii: "\"") {
            place += 1
            while let byte = next {
                place += 1
                if byte != UInt8(ascii: "\"") {
                    content.append(byte)
                } else if next == UInt8(ascii: "\"") {
                    content.append(byte)
                    place += 1
                } else {
                    return try text(content)
                }
            }
            throw problem("a quote is not closed")
        }
        while let byte = next, byte != separator, byte != 13 {
            if byte == 10 || byte == UInt8(ascii: "\"") { throw problem("byte \(byte) in a field without quotes") }
            content.append(byte)
            place += 1
        }
        return try text(content)
    }

    private func text(_ content: [UInt8]) throws -> String {
        guard let text = String(validating: content, as: UTF8.self) else { throw problem("not UTF-8") }
        return text
    }
}
