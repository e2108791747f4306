import Foundation

/// What a `JobExecutor` needs besides data and kernels, the same in this process and in a child: plain
/// values, so that they can be sent there.
public struct JobSettings: Sendable, Codable, Equatable {
    /// The results folder.
    public var folder: URL
    public var faults: FaultPlan

    public init(folder: URL, faults: FaultPlan = FaultPlan()) {
        self.folder = folder
        self.faults = faults
    }
}

extension JobExecutor {
    /// The one way to an executor, here and in a child process.
    /// - Throws: `GroupError` where a group does not fit the images.
    public static func make(
        _ settings: JobSettings, data: PreparedData, groups names: [GroupName], kernels: KernelSet,
        notify: @escaping @Sendable (RunEvent) -> Void, shouldStop: @escaping @Sendable () -> Bool
    ) throws(GroupError) -> JobExecutor {
        var groups: [GroupName: PermutationGroup] = [:]
        for name in names { groups[name] = try PermutationGroup(name, height: data.height, width: data.width) }
        let folder = settings.folder
        return JobExecutor(
            data: data, groups: groups, kernels: kernels,
            model: { folder.appendingPathComponent("models/\($0).safetensors") }, notify: notify,
            shouldStop: shouldStop, faults: settings.faults, faultFolder: folder)
    }
}
