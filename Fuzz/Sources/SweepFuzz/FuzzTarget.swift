import Foundation

@testable import Core

/// A format that the program reads from files that anything may have happened to. Whatever the bytes,
/// reading them gives a value or an error, never a crash, and a value that was accepted is sound.
public enum FuzzTarget: String, CaseIterable, Sendable {
    case yaml, idx, gzip, safetensors, journal, checkpoint, measuring, analysis, permutations, model
    /// Lines that are given the checksum that belongs to them, so that what is behind it is reached.
    case events
    /// Likewise for the content of a checkpoint of a training, of a measuring, of an analysis.
    case state, sums, steps

    /// Something was accepted that should not have been.
    public struct Unsound: Error, CustomStringConvertible {
        public var description: String
    }

    /// - Returns: whether the bytes were accepted.
    @discardableResult
    public func read(_ bytes: [UInt8]) throws(Unsound) -> Bool {
        switch self {
        case .yaml: try Self.yaml(bytes)
        case .idx: try Self.idx(bytes)
        case .gzip: try Self.gzip(bytes)
        case .safetensors: try Self.safetensors(bytes)
        case .journal: try Self.journal(bytes)
        case .events: try Self.journal(Self.sealedLines(bytes))
        case .checkpoint: try Self.checkpoint(bytes)
        case .state: try Self.checkpoint(Self.sealedState(bytes))
        case .measuring: try Self.measuring(bytes)
        case .analysis: try Self.analysis(bytes)
        case .steps: try Self.analysis(Self.sealedState(bytes))
        case .permutations: try Self.permutations(bytes)
        case .model: try Self.model(bytes)
        case .sums: try Self.measuring(Self.sealedState(bytes))
        }
    }

    private static func yaml(_ bytes: [UInt8]) throws(Unsound) -> Bool {
        let loaded: LoadedSpec
        do throws(SpecErrors) {
            loaded = try SpecLoader.parse(String(decoding: bytes, as: UTF8.self), path: "s.yaml")
        } catch {
            if error.diagnostics.isEmpty { throw Unsound(description: "an error without a diagnostic") }
            if error.description.isEmpty { throw Unsound(description: "an error without words") }
            return false
        }
        // What was resolved reads back as the same.
        let text = SpecWriter.yaml(loaded.spec)
        guard let again = try? SpecLoader.parse(text, path: "again.yaml"), again.spec == loaded.spec else {
            throw Unsound(description: "does not read back as the same:\n\(text)")
        }
        return true
    }

    private static func idx(_ bytes: [UInt8]) throws(Unsound) -> Bool {
        let images = try? IDXFile.images(bytes, file: "f", height: 28, width: 28)
        if let images, images.pixels.count != images.count * 28 * 28 {
            throw Unsound(description: "\(images.count) images of \(images.pixels.count) pixels")
        }
        let labels = try? IDXFile.labels(bytes, file: "f", classes: 10)
        if let labels, labels.contains(where: { $0 >= 10 }) { throw Unsound(description: "a label beyond the classes") }
        return images != nil || labels != nil
    }

    private static func gzip(_ bytes: [UInt8]) throws(Unsound) -> Bool {
        let limit = 1 << 16
        guard let content = try? GzipReader.content(of: bytes, file: "f", limit: limit) else { return false }
        if content.count > limit { throw Unsound(description: "\(content.count) bytes, more than the limit") }
        return true
    }

    private static func safetensors(_ bytes: [UInt8]) throws(Unsound) -> Bool {
        guard let file = try? SafetensorsFile(bytes: bytes, file: "f") else { return false }
        guard let encoded = try? file.encoded(), let again = try? SafetensorsFile(bytes: encoded, file: "g"),
            // By bytes: NaN is not equal to itself.
            (try? again.encoded()) == encoded
        else { throw Unsound(description: "does not read back as the same") }
        return true
    }

    private static func permutations(_ bytes: [UInt8]) throws(Unsound) -> Bool {
        let group: OwnGroup
        do throws(OwnGroupError) {
            group = try OwnGroup(name: "mine", text: String(decoding: bytes, as: UTF8.self), file: "f")
        } catch {
            if error.description.isEmpty { throw Unsound(description: "an error without words") }
            return false
        }
        // The axioms, by a way that knows nothing of lines.
        guard GroupName(group.groupName.description) == group.groupName,
            (try? group.group(height: 1, width: group.pixels, pad: 0))?.order == group.permutations.count
        else { throw Unsound(description: "no group: \(group.permutations)") }
        return true
    }

    private static func model(_ bytes: [UInt8]) throws(Unsound) -> Bool {
        guard let model = try? ForeignModel(bytes: bytes, file: "f") else { return false }
        let network = model.network
        for layer in network.layout.layers.indices {
            guard (network.weight(layer: layer) + network.bias(layer: layer)).allSatisfy(\.isFinite) else {
                throw Unsound(description: "a weight that is not finite")
            }
        }
        return true
    }

