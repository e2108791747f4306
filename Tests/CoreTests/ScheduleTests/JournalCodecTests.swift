import Foundation
import Testing

@testable import Core

/// The hand-made writer and reader against the library's, on the same events.
@Suite struct JournalCodecTests {
    private static let events: [JournalEvent] = {
        var random = RandomEvents(seed: 42)
        return JournalExamples.all + (0 ..< 4000).map { _ in random.event() }
    }()

    @Test func theWriterGivesTheLibrarysBytes() throws {
        let encoder = JournalLine.makeEncoder()
        var written = 0
        for event in Self.events {
            guard let text = EventText.json(event, header: 0, encoder: encoder) else { continue }
            written += 1
            let expected = String(decoding: try encoder.encode(event), as: UTF8.self)
            #expect(String(decoding: text.bytes, as: UTF8.self) == expected)
        }
        #expect(written > 800)
    }

    @Test func linesOfTheWriterCheck() throws {
        let encoder = JournalLine.makeEncoder()
        for event in Self.events {
            let line = try JournalLine.encode(event, with: encoder).bytes
            #expect(line.last == JournalLine.newline && line.dropLast().allSatisfy { $0 != JournalLine.newline })
            line.withUnsafeBytes { bytes in
                guard case .whole(JournalLine.headerLength ..< line.count - 1) = JournalLine.check(bytes, 0 ..< line.count - 1)
                else {
                    Issue.record("\(String(decoding: line, as: UTF8.self))")
                    return
                }
            }
        }
    }

    /// Reads what the library wrote, so that the reader does not rest on the writer.
    @Test(arguments: [Journal.Detail.outline, .tables, .all])
    func theReaderFindsTheLibrarysEvents(_ detail: Journal.Detail) throws {
        let encoder = JournalLine.makeEncoder()
        let decoder = JournalLine.makeDecoder()
        var scanner = EventScanner(detail)
        for event in Self.events {
            let json = try encoder.encode(event)
            let expected = Self.reduced(try decoder.decode(JournalEvent.self, from: json), to: detail)
            let found = try json.withUnsafeBytes { try scanner.event($0, 0 ..< $0.count) }
            #expect(found == expected, "\(String(decoding: json, as: UTF8.self))")
            // Equal is not the same where a zero has lost its sign.
            #expect(try encoder.encode(found) == encoder.encode(expected))
        }
    }

    private static func reduced(_ event: JournalEvent, to detail: Journal.Detail) -> JournalEvent {
        switch event {
        case .trained(let trained) where detail != .all: return .trained(trained.withoutCurves)
        case .evaluated(var evaluated) where detail == .outline:
            (evaluated.measurements.perElement, evaluated.measurements.perClass) = ([:], [:])
            evaluated.measurements.series = [:]
            return .evaluated(evaluated)
        default: return event
        }
    }

    /// A text with one byte changed: both read it as the same or both refuse it.
    @Test func onOtherTextBothAgree() throws {
        let encoder = JournalLine.makeEncoder()
        let decoder = JournalLine.makeDecoder()
        var scanner = EventScanner(.all)
        var state: UInt64 = 1
        let letters = Array("0123456789-+.eE{}[]\",: abnu\u{7F}\\/".utf8)
        var agreed = 0
        for event in Self.events.prefix(1500) {
            var json = try encoder.encode(event)
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            json[Int(state >> 33) % json.count] = letters[Int(state >> 13) % letters.count]
            let expected = try? decoder.decode(JournalEvent.self, from: json)
            let found = try? json.withUnsafeBytes { try scanner.event($0, 0 ..< $0.count) }
            #expect(found == expected, "\(String(decoding: json, as: UTF8.self))")
            if found != nil { agreed += 1 }
        }
        #expect(agreed > 100)
    }

    @Test func numbersAreReadAsTheLibraryReadsThem() throws {
        for text in [
            "0", "-0", "0.1", "1e5", "1E+5", "1.5e-7", "123456789012345678901234567890", "9007199254740993", "0e-400",
            "4.9e-324", "2.2250738585072011e-308", "17976931348623157e292", "0.30000000000000004", "1e22", "1e23", "-12.5",
        ] {
            let found = Array(text.utf8).withUnsafeBytes { bytes in
                var line = LineScanner(bytes, 0 ..< bytes.count)
                let value = line.number()
                return line.isAtEnd ? value : nil
            }
            #expect(found?.bitPattern == Double(text)?.bitPattern, "\(text)")
        }
        for text in ["", "-", "01", "1.", ".5", "+1", "1e", "1e+", "nan", "0x1", "1e99999", "1e-400", "2e-324"] {
            Array(text.utf8).withUnsafeBytes { bytes in
                var line = LineScanner(bytes, 0 ..< bytes.count)
                let value = line.number()
                #expect(value == nil || !line.isAtEnd, "\(text)")
            }
        }
    }

    /// Lines of all lengths, cut by blocks of all sizes, come out the same.
    @Test func blocksDoNotMatter() throws {
        let encoder = JournalLine.makeEncoder()
        var content: [UInt8] = []
        for event in Self.events.prefix(60) { content += try JournalLine.encode(event, with: encoder).bytes }
        content[content.count / 2] ^= 1
        content.removeLast(5)
        var whole = Journal()
        whole.read(Data(content), file: "f")
        #expect(whole.damage.count == 2)
        for block in [1, 7, 100, 1000, 4096, content.count] {
            var scanner = EventScanner(.all)
            var events: [JournalEvent] = []
            var reader = ShardReader(file: "f", decode: { try scanner.event($0, $1) }, visit: { events.append($0) })
            var rest: [UInt8] = []
            var start = 0
            repeat {
                let end = min(start + block, content.count)
                rest += content[start ..< end]
                start = end
                let used = rest.withUnsafeBytes { reader.read($0, isLast: end == content.count) }
                rest.removeFirst(used)
            } while start < content.count
            #expect(events == whole.events && reader.damage == whole.damage, "blocks of \(block)")
        }
    }
}
