import Foundation
import Testing

@testable import Core

@Suite struct CheckpointFileTests {
    private let owned: OwnedFolder
    private let folder: CheckpointFolder

    init() throws {
        owned = try OwnedFolder()
        folder = CheckpointFolder(URL(fileURLWithPath: owned.path, isDirectory: true))
    }

    private func example(job: String = "0123456789abcdef", numerics: Int = NumericsVersion.current) -> CheckpointFile {
        let history = (1 ... 2).map {
            EpochReport(epoch: $0, crossEntropy: 1 / Double($0), regulariser: 0.1 + 0.2, validationAccuracy: 0.5)
        }
        let adam = AdamState(
            first: [1, -0.0], second: [.leastNonzeroMagnitude, 3], idleFirst: [0.5], idleSecond: [7], power1: 0.81,
            power2: 0.998)
        return CheckpointFile(
            head: CheckpointHead(job: job, numerics: numerics, epoch: 2, seconds: 12.25, program: "1.0"),
            state: TrainingState(
                epoch: 2, bestEpoch: 1, history: history, parameters: [.pi, -1], bestParameters: [0.1, 0.2],
                optimiser: adam))
    }

    private func place(_ bytes: [UInt8], _ id: String = "0123456789abcdef") throws {
        try Data(bytes).write(to: folder.file(id))
    }

    @Test func `comes back as it was, and says in words whose it is`() throws {
        var checkpoint = example()
        try folder.write(checkpoint)
        #expect(try folder.read("0123456789abcdef") == checkpoint)
        let bytes = try owned.read("0123456789abcdef.checkpoint")
        #expect(
            String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self).hasPrefix(
                "sweep-checkpoint 1 job=0123456789abcdef numerics=\(NumericsVersion.current) epoch=2 seconds=12.25 program=1.0 sha256="))
        // Methods without a regulariser have none in their history.
        for index in checkpoint.state.history.indices { checkpoint.state.history[index].regulariser = nil }
        try folder.write(checkpoint)
        #expect(try folder.read("0123456789abcdef") == checkpoint)
        #expect(try folder.read("another") == nil)
        // A version's text cannot break the line.
        checkpoint.head.program = "a b\nc"
        try folder.write(checkpoint)
        #expect(try folder.read("0123456789abcdef")?.head.program == "a-b-c")
    }

    @Test func `any bit flipped is found`() throws {
        let bytes = try example().encoded()
        for place in bytes.indices {
            for bit in 0 ..< 8 {
                var damaged = bytes
                damaged[place] ^= 1 << UInt8(bit)
                #expect(throws: CheckpointError.self, "bit \(bit) of byte \(place)") {
                    try CheckpointFile(bytes: damaged, file: "c")
                }
            }
        }
    }

    @Test func `cut at any length, or lengthened, is found`() throws {
        let bytes = try example().encoded()
        for length in 0 ..< bytes.count {
            #expect(throws: CheckpointError.self, "\(length) bytes") {
                try CheckpointFile(bytes: Array(bytes.prefix(length)), file: "c")
            }
        }
        #expect(throws: CheckpointError.self) { try CheckpointFile(bytes: bytes + [0], file: "c") }
        _ = try CheckpointFile(bytes: bytes, file: "c")
    }

    @Test func `of another job or other numerics is refused`() throws {
        try place(example(job: "other").encoded())
        #expect(throws: CheckpointError.foreign(
            file: folder.file("0123456789abcdef").path, what: "job", expected: "0123456789abcdef", found: "other")
        ) { try folder.read("0123456789abcdef") }
        try place(example(numerics: 1).encoded())
        #expect(throws: CheckpointError.foreign(
            file: folder.file("0123456789abcdef").path, what: "version of the numerics",
            expected: "\(NumericsVersion.current)", found: "1")
        ) { try folder.read("0123456789abcdef") }
        // A folder in its place.
        try FileManager.default.removeItem(at: folder.file("0123456789abcdef"))
        try FileManager.default.createDirectory(at: folder.file("0123456789abcdef"), withIntermediateDirectories: true)
        #expect(throws: CheckpointError.self) { try folder.read("0123456789abcdef") }
    }

    @Test func `a head that contradicts the state is refused`() throws {
        var checkpoint = example()
        checkpoint.head.epoch = 1
        #expect(throws: CheckpointError.content(
            file: "c", reason: "epochs: expected 1, as its first line says, found 2")
        ) { try CheckpointFile(bytes: checkpoint.encoded(), file: "c") }
    }

    @Test func `a look at the folder, and what is of no use removed from it`() throws {
        for id in ["a", "b"] { try folder.write(example(job: id)) }
        try folder.write(example(job: "old", numerics: 1))
        try place(Array("nonsense\n".utf8), "broken")
        try owned.write("x", to: "notes")
        try owned.write("x", to: ".a.checkpoint.12-34.tmp")
        #expect(folder.found() == ["a": 2, "b": 2])
        folder.removeLeftovers { $0 == "b" }
        #expect(Set(try FileManager.default.contentsOfDirectory(atPath: owned.path)) == [
            "a.checkpoint", "broken.checkpoint", "notes",
        ])
        let missing = CheckpointFolder(URL(fileURLWithPath: owned.path + "/none"))
        #expect(missing.found().isEmpty)
        missing.removeLeftovers { _ in true }
    }
}
