import Dispatch
import Synchronization

/// Tells a person that a program of Slurm has not answered yet: with a controller that is down it tries for as long as the
/// site has set, often minutes.
public enum SlurmPatience {
    /// Seconds until it is told of.
    static let seconds = 3

    private static let teller = Mutex<(@Sendable (String) -> Void)?>(nil)

    /// - Parameter tell: given a line for people, on any thread.
    public static func tell(_ tell: @escaping @Sendable (String) -> Void) { teller.withLock { $0 = tell } }

    /// To be cancelled when there is an answer.
    static func watch(_ program: String) -> DispatchWorkItem {
        let item = DispatchWorkItem {
            // Once is enough: a command asks several times.
            let tell = teller.withLock { $0.take() }
            tell?("waiting for Slurm: \(program) has no answer from the controller yet")
        }
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(seconds), execute: item)
        return item
    }
}
