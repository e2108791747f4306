import Core

/// What becomes of that which is not done yet.
enum NextStep {
    /// A person types it.
    case command(String)
    /// Slurm goes on by itself.
    case slurm
    /// Slurm has tasks that wait for a person: what stands above says for what.
    case waiting
    /// Slurm gives no answer, so that nobody knows whether it goes on.
    case unknown

    /// - Parameters:
    ///   - view: nil where nothing was submitted to Slurm.
    ///   - command: to go on with where Slurm has nothing of it.
    init(_ view: ClusterView?, command: String) {
        guard let view else {
            self = .command(command)
            return
        }
        self = view.isUnreachable ? .unknown : view.isStuck ? .waiting : view.hasTasks ? .slurm : .command(command)
    }

    /// Nil where it is not for a person to go on.
    var command: String? { if case .command(let command) = self { command } else { nil } }
}
