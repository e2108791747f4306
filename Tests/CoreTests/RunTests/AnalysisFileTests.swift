import Foundation
import Testing

@testable import Core

@Suite struct AnalysisFileTests {
    private let owned: OwnedFolder
    private let folder: CheckpointFolder
    private let job = "0123456789abcdef"
    private let evaluation = "fedcba9876543210"

    init() throws {
        owned = try OwnedFolder()
        folder = CheckpointFolder(URL(fileURLWithPath: owned.path, isDirectory: true))
    }

    private func example(
        job: String? = nil, evaluation: String? = nil, numerics: Int = NumericsVersion.current,
        _ progress: AnalysisProgress = .init(.steps, 400, of: 1000)
    ) -> AnalysisFile {
        AnalysisFile(
            head: AnalysisHead(
                job: job ?? self.job, evaluation: evaluation ?? self.evaluation, analysis: .latent, numerics: numerics,
                progress: progress, seconds: 1.25, program: "sweep 1"),
            tensors: [SafetensorsTensor("x", shape: [3], .f64([0.1, -0.0, 1e300]))])
    }

    @Test func `comes back as it was, and says in words whose it is`() throws {
        try folder.write(example())
        var read = try #require(try folder.read(job, analysing: evaluation, .latent))
        #expect(read.head.program == "sweep-1")
        read.head.program = "sweep 1"
        #expect(read == example())
        let bytes = try owned.read("\(job)-\(evaluation).analysis")
        #expect(
            String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self).hasPrefix(
                "sweep-analysis 1 job=\(job) evaluation=\(evaluation) analysis=latent numerics=\(NumericsVersion.current) "
                    + "unit=steps done=400 of=1000 seconds=1.25 program=sweep-1 sha256="))
        #expect(try folder.read(job, analysing: "another", .latent) == nil)
        #expect(try folder.read(job, measuring: evaluation) == nil && folder.read(job) == nil)
    }

    @Test func `any bit flipped, any byte cut off or added is found`() throws {
        let bytes = try example().encoded()
        for place in bytes.indices {
            for bit in 0 ..< 8 {
                var damaged = bytes
                damaged[place] ^= 1 << UInt8(bit)
                #expect(throws: CheckpointError.self, "bit \(bit) of byte \(place)") {
                    try AnalysisFile(bytes: damaged, file: "c")
                }
            }
            #expect(throws: CheckpointError.self, "\(place) bytes") {
                try AnalysisFile(bytes: Array(bytes[..<place]), file: "c")
            }
        }
        #expect(throws: CheckpointError.self) { try AnalysisFile(bytes: bytes + [0], file: "c") }
    }

    @Test func `of another job, evaluation, analysis or numerics is refused`() throws {
        let file = folder.file(job, analysing: evaluation)
        for (other, what) in [
            (example(job: "other"), "job"), (example(evaluation: "other"), "evaluation"),
            (example(numerics: 1), "version of the numerics"),
        ] {
            try Data(other.encoded()).write(to: file)
            let error = #expect(throws: CheckpointError.self) { try folder.read(job, analysing: evaluation, .latent) }
            #expect(error?.description.hasPrefix("\(file.path): made by another \(what): expected ") == true)
        }
        try folder.write(example())
        let error = #expect(throws: CheckpointError.self) { try folder.read(job, analysing: evaluation, .drift) }
        #expect(error?.description.hasSuffix("made by another analysis: expected drift, found latent") == true)
    }

    @Test func `a head that is at the end, or not begun, is none`() throws {
        for (progress, isGood) in [
            (AnalysisProgress(.steps, 0, of: 10), false), (.init(.steps, 10, of: 10), false), (.init(.steps, 9, of: 10), true),
            (.init(.points, 10, of: 10), true), (.init(.points, 11, of: 10), false), (.init(.samples, -64, of: 100), false),
        ] {
            let bytes = try example(progress).encoded()
            #expect((try? AnalysisFile(bytes: bytes, file: "c")) == (isGood ? example(progress).sealed : nil), "\(progress)")
        }
        #expect(AnalysisProgress(.steps, 400, of: 1000).description == "400 of 1,000 steps")
    }

    @Test func `a look at the folder, and what is of no use removed from it`() throws {
        for name in ["a", "b"] { try folder.write(example(evaluation: name)) }
        try folder.write(example(job: "second", evaluation: "c"))
        try folder.write(example(evaluation: "old", numerics: 1))
        for name in ["broken", "recorded"] { try owned.write("nonsense\n", to: "\(job)-\(name).analysis") }
        let found = folder.all()
        #expect(found.epochs.isEmpty && found.measurings.isEmpty && Set(found.analyses.keys) == ["a", "b", "c"])
        folder.removeLeftovers { _ in true } isEvaluated: { $0 == "b" || $0 == "recorded" }
        func names() throws -> Set<String> { Set(try FileManager.default.contentsOfDirectory(atPath: owned.path)) }
        #expect(try names() == ["\(job)-a.analysis", "\(job)-broken.analysis", "second-c.analysis"])
        folder.removeMeasurings(of: "second")
        #expect(try names() == ["\(job)-a.analysis", "\(job)-broken.analysis"])
        folder.removeAll()
        #expect(try names().isEmpty)
    }
}

extension AnalysisFile {
    /// As it comes back: the program's name is one word.
    fileprivate var sealed: AnalysisFile {
        var file = self
        file.head.program = SealedFile.word(head.program)
        return file
    }
}
