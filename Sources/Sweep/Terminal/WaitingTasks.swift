import Core

/// Tasks that Slurm does not start by itself, in a line for people; nil where there are none.
enum WaitingTasks {
    /// Those that wait until somebody lets them go.
    /// - Parameter command: that does so.
    static func held(_ tasks: [SlurmTask], release command: String) -> String? {
        line(tasks, "held").map { "\($0); to let go: \(command)" }
    }

    /// Those that are not started as they are.
    /// - Parameter command: that takes them off.
    static func hopeless(_ tasks: [SlurmTask], cancel command: String) -> String? {
        line(tasks, "not started by Slurm").map { "\($0): they need other options; \(command), then submit again" }
    }

    private static func line(_ tasks: [SlurmTask], _ state: String) -> String? {
        guard let first = tasks.first else { return nil }
        let reasons = Set(tasks.compactMap(\.reason)).sorted().joined(separator: ", ")
        return "\(tasks.count.of("task")) of array \(first.job) \(tasks.count == 1 ? "is" : "are") \(state)"
            + (reasons.isEmpty ? "" : " (\(reasons))")
    }
}
