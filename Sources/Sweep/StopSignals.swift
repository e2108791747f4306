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

/// Ctrl-C, SIGTERM, and SIGHUP (a terminal that was closed): the first asks the run to stop cleanly,
/// the second ends the program at once. Listens while it lives.
final class StopSignals {
    let request = StopRequest()
    private let sources: [any DispatchSourceSignal]

    /// Call it on an unbound thread, before lanes start.
    /// - Parameter first: called once, on a queue of the system's.
    init(first: @escaping @Sendable () -> Void) {
        let queue = DispatchQueue(label: "sweep.signals")
        let request = request
        sources = [SIGINT, SIGTERM, SIGHUP].compactMap { number in
            let former = signal(number, SIG_IGN)
            // Under nohup a closed terminal is no reason to stop.
            if number == SIGHUP, Self.isIgnoring(former) { return nil }
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                if request.note(number) { first() } else { _exit(128 + number) }
            }
            source.resume()
            return source
        }
    }

    private static func isIgnoring(_ handler: (@convention(c) (Int32) -> Void)?) -> Bool {
        unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    deinit { sources.forEach { $0.cancel() } }
}
