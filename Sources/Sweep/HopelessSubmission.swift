/// Slurm took the tasks and would never start them, as where no node has as many cores as each asks for.
struct HopelessSubmission: Error, CustomStringConvertible {
    /// What Slurm said when they were to be let go.
    var trouble: String
    /// Why its tasks wait.
    var reasons: [String]

    var description: String {
        "\(trouble)\nSlurm would not start these tasks (\(reasons.joined(separator: ", "))): other options are needed. They are taken off "
            + "again; nothing is submitted"
    }
}
