import Foundation
import Testing

@testable import Core

@Suite struct MeasuringFileTests {
    private let owned: OwnedFolder
    private let folder: CheckpointFolder
    private let job = "0123456789abcdef"
    private let evaluation = "fedcba9876543210"

    init() throws {
        owned = try OwnedFolder()
        folder = CheckpointFolder(URL(fileURLWithPath: owned.path, isDirectory: true))
    }

    private func example(
        job: String? = nil, evaluation: String? = nil, numerics: Int = NumericsVersion.current
    ) -> MeasuringFile {
        var sums = MeasureSums(order: 2, classes: 3)
        (sums.samples, sums.nonFiniteLogits, sums.zeroMaps, sums.constantMaps) = (128, 1, 2, 3)
        (sums.classSamples, sums.hits.perElement, sums.hits.perClass) = ([100, 0, 28], [100, 99], [199, 0, 0])
        (sums.agreements.perElement, sums.agreements.perClass) = ([128, 77], [60, 0, 17])
        (sums.logitErrors.perElement, sums.distributionErrors.perElement) = ([0, 0.1 + 0.2], [-0.0, .leastNonzeroMagnitude])
        (sums.logitErrors.perClass, sums.distributionErrors.perClass) = ([0.1, 0, 0.2], [1, 0, -1])
        (sums.similarities.perElement, sums.singularValues.perElement) = ([128, 1 / 3], [1e300])
        (sums.rankCorrelations.perElement, sums.structuralSimilarities.perElement) = ([127, -1 / 7], [126, 1 / 9])
        (sums.residuals.perElement, sums.residuals.perClass) = ([0.5, 0.25], [0.125, 0, 1])
        (sums.changes.perElement, sums.changes.perClass) = ([50, 60], [70, 0, 80])
        sums.singularValues.perClass = [1e300, 0, 1]
        return MeasuringFile(
            head: MeasuringHead(
                job: job ?? self.job, evaluation: evaluation ?? self.evaluation, numerics: numerics, samples: 128,
                total: 150, seconds: 1.25, program: "sweep 1"), sums: sums)
    }

    @Test func `comes back as it was, and says in words whose it is`() throws {
        let measuring = example()
        try folder.write(measuring)
        var read = try #require(try folder.read(job, measuring: evaluation))
        #expect(read.sums == measuring.sums && read.sums.distributionErrors.perElement[0].sign == .minus)
        #expect(read.head.program == "sweep-1")
        read.head.program = "sweep 1"
        #expect(read == measuring)
        let bytes = try owned.read("\(job)-\(evaluation).measuring")
        #expect(
            String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self).hasPrefix(
                "sweep-measuring 1 job=\(job) evaluation=\(evaluation) numerics=\(NumericsVersion.current) samples=128 of=150 "
                    + "seconds=1.25 program=sweep-1 sha256="))
        #expect(try folder.read(job, measuring: "another") == nil && folder.read(job) == nil)
    }

    @Test func `any bit flipped, any byte cut off or added is found`() throws {
        let bytes = try example().encoded()
        for place in bytes.indices {
            for bit in 0 ..< 8 {
                var damaged = bytes
                damaged[place] ^= 1 << UInt8(bit)
                #expect(throws: CheckpointError.self, "bit \(bit) of byte \(place)") {
                    try MeasuringFile(bytes: damaged, file: "c")
                }
            }
            #expect(throws: CheckpointError.self, "\(place) bytes") {
                try MeasuringFile(bytes: Array(bytes[..<place]), file: "c")
            }
        }
        #expect(throws: CheckpointError.self) { try MeasuringFile(bytes: bytes + [0], file: "c") }
        _ = try MeasuringFile(bytes: bytes, file: "c")
    }

    @Test func `of another job, evaluation or numerics is refused`() throws {
        let file = folder.file(job, measuring: evaluation)
        for (other, what) in [
            (example(job: "other"), "job"), (example(evaluation: "other"), "evaluation"),
            (example(numerics: 1), "version of the numerics"),
        ] {
            try Data(other.encoded()).write(to: file)
            let error = #expect(throws: CheckpointError.self) { try folder.read(job, measuring: evaluation) }
            #expect(error?.description.hasPrefix("\(file.path): made by another \(what): expected ") == true)
        }
    }

    @Test func `what the measuring cannot go on from is refused`() throws {
        func words(_ change: (inout MeasuringFile) -> Void, samples: Int = 150, order: Int = 2, classes: Int = 3) -> String? {
            var measuring = example()
            change(&measuring)
            let error = #expect(throws: CheckpointError.self) {
                try MeasuringFile(bytes: measuring.encoded(), file: "c")
                    .check(samples: samples, order: order, classes: classes, file: "c")
            }
            return error?.description
        }
        #expect(words({ $0.head.samples = 64 }) == "c: samples: expected 64, as its first line says, found 128")
        #expect(words({ _ in }, samples: 151) == "c: samples of the split: expected 151, found 150")
        #expect(words({ _ in }, order: 4) == "c: group elements: expected 4, found 2")
        #expect(words({ _ in }, classes: 9) == "c: classes: expected 9, found 3")
        #expect(words({ ($0.head.samples, $0.sums.samples) = (130, 130) }) == "c: samples beyond whole chunks: expected 0, found 2")
        let tooMuch = "c: counts: expected at most 256 images"
        #expect(words({ $0.sums.hits.perElement[1] = 129 }) == tooMuch)
        #expect(words({ $0.sums.agreements.perClass[1] = 257 }) == tooMuch)
        #expect(words({ $0.sums.classSamples[1] = .max }) == tooMuch)
        #expect(words({ $0.sums.constantMaps = -1 }) == tooMuch)
        #expect(words({ $0.sums.classSamples[1] = 1 }) == "c: samples of all classes: expected 128, found 129")
        #expect(words({ $0.sums.similarities.perElement.append(1) })?.contains("similarities") == true)
        #expect(words({ $0.sums.residuals.perClass.append(1) })?.contains("residuals_per_class") == true)
        // A head that says it is complete, or not begun, is none.
        #expect(words({ $0.head.total = 128 })?.contains("expected a first line") == true)
        #expect(words({ ($0.head.samples, $0.sums.samples) = (0, 0) })?.contains("expected a first line") == true)
        try MeasuringFile(bytes: example().encoded(), file: "c").check(samples: 150, order: 2, classes: 3, file: "c")
    }

    @Test func `a look at the folder, and what is of no use removed from it`() throws {
        for name in ["a", "b"] { try folder.write(example(evaluation: name)) }
        try folder.write(example(job: "second", evaluation: "c"))
        try folder.write(example(evaluation: "old", numerics: 1))
        for name in ["broken", "recorded"] { try owned.write("nonsense\n", to: "\(job)-\(name).measuring") }
        let found = folder.all()
        #expect(found.epochs.isEmpty && Set(found.measurings.keys) == ["a", "b", "c"])
        #expect(found.measurings["a"]?.samples == 128 && found.measurings["a"]?.total == 150)
        folder.removeLeftovers { _ in true } isEvaluated: { $0 == "b" || $0 == "recorded" }
        func names() throws -> Set<String> { Set(try FileManager.default.contentsOfDirectory(atPath: owned.path)) }
        #expect(try names() == ["\(job)-a.measuring", "\(job)-broken.measuring", "second-c.measuring"])
        folder.removeMeasurings(of: "second")
        #expect(try names() == ["\(job)-a.measuring", "\(job)-broken.measuring"])
        folder.removeAll()
        #expect(try names().isEmpty)
    }
}
