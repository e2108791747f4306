import Foundation
import Testing

@testable import Core

/// A journal that is read once, and then only in what was added.
@Suite struct JournalTailTests {
    private func line(_ number: Int) throws -> [UInt8] {
        try JournalLine.encode(.closed(RunEnd(date: "\(number)", seconds: 1)), with: JournalLine.makeEncoder()).bytes
    }

    private func read(_ tail: inout JournalTail, isWhole: Bool) throws -> (numbers: [String], damage: [JournalDamage]) {
        var numbers: [String] = []
        let damage = try tail.visit(isWhole: isWhole) {
            if case .other(.closed(let end)) = $0 { numbers.append(end.date) }
        }
        return (numbers, damage)
    }

    @Test func everyEventComesOnce() throws {
        let folder = try OwnedFolder()
        var tail = JournalTail(folder: folder.path)
        #expect(try read(&tail, isWhole: true).numbers == [])
        var content: [UInt8] = []
        // More than a portion that goes from thread to thread, several of them.
        for number in 0 ..< 7000 { content += try line(number) }
        try folder.write(Data(content), to: "main.jsonl")
        #expect(try read(&tail, isWhole: true).numbers == (0 ..< 7000).map(String.init))
        #expect(try read(&tail, isWhole: false).numbers == [])
        content += try line(7000)
        try folder.write(Data(content), to: "main.jsonl")
        try folder.write(Data(try line(9)), to: "other.jsonl")
        try folder.write(Data(try line(10)), to: "main.curves.jsonl")
        #expect(try read(&tail, isWhole: false).numbers == ["7000", "9"])
    }

    @Test func aLineThatIsBeingWrittenIsLeftForTheNextTime() throws {
        let folder = try OwnedFolder()
        var tail = JournalTail(folder: folder.path)
        let content = try line(0) + line(1)
        for cut in [content.count - 1, content.count - 20] {
            tail = JournalTail(folder: folder.path)
            try folder.write(Data(content[..<cut]), to: "main.jsonl")
            #expect(try read(&tail, isWhole: false).numbers == ["0"])
            try folder.write(Data(content), to: "main.jsonl")
            #expect(try read(&tail, isWhole: false).numbers == ["1"])
        }
    }

    @Test func aTornEndIsPassedOverOnce() throws {
        let folder = try OwnedFolder()
        var tail = JournalTail(folder: folder.path)
        let torn = try line(0) + line(1).dropLast(20)
        try folder.write(Data(torn), to: "main.jsonl")
        let first = try read(&tail, isWhole: true)
        #expect(first.numbers == ["0"] && first.damage.map(\.what) == [.tornTail])
        // As the writer goes on after it.
        try folder.write(Data(torn + [JournalLine.newline] + line(2)), to: "main.jsonl")
        let second = try read(&tail, isWhole: true)
        #expect(second.numbers == ["2"] && second.damage.isEmpty)
    }
}
