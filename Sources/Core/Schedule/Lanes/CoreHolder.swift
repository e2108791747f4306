import Foundation

/// Who uses a core, as it wrote itself into the core's lock file: for people only, it decides nothing.
public struct CoreHolder: Hashable, Sendable, Codable, CustomStringConvertible {
    /// Nil where it has not yet written who it is, or could not.
    public var pid: Int32?
    /// What it does: `sweep nu_search`.
    public var work: String
    /// Its results folder.
    public var folder: String

    /// - Parameter pid: nil where it is not known.
    public init(pid: Int32?, work: String, folder: String) {
        self.pid = pid
        self.work = work
        self.folder = folder
    }

    static let unknown = CoreHolder(pid: nil, work: "", folder: "")

    /// `process 123 (sweep nu_search, /path/results)`; `another process` where its number is not known.
    public var description: String {
        guard let pid else { return "another process" }
        let facts = [work, folder].filter { !$0.isEmpty }.joined(separator: ", ")
        return "process \(pid)" + (facts.isEmpty ? "" : " (\(facts))")
    }

    /// Longer texts are cut: the file is anybody's to write.
    private static let longest = 300
    static let largestFile = 4096

    /// What a lock file says. It may hold anything: control characters could command the terminal.
    init(file bytes: [UInt8]) {
        guard let read = try? JSONDecoder().decode(CoreHolder.self, from: Data(bytes.prefix(Self.largestFile))) else {
            self = .unknown
            return
        }
        self.init(pid: read.pid, work: Self.harmless(read.work), folder: Self.harmless(read.folder))
    }

    var file: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let short = CoreHolder(pid: pid, work: Self.harmless(work), folder: Self.harmless(folder))
        return (try? encoder.encode(short)).map { Array($0) + [JournalLine.newline] } ?? []
    }

    private static func harmless(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(longest).map {
            switch $0.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: "?"
            default: $0
            }
        }))
    }
}

/// Cores that one process uses.
public struct HeldCores: Hashable, Sendable, CustomStringConvertible {
    /// Whoever has locked them.
    public var holder: CoreHolder
    /// By `MachineLayout.Core.index`.
    public var cores: ProcessorSet

    /// - Parameter cores: by `MachineLayout.Core.index`.
    public init(holder: CoreHolder, cores: ProcessorSet) {
        self.holder = holder
        self.cores = cores
    }

    /// "cores 0-3 are used by process 123 (sweep nu_search, /path/results)".
    public var description: String {
        "\(cores.count == 1 ? "core \(cores) is" : "cores \(cores) are") used by \(holder)"
    }

    /// Sorted by the first core.
    static func grouped(_ held: [Int: CoreHolder]) -> [HeldCores] {
        Dictionary(grouping: held, by: \.value)
            .map { HeldCores(holder: $0.key, cores: ProcessorSet($0.value.map(\.key))) }
            .sorted { ($0.cores.numbers.first ?? 0) < ($1.cores.numbers.first ?? 0) }
    }
}
