import Foundation
import Testing

@testable import Core

/// A journal that is decoded in sections, on several threads, against the same in one.
@Suite struct JournalSectionTests {
    private struct Read: Equatable {
        var events: [String] = []
        var damage: [JournalDamage] = []
    }

    /// By text, so that zeros keep their signs.
    private static func text(_ event: PackedEvent) -> String {
        let encoder = JournalLine.makeEncoder()
        let json: Data?
        switch event {
        case .measured(let measured):
            json = try? encoder.encode(measured.measurements.unpacked)
            return "\(measured.evaluation.id) \(measured.id.text) \(String(decoding: json ?? Data(), as: UTF8.self))"
        case .trained(let trained): json = try? encoder.encode(JournalEvent.trained(trained.event))
        case .started: return "started"
        case .other(let event): json = try? encoder.encode(event)
        }
        return String(decoding: json ?? Data(), as: UTF8.self)
    }

    private static func read(
        _ tail: inout JournalTail, isWhole: Bool
    ) throws -> Read {
        var read = Read()
        read.damage = try tail.visit(isWhole: isWhole) { read.events.append(text($0)) }
        return read
    }

    private static func read(_ folder: OwnedFolder, _ size: Int, isWhole: Bool = true) throws -> Read {
        var tail = JournalTail(folder: folder.path, section: size)
        return try read(&tail, isWhole: isWhole)
    }

    /// Events of all kinds, and every kind of damage.
    private static func content(events count: Int, seed: UInt64) throws -> [UInt8] {
        var random = RandomEvents(seed: seed)
        let encoder = JournalLine.makeEncoder()
        var lines = try (0 ..< count).map { _ in try JournalLine.encode(random.event(), with: encoder).bytes }
        lines[2][20] ^= 1
        lines[4][lines[4].count - 1] = 0
        lines[6].removeLast(lines[6].count / 2)
        lines[8] = [JournalLine.newline]
        lines[9] = Array("no line of a journal\n".utf8)
        lines[10].insert(contentsOf: [UInt8](repeating: 7, count: 300), at: 30)
        return lines.flatMap(\.self)
    }

    @Test func `wherever the cuts are`() throws {
        let folder = try OwnedFolder()
        for (seed, cut) in [(1, 0), (2, 1), (3, 30)] as [(UInt64, Int)] {
            let content = try Self.content(events: 14, seed: seed).dropLast(cut)
            try folder.write(Data(content), to: "main.jsonl")
            let expected = try Self.read(folder, content.count + 1)
            #expect(expected.events.count >= 8 && expected.damage.count == (cut > 1 ? 6 : 5))
            for size in stride(from: 1, through: content.count, by: seed == 1 ? 1 : 5) {
                let found = try Self.read(folder, size)
                #expect(found == expected, "sections of \(size) bytes")
            }
        }
    }

    /// The reference is the reader of one thread.
    @Test func `as one thread reads it`() throws {
        let folder = try OwnedFolder()
        let content = try Self.content(events: 400, seed: 5)
        try folder.write(Data(content), to: "main.jsonl")
        var journal = Journal()
        journal.read(Data(content), file: folder.path + "/main.jsonl", .tables)
        for size in [100, 1000, 4096, 10_000, 1 << 20] {
            let found = try Self.read(folder, size)
            #expect(found.damage == journal.damage && found.events.count == journal.events.count)
            var layouts = MeasurementLayouts()
            for (found, event) in zip(found.events, journal.events) {
                if found != "started" { #expect(found == Self.text(PackedEvent(event, &layouts))) }
            }
        }
    }

    /// In steps, of which most end within a line.
    @Test func `while it is written`() throws {
        let folder = try OwnedFolder()
        let content = try Self.content(events: 14, seed: 6)
        try folder.write(Data(content), to: "main.jsonl")
        let expected = try Self.read(folder, content.count + 1)
        for (step, size) in [(1, 64), (97, 10), (97, 1000), (1009, 300)] {
            var tail = JournalTail(folder: folder.path, section: size)
            var found = Read()
            for end in stride(from: step, to: content.count + step, by: step) {
                try folder.write(Data(content.prefix(end)), to: "main.jsonl")
                let more = try Self.read(&tail, isWhole: end >= content.count)
                found.events += more.events
                found.damage += more.damage
            }
            #expect(found == expected, "steps of \(step), sections of \(size)")
        }
    }

    @Test func `what cannot be read`() throws {
        let folder = try OwnedFolder()
        try FileManager.default.createDirectory(atPath: folder.path + "/main.jsonl", withIntermediateDirectories: true)
        let error = JournalError.system(path: folder.path + "/main.jsonl", step: "read", reason: "Is a directory")
        #expect(throws: error) { try Self.read(folder, 1000) }
    }
}
