import Foundation

/// `provenance.json`: by what, on what and from what results were made.
public struct Provenance: Sendable, Codable, Equatable {
    /// `sweep`
    public var program: String
    /// `0.1.0`
    public var version: String
    /// What the program of the last run was built from; nil where an earlier version wrote this. `runs` name the
    /// others.
    public var source: SourceRevision?
    /// Swift's version.
    public var compiler: String
    /// `NumericsVersion.current`.
    public var numerics: Int
    /// Of the last run.
    public var machine: HostDescription
    /// As chosen at start: `avx512`, `avx2`, …
    public var instructionSet: String
    /// The lanes of the last run and the processors they were bound to, as read back.
    public var lanes: [LaneRecord]
    /// What each data request of the sweep came to, after any fallback.
    public var data: [DataIdentity]
    /// Of the last run: ISO 8601.
    public var start: String
    /// Wall time of all processes that ended in good order.
    public var seconds: Double
    /// Every process that worked on these results, the first one first.
    public var runs: [RunHeader]

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

    /// The same content makes the same bytes: keys are sorted.
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
