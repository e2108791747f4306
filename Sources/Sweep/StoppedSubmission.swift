/// A signal came before the tasks were let go.
struct StoppedSubmission: Error, CustomStringConvertible {
    var signal: Int32

    var description: String { "stopped" }
}
