/// What is in Slurm's queue and could not be taken off again.
struct StuckSubmission: Error, CustomStringConvertible {
    var why: String
    var command: String

    var description: String { "\(why)\nThe tasks are held in Slurm's queue and could not be cancelled; take them off with: \(command)" }
}
