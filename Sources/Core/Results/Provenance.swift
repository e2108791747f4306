import Foundation

/// `provenance.json`: by what, on what and from what results were made.
public struct Provenance: Sendable, Codable, Equatable {
    /// `sweep`
    public var program: String
    /// The program's version alone: `0.2.0`.
    public var version: String
    /// What the program of the last run was built from; nil where an earlier version wrote this. `runs` name the
    /// others.
    public var source: SourceRevision?
    /// Swift's version.
    public var compiler: String
    /// `NumericsVersion.current`.
    public var numerics: Int
    /// That this was written on: the last run's, or that of `sweep collect`.
    public var machine: HostDescription
    /// As chosen at start: `avx512`, `avx2`, …; where shards were collected, all that they had, with commas between.
    public var instructionSet: String
    /// The lanes of the last run and the processors they were bound to, as read back; empty where shards were collected.
    public var lanes: [LaneRecord]
    /// What each data request of the sweep came to, after any fallback; where shards were collected, those of recorded jobs.
    public var data: [DataIdentity]
    /// When the first process of this folder began, ISO 8601.
    public var start: String
    /// Wall time of all processes that ended in good order, in seconds.
    public var seconds: Double
    /// Every process that worked on these results, the first one first.
    public var runs: [RunHeader]

    /// With the numerics of this program.
    /// - Parameters:
    ///   - source: nil where it is not known.
    ///   - start: ISO 8601.
    ///   - seconds: wall time of all processes together.
    public init(
        program: String = "sweep", version: String, source: SourceRevision?, compiler: String = Self.compilerVersion,
        machine: HostDescription, instructionSet: String, lanes: [LaneRecord], data: [DataIdentity], start: String,
        seconds: Double, runs: [RunHeader] = []
    ) {
        self.program = program
        self.version = version
        self.source = source
        self.compiler = compiler
        numerics = NumericsVersion.current
        self.machine = machine
        self.instructionSet = instructionSet
        self.lanes = lanes
        self.data = data
        self.start = start
        self.seconds = seconds
        self.runs = runs
    }

    /// The same content makes the same bytes: keys are sorted. - Throws: `EncodingError`.
    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }

    /// The compiler that this module was built with. The language offers comparisons only, hence
    /// the ladder.
    public static var compilerVersion: String {
        #if compiler(>=6.5)
        "Swift 6.5 or newer"
        #elseif compiler(>=6.4)
        "Swift 6.4"
        #elseif compiler(>=6.3.2)
        "Swift 6.3.2 or newer"
        #elseif compiler(>=6.3.1)
        "Swift 6.3.1"
        #elseif compiler(>=6.3)
        "Swift 6.3"
        #elseif compiler(>=6.2)
        "Swift 6.2"
        #else
        "Swift 6.1 or older"
        #endif
    }
}
