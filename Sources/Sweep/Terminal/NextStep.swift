import Core

/// What becomes of that which is not done yet.
enum NextStep {
    /// A person types it.
    case command(String)
    /// Slurm goes on by itself.
    case slurm
    /// Shards that were started by hand are at work.
    case shards
    /// Slurm has tasks that wait for a person: what stands above says for what.
    case waiting
    /// Slurm gives no answer, so that nobody knows whether it goes on.
    case unknown

    /// - Parameters:
    ///   - view: nil where nothing was submitted to Slurm.
    ///   - shards: that are at work.
    ///   - command: to go on with where nobody does.
    init(_ view: ClusterView?, _ shards: [RunningShard], command: String) {
        guard let view else {
            self = shards.isEmpty ? .command(command) : .shards
            return
        }
        self = view.isUnreachable ? .unknown : view.isStuck ? .waiting : view.hasTasks ? .slurm : .command(command)
    }

    /// Nil where it is not for a person to go on.
    var command: String? { if case .command(let command) = self { command } else { nil } }
}
