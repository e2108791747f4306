import Foundation
import Testing

@testable import Core

@Suite struct JournalDamageTests {
    private let folder: OwnedFolder
    private let whole: Data

    init() throws {
        folder = try OwnedFolder()
        let encoder = JournalLine.makeEncoder()
        // With learning curves in the event, as earlier versions wrote them.
        whole = Data(try JournalExamples.all.flatMap { try JournalLine.encode($0, with: encoder).bytes })
    }

    private func read(_ bytes: Data) -> Journal {
        var journal = Journal()
        journal.read(bytes, file: "f")
        return journal
    }

    /// For each byte the number of the line it belongs to, its newline included.
    private var lineOfByte: [Int] {
        var line = 0
        return whole.map { byte in
            defer { if byte == JournalLine.newline { line += 1 } }
            return line
        }
    }

    @Test func cutAnywhere() throws {
        let lines = lineOfByte
        for length in 0 ... whole.count {
            let journal = read(whole.prefix(length))
            // A line that lacks only its newline is whole.
            let complete = length == whole.count
                ? JournalExamples.all.count : lines[length] + (whole[length] == JournalLine.newline ? 1 : 0)
            #expect(journal.events == Array(JournalExamples.all.prefix(complete)), "cut at \(length)")
            let start = lines.firstIndex(of: complete) ?? whole.count
            let torn = length > start
            #expect(
                journal.damage
                    == (torn ? [JournalDamage(file: "f", line: complete + 1, offset: start, what: .tornTail)] : []),
                "cut at \(length)")
        }
    }

    @Test func cutAnywhereAndWrittenOn() throws {
        let lines = lineOfByte
        for length in stride(from: 0, through: whole.count, by: 7) {
            try folder.write(whole.prefix(length), to: "\(length)/main.jsonl")
            let writer = try JournalWriter(folder: "\(folder.path)/\(length)", shard: "main")
            try writer.append(JournalExamples.numbered(1))
            try writer.append(JournalExamples.numbered(2))
            try writer.close()
            let journal = try Journal.read(folder: "\(folder.path)/\(length)")
            let complete = length == whole.count
                ? JournalExamples.all.count : lines[length] + (whole[length] == JournalLine.newline ? 1 : 0)
            #expect(
                journal.events
                    == JournalExamples.all.prefix(complete) + [JournalExamples.numbered(1), JournalExamples.numbered(2)])
            #expect(journal.damage.count == (length > (lines.firstIndex(of: complete) ?? whole.count) ? 1 : 0))
        }
    }

    @Test func oneBitFlippedAnywhereCostsAtMostItsLine() {
        let lines = lineOfByte
        for offset in whole.indices {
            for bit in [offset % 8, (offset + 5) % 8] {
                var bytes = whole
                bytes[offset] ^= 1 << UInt8(bit)
                let journal = read(bytes)
                var expected = JournalExamples.all
                if whole[offset] != JournalLine.newline { expected.remove(at: lines[offset]) }
                #expect(journal.events == expected, "byte \(offset), bit \(bit)")
                #expect(!journal.damage.isEmpty)
                #expect(journal.damage.allSatisfy { $0.line == lines[offset] + 1 || $0.line == lines[offset] + 2 })
            }
        }
    }

    @Test func aDamagedLineBreakCostsNothing() throws {
        let lines = lineOfByte
        let offset = try #require(lines.lastIndex(of: 1))
        var bytes = whole
        bytes[offset] = 0
        let journal = read(bytes)
        #expect(journal.events == JournalExamples.all)
        #expect(
            journal.damage
                == [JournalDamage(file: "f", line: 2, offset: try #require(lines.firstIndex(of: 1)), what: .lineBreak)])
    }

    @Test func unknownEventsAndOtherTextArePassedOver() throws {
        func line(_ json: String) -> String {
            let bytes = Array(json.utf8)
            var crc: UInt32 = 0xFFFF_FFFF
            for byte in bytes {
                crc ^= UInt32(byte)
                for _ in 0 ..< 8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
            }
            let text = String(~crc, radix: 16)
            return String(repeating: "0", count: 8 - text.count) + text + " " + json
        }
        let good = String(decoding: whole.prefix(while: { $0 != JournalLine.newline }), as: UTF8.self)
        let journal = read(
            Data(
                [
                    line(#"{"paused":{"_0":{}}}"#), good, "", "hello", line(#"{"searched":{"_0":{"group":"Q7"}}}"#),
                    line(#"{"a"#), #"00000000 {"a"}"#, String(repeating: "\0", count: 50), good, "",
                ].joined(separator: "\n").utf8))
        #expect(journal.events == [JournalExamples.opened, JournalExamples.opened])
        #expect(journal.damage.map(\.line) == [1, 4, 5, 6, 7, 8])
        for index in [0, 2, 3] {
            guard case .undecodable = journal.damage[index].what else {
                Issue.record("\(journal.damage[index])")
                continue
            }
        }
        #expect(journal.damage[2].description.contains("'Q7' names no group"))
        #expect(journal.damage[1].what == .malformed && journal.damage[5].what == .malformed)
        #expect(journal.damage[4].what == .checksum(expected: "00000000", found: "8208abc0"))
    }

    @Test func noiseIsNeverACrash() {
        var state: UInt64 = 7
        for length in 0 ..< 300 {
            let bytes = (0 ..< length).map { _ -> UInt8 in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                // Mostly of the letters that a journal is made of.
                let letters = Array("0123456789abcdef {}\n\"".utf8)
                return state >> 60 == 0 ? UInt8(truncatingIfNeeded: state >> 40) : letters[Int(state >> 33) % letters.count]
            }
            #expect(read(Data(bytes)).events.isEmpty)
        }
    }

    @Test func texts() {
        let table: [(JournalDamage.What, String)] = [
            (.tornTail, "the last line is incomplete (the run was killed while it wrote); passed over"),
            (.malformed, "not a journal line (torn or damaged); passed over"),
            (
                .checksum(expected: "0000000a", found: "0000000b"),
                "checksum mismatch (the line says 0000000a, its content has 0000000b); passed over"
            ),
            (.undecodable(reason: "x"), "not an event this version knows (x); passed over"),
            (.lineBreak, "damaged end of line; the events beside it are whole and were read"),
        ]
        for (what, text) in table {
            #expect(
                JournalDamage(file: "main.jsonl", line: 3, offset: 120, what: what).description
                    == "main.jsonl:3 (byte 120): " + text)
        }
    }
}
