/// What a cluster allows, as `scontrol show config` says it.
public struct SlurmLimits: Sendable, Equatable {
    /// Largest index of an array, plus one.
    public var maxArraySize = 1001
    /// How many jobs the controller keeps, array tasks included.
    public var maxJobCount = 10_000
    /// How many tasks of an array, where the scheduler has a bound of its own (`max_array_tasks`).
    public var maxArrayTasks: Int?

    /// Slurm's defaults: 1001 and 10,000, and no bound of the scheduler's.
    public init() {}

    /// Slurm's own defaults stand for what is not told.
    public init(config text: String) {
        for line in text.split(whereSeparator: \.isNewline) {
            let halves = line.split(separator: "=", maxSplits: 1).map { $0.split(whereSeparator: \.isWhitespace) }
            guard halves.count == 2, let key = halves[0].first, halves[0].count == 1, let value = halves[1].first else { continue }
            if key == "SchedulerParameters" {
                for word in value.split(separator: ",") where word.hasPrefix("max_array_tasks=") {
                    maxArrayTasks = Int(word.dropFirst("max_array_tasks=".count))
                }
            }
            guard let number = Int(value), number >= 0 else { continue }
            if key == "MaxArraySize" { maxArraySize = number }
            if key == "MaxJobCount" { maxJobCount = number }
        }
    }

    /// How many shards a sweep may have at once: indices go from 1 to MaxArraySize − 1, and the collecting job is one
    /// more. 0 where arrays are switched off.
    public var mostShards: Int { max(0, min(maxArraySize - 1, maxJobCount - 1, maxArrayTasks ?? .max)) }
}