    private static func journal(_ bytes: [UInt8]) throws(Unsound) -> Bool {
        var journal = Journal()
        journal.read(Data(bytes), file: "f")
        var outline = Journal()
        outline.read(Data(bytes), file: "f", .outline)
        // It may read a spelling that the other does not, such as 0e5, which nothing writes.
        guard outline.events.count >= journal.events.count, outline.damage.count <= journal.damage.count else {
            throw Unsound(description: "the quick reader does not find what the whole one finds")
        }
        let encoder = JournalLine.makeEncoder()
        for event in journal.events {
            guard let line = try? JournalLine.encode(event, with: encoder).bytes else {
                throw Unsound(description: "an event that cannot be written: \(event)")
            }
            var again = Journal()
            again.read(Data(line), file: "g")
            // By bytes: NaN is not equal to itself.
            guard again.events.count == 1, (try? JournalLine.encode(again.events[0], with: encoder).bytes) == line else {
                throw Unsound(description: "does not read back as the same: \(event)")
            }
        }
        return journal.damage.isEmpty && !journal.events.isEmpty
    }

    private static func checkpoint(_ bytes: [UInt8]) throws(Unsound) -> Bool {
        guard let file = try? CheckpointFile(bytes: bytes, file: "f") else { return false }
        guard let encoded = try? file.encoded(), let again = try? CheckpointFile(bytes: encoded, file: "g"),
            (try? again.encoded()) == encoded
        else { throw Unsound(description: "does not read back as the same") }
        return true
    }

    private static func measuring(_ bytes: [UInt8]) throws(Unsound) -> Bool {
        guard let file = try? MeasuringFile(bytes: bytes, file: "f") else { return false }
        guard let encoded = try? file.encoded(), let again = try? MeasuringFile(bytes: encoded, file: "g"),
            (try? again.encoded()) == encoded
        else { throw Unsound(description: "does not read back as the same") }
        // What a measuring goes on from must not overflow on the way.
        let (order, classes) = (file.sums.hits.perElement.count, file.sums.classSamples.count)
        if file.head.total < 1 << 40,
            (try? file.check(samples: file.head.total, order: order, classes: classes, file: "f")) != nil
        {
            var sums = file.sums
            sums.add(file.sums)
            _ = sums.measurements(Set(Measure.allCases))
        }
        return true
    }

    private static func analysis(_ bytes: [UInt8]) throws(Unsound) -> Bool {
        guard let file = try? AnalysisFile(bytes: bytes, file: "f") else { return false }
        guard let encoded = try? file.encoded(), let again = try? AnalysisFile(bytes: encoded, file: "g"),
            (try? again.encoded()) == encoded
        else { throw Unsound(description: "does not read back as the same") }
        // What each analysis makes of it.
        let tensors = StateTensors(file.tensors)
        var options = EmbeddingOptions()
        (options.perplexity, options.iterations, options.traceEvery) = (2, 5, 2)
        let points = [Float](unsafeUninitializedCapacity: 14) { buffer, count in
            for i in 0 ..< 14 { buffer.initializeElement(at: i, to: Float(i * i % 11)) }
            count = 14
        }
        if let state = try? EmbeddingState(tensors), (try? state.check(points: 7, options)) != nil {
            _ = try? Embedding.tSNE(of: points, points: 7, options: options, from: state)
        }
        if let sums = try? MeasureSums(tensors, prefix: "0."), file.head.progress.done < 1 << 40,
            (try? sums.check(samples: file.head.progress.done, order: 4, classes: 3)) != nil
        {
            _ = sums.measurements(Set(Measure.allCases))
        }
        if let errors = try? LayerErrors(tensors, samples: file.head.progress.done, layers: 3, order: 4) {
            _ = (errors.absolute, errors.relative)
        }
        return true
    }

    private static func sealedLines(_ bytes: [UInt8]) -> [UInt8] {
        bytes.split(separator: JournalLine.newline).flatMap { line -> [UInt8] in
            let digits = String(crc32(line), radix: 16)
            return Array(String(repeating: "0", count: 8 - digits.count).utf8) + Array(digits.utf8) + [0x20] + line
                + [JournalLine.newline]
        }
    }

    private static func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
        ~bytes.reduce(~0) { sum, byte in
            (0 ..< 8).reduce(sum ^ UInt32(byte)) { sum, _ in sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
    }

    /// A head and a body, without a digest between them.
    private static func sealedState(_ bytes: [UInt8]) -> [UInt8] {
        let end = bytes.firstIndex(of: JournalLine.newline) ?? bytes.count
        let (text, body) = (Array(bytes[..<end]), Array(bytes[min(end + 1, bytes.count)...]))
        return text + Array(" sha256=\(Digest.sha256(parts: [text, body]))\n".utf8) + body
    }
}
