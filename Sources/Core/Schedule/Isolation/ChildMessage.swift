import CZlib
import Foundation

/// What a process that does one job is told: everything that decides how, and where its files lie.
public struct JobRequest: Sendable, Codable, Equatable {
    /// What is to be trained or measured.
    public var job: Job
    /// Nil where the network is still to be trained.
    public var trained: TrainedEvent?
    /// What is to be measured of it.
    public var evaluations: [Evaluation]
    /// The lane's number, from 0.
    public var lane: Int
    /// The operating system's numbers of the processors that it is to be bound to; nil where it is not bound.
    public var processors: [Int]?
    /// `InstructionSet`'s raw value.
    public var kernels: String
    /// The path of the model to write.
    public var model: String
    /// Folder, limits and pace.
    public var settings: JobSettings
}

/// What it answers, one message per line.
enum ChildMessage: Sendable, Codable {
    case trainingStarted
    case resumed(epoch: Int)
    case epoch(EpochReport)
    case checkpointed(epoch: Int, isStopping: Bool)
    case checkpointProblem(String)
    case measuringStarted(SplitName, samples: Int)
    case measuring(SplitName, samplesDone: Int)
    case analysing(Analysis, done: Int, all: Int)
    case measuringResumed(SplitName, samplesDone: Int, of: Int)
    case measuringCheckpointed(SplitName, samplesDone: Int, of: Int, isStopping: Bool)
    case analysisResumed(Analysis, AnalysisProgress)
    case analysisCheckpointed(Analysis, AnalysisProgress, isStopping: Bool)
    case damagedModel(String)
    /// To be recorded, now: it is true.
    case event(JournalEvent)
    /// The last message.
    case ended(JobEnding)
}

/// Lines on a pipe between two processes: the CRC-32 of the JSON in eight hexadecimal digits, a space,
/// the JSON, a newline. A process that goes wrong may write anything; nothing of it must become a result.
enum PipeLine {
    static func encode(_ value: some Encodable) throws -> [UInt8] {
        let json = [UInt8](try JournalLine.makeEncoder().encode(value))
        return Array(checksum(json).utf8) + [UInt8(ascii: " ")] + json + [UInt8(ascii: "\n")]
    }

    /// - Parameter line: without its newline.
    static func decode<Value: Decodable>(_ type: Value.Type, _ line: some Collection<UInt8>) -> Value? {
        let bytes = Array(line)
        guard bytes.count > 9, bytes[8] == UInt8(ascii: " ") else { return nil }
        let json = Array(bytes[9...])
        guard checksum(json).utf8.elementsEqual(bytes[..<8]) else { return nil }
        return try? JournalLine.makeDecoder().decode(type, from: Data(json))
    }

    private static func checksum(_ json: [UInt8]) -> String {
        let digits = String(UInt32(truncatingIfNeeded: crc32(crc32(0, nil, 0), json, UInt32(json.count))), radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}

/// Cuts a stream into lines as it comes.
struct LineCutter {
    private var rest: [UInt8] = []

    /// The lines that are whole now, without newlines.
    mutating func add(_ bytes: some Sequence<UInt8>) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                lines.append(rest)
                rest = []
            } else {
                rest.append(byte)
            }
        }
        return lines
    }
}

/// Reading and writing of descriptors, past interruptions by signals.
enum Descriptor {
    /// False where the other end is gone or the disk takes no more.
    @discardableResult
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            written += count
        }
        return true
    }

    /// What there is, at most 64 kB; blocks while there is nothing. Empty at the end of the stream.
    static func read(_ descriptor: Int32) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Foundation.read(descriptor, &bytes, bytes.count)
            if count < 0 && errno == EINTR { continue }
            return Array(bytes.prefix(max(0, count)))
        }
    }
}
