import Foundation

/// What a `JobExecutor` needs besides data and kernels, the same in this process and in a child: plain
/// values, so that they can be sent there.
public struct JobSettings: Sendable, Codable, Equatable {
    /// The path of the results folder.
    public var folder: URL
    /// Whose checkpoints; nil for the folder's.
    public var shard: ShardPlace?
    /// Minutes that one attempt may take, as in `JobPace`; nil for no limit.
    public var minutes: Double?
    /// Seconds between two checkpoints of a job at least.
    public var checkpointSeconds: Double
    /// Name and version, for the checkpoints.
    public var program: String
    /// For tests of reliability; empty otherwise.
    public var faults: FaultPlan

    /// - Parameters:
    ///   - folder: also tells the shard.
    ///   - minutes: of one attempt; nil for no limit.
    ///   - checkpointSeconds: between two checkpoints at least.
    ///   - program: name and version, for the checkpoints.
    public init(
        folder: ResultsFolder, minutes: Double? = nil, checkpointSeconds: Double = JobPace.checkpointSeconds,
        program: String = "", faults: FaultPlan = FaultPlan()
    ) {
        self.folder = folder.url
        shard = folder.shard
        self.minutes = minutes
        self.checkpointSeconds = checkpointSeconds
        self.program = program
        self.faults = faults
    }
}

extension JobExecutor {
    /// The one way to an executor, here and in a child process.
    /// - Parameters:
    ///   - others: what networks are measured on besides their own data.
    ///   - own: the permutations of those groups that come from files.
    ///   - model: nil for the folder's own place.
    ///   - makeDurable: see `init`; a process that does not write the journal itself cannot say.
    /// - Throws: `GroupError` where a group does not fit the images.
    public static func make(
        _ settings: JobSettings, data: PreparedData, groups names: [GroupName], own: [GroupName: OwnGroup] = [:],
        kernels: KernelSet, nodes: Set<Int> = [], others: [DataIdentity: PreparedData] = [:],
        model: (@Sendable (String) -> URL)? = nil, help: (any IdleHelp)? = nil,
        makeDurable: @escaping @Sendable () -> Bool = { false },
        notify: @escaping @Sendable (RunEvent) -> Void, shouldStop: @escaping @Sendable () -> Bool
    ) throws(GroupError) -> JobExecutor {
        let groups = try Self.groups(names, of: data, own: own)
        let folder = ResultsFolder(settings.folder, shard: settings.shard)
        return JobExecutor(
            data: data, groups: groups, kernels: kernels, nodes: nodes, model: model ?? { folder.model($0) },
            checkpoints: CheckpointFolder(folder.checkpoints),
            pace: JobPace(minutes: settings.minutes, checkpointSeconds: settings.checkpointSeconds),
            program: settings.program, makeDurable: makeDurable, notify: notify, shouldStop: shouldStop,
            help: help, faults: settings.faults, faultFolder: settings.folder, artefacts: { folder.artefact($0) },
            otherData: { others[$0] })
    }

    /// - Parameter own: the permutations of those that come from files.
    /// - Throws: `GroupError` where a group does not fit the images.
    public static func groups(
        _ names: [GroupName], of data: PreparedData, own: [GroupName: OwnGroup] = [:]
    ) throws(GroupError) -> [GroupName: PermutationGroup] {
        var groups: [GroupName: PermutationGroup] = [:]
        for name in names {
            if let own = own[name] {
                groups[name] = try own.group(height: data.height, width: data.width, pad: data.request.pad)
            } else {
                groups[name] = try PermutationGroup(name, height: data.height, width: data.width)
            }
        }
        return groups
    }
}
