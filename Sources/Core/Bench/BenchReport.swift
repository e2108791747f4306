import Foundation

/// The machine of a benchmark, as far as the figures depend on it.
public struct BenchMachine: Sendable, Encodable, Equatable {
    /// As the vendor spells it.
    public var cpu: String
    /// Name and version of the operating system.
    public var system: String
    /// Physical cores of the machine, whether or not lanes are on them.
    public var cores: Int
    /// SMT siblings counted.
    public var processors: Int
    /// The processor of each lane, "any" where it is not bound.
    public var lanes: [String]
    /// The set that the kernels are compiled for.
    public var instructionSet: InstructionSet
    /// Why it was chosen (`InstructionSetChoice.reason`).
    public var instructionSetReason: String

    /// CPU and system are read from this host.
    public init(topology: HwlocTopology, lanes: LanePlan, choice: InstructionSetChoice) {
        let host = HostDescription.current()
        cpu = host.cpu ?? "unknown CPU"
        system = host.system
        cores = topology.layout.cores.count
        processors = topology.layout.processors.count
        self.lanes = lanes.lanes.map { $0.processors?.description ?? "any" }
        instructionSet = choice.chosen
        instructionSetReason = choice.reason
    }

    init(cpu: String, system: String, cores: Int, processors: Int, lanes: [String], choice: InstructionSetChoice) {
        self.cpu = cpu
        self.system = system
        self.cores = cores
        self.processors = processors
        self.lanes = lanes
        instructionSet = choice.chosen
        instructionSetReason = choice.reason
    }
}

/// All that a run of the benchmark has to say.
public struct BenchReport: Sendable, Encodable {
    /// "sweep 0.1.0".
    public var program: String
    /// ISO 8601.
    public var date: String
    /// Where the figures were taken.
    public var machine: BenchMachine
    /// The set that networks were trained on; nil where no row needed one.
    public var dataset: DatasetName?
    /// Whether at `BenchPace.quick`.
    public var quick: Bool
    /// In the order in which they were measured.
    public var rows: [BenchRow]
    /// Whether something else ran on the machine meanwhile: its figures are not to be quoted.
    public let wasDisturbed: Bool

    /// Whether other programs disturbed the figures is read off the rows.
    public init(
        program: String, date: String, machine: BenchMachine, dataset: DatasetName?, quick: Bool, rows: [BenchRow]
    ) {
        self.program = program
        self.date = date
        self.machine = machine
        self.dataset = dataset
        self.quick = quick
        self.rows = rows
        wasDisturbed = rows.count(where: \.isUneven) * 8 > rows.count
    }

    /// One JSON object.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }
}
