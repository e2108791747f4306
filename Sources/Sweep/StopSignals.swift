import Dispatch
import Foundation
import Synchronization

/// Whether the run was asked to stop, for any thread to look at.
final class StopRequest: Sendable {
    private let number = Atomic<Int32>(0)

    /// The first signal's number; nil while none came.
    var signal: Int32? {
        let number = number.load(ordering: .acquiring)
        return number == 0 ? nil : number
    }

    /// False where a signal came before.
    fileprivate func note(_ signal: Int32) -> Bool {
        number.compareExchange(expected: 0, desired: signal, ordering: .acquiringAndReleasing).exchanged
    }
}

/// Ctrl-C, SIGTERM and a lost terminal: the first asks the run to stop cleanly, the second ends the program at once.
/// Listens while it lives.
final class StopSignals {
    let request = StopRequest()
    private let sources: [any DispatchSourceSignal]

    /// Call it on an unbound thread, before lanes start.
    /// - Parameter first: called once, on a queue of the system's.
    init(first: @escaping @Sendable () -> Void) {
        let queue = DispatchQueue(label: "sweep.signals")
        let request = request
        sources = Self.numbers.map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                if request.note(number) { first() } else { _exit(128 + number) }
            }
            source.resume()
            return source
        }
    }

    /// Signals that ask to stop, from now on no longer left to their defaults. SIGHUP is not among them
    /// where it was ignored from the start: whoever said nohup means it.
    static var numbers: [Int32] {
        [SIGINT, SIGTERM, SIGHUP].filter { number in
            let former = signal(number, SIG_IGN)
            return number != SIGHUP || unsafeBitCast(former, to: Int.self) != unsafeBitCast(SIG_IGN, to: Int.self)
        }
    }

    deinit { sources.forEach { $0.cancel() } }
}
