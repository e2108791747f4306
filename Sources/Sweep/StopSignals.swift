import ArgumentParser
import Core
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

    private let start = SuspendingClock.now
    /// Milliseconds from `start` to the first signal.
    private let moment = Atomic<Int>(0)

    private var milliseconds: Int { Int(start.duration(to: .now) / .milliseconds(1)) }

    /// Whether the first signal is so long ago that another one is another request.
    fileprivate var isSettled: Bool { milliseconds - moment.load(ordering: .acquiring) > 500 }

    /// Whether a signal came that Slurm's warning did not count as the first of.
    private let isUrged = Atomic<Bool>(false)

    /// After a warning of the end (SIGUSR1) the first other signal is that end, and what the warning began goes on.
    /// - Returns: whether it was that.
    fileprivate func isEndAfterWarning() -> Bool {
        guard signal == SIGUSR1, !isUrged.exchange(true, ordering: .acquiringAndReleasing) else { return false }
        moment.store(milliseconds, ordering: .releasing)
        return true
    }

    /// False where a signal came before.
    fileprivate func note(_ signal: Int32) -> Bool {
        guard number.compareExchange(expected: 0, desired: signal, ordering: .acquiringAndReleasing).exchanged
        else { return false }
        moment.store(milliseconds, ordering: .releasing)
        return true
    }
}

/// Ctrl-C, SIGTERM and a lost terminal: the first asks the run to stop cleanly, the second ends the program at once.
/// What comes within half a second of the first is the same request: whoever stops all processes of a job
/// (systemd, batch systems) reaches a worker directly and through its supervisor. Listens until it is ended or
/// another takes its place.
final class StopSignals: Sendable {
    let request = StopRequest()

    /// Call it on an unbound thread, before lanes start.
    /// - Parameters:
    ///   - warning: asked about SIGUSR1, which may come too early to be a request.
    ///   - second: called with the signal's number before the program is ended at once.
    ///   - early: called where a key was pressed again too soon to count.
    ///   - first: called once, on a queue of the system's.
    init(
        warning: EarlyWarning? = nil, second: @escaping @Sendable (Int32) -> Void = { _ in },
        early: @escaping @Sendable () -> Void = {},
        first: @escaping @Sendable () -> Void
    ) {
        let request = request
        SignalEars.shared.listener.withLock { listener in
            listener = { number in
                if number == SIGUSR1, warning?.isEarly() == true { return }
                if request.note(number) { return first() }
                // A second warning is the same one; batch systems and this program's own clock may both give it.
                guard number != SIGUSR1 else { return }
                guard request.isSettled else { return number == SIGINT ? early() : () }
                guard !request.isEndAfterWarning() else { return }
                second(number)
                Output.endSoon()
                _exit(128 + number)
            }
        }
    }

    /// From now on, and until somebody else listens, a signal ends the program.
    func end() {
        SignalEars.shared.listener.withLock { $0 = nil }
    }

    /// Whether a signal is deleting the temporary folders.
    private static let isDeleting = Atomic<Bool>(false)

    /// From now on, and until somebody else listens, a signal ends the program, and its temporary folders with it; a second
    /// one at once. Whatever works in such folders is to be followed by `goOnUnlessEnding`.
    static func endWithoutTraces() {
        SignalEars.shared.listener.withLock { listener in
            listener = { number in
                guard !isDeleting.exchange(true, ordering: .acquiringAndReleasing) else { die(of: number) }
                DispatchQueue.global().async {
                    TemporaryFolder.removeAll()
                    Output.endSoon()
                    die(of: number)
                }
            }
        }
    }

    /// As if nobody had listened: a shell's loop goes on after a program that merely exits.
    private static func die(of number: Int32) -> Never {
        var only = sigset_t()
        sigemptyset(&only)
        sigaddset(&only, number)
        signal(number, SIG_DFL)
        pthread_sigmask(SIG_UNBLOCK, &only, nil)
        kill(getpid(), number)
        _exit(128 + number)
    }

    /// Does not return after a signal: who misses the folders that it has deleted would tell of errors that are none, and
    /// end the program with another status before the signal does.
    static func goOnUnlessEnding() {
        while isDeleting.load(ordering: .acquiring) { pause() }
    }

    /// From now on, and until somebody else listens, signals are for a child. One that is not the first of this
    /// process gives the child a second, and then ends the process.
    static func passOn(to child: ChildProcess, status: ExitCode) {
        SignalEars.shared.listener.withLock { listener in
            listener = { number in
                child.signal(number)
                guard SignalEars.shared.isRepeated, child.end(within: OnFinish.haste) == nil else { return }
                Output.endSoon()
                _exit(status.rawValue)
            }
        }
    }

    /// Signals that ask to stop, from now on no longer left to their defaults; SIGUSR1 warns of an end that a batch system
    /// is about to make. SIGHUP is not among them where it was ignored from the start: whoever said nohup means it. To be
    /// asked once in a process: sources that exist already would hear no more.
    static var numbers: [Int32] {
        [SIGINT, SIGTERM, SIGHUP, SIGUSR1].filter { number in
            let former = signal(number, SIG_IGN)
            return number != SIGHUP || unsafeBitCast(former, to: Int.self) != unsafeBitCast(SIG_IGN, to: Int.self)
        }
    }
}

/// The one place where a process that does a run hears signals. Sources are made once and never cancelled:
/// a second set, made after the waiting for cores, heard nothing, and no Ctrl-C ended the run.
private final class SignalEars: Sendable {
    static let shared = SignalEars()

    /// Given the signal's number.
    let listener = Mutex<(@Sendable (Int32) -> Void)?>(nil)
    /// When the first signal came.
    private let first = Mutex<SuspendingClock.Instant?>(nil)

    /// Whether the first signal is so long ago that the last one is another request.
    var isRepeated: Bool {
        first.withLock { $0 }.map { $0.duration(to: .now) > .milliseconds(500) } ?? false
    }

    private init() {
        let queue = DispatchQueue(label: "sweep.signals")
        for number in StopSignals.numbers {
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { [self] in
                first.withLock { $0 = $0 ?? .now }
                Output.hurry()
                guard let listener = listener.withLock({ $0 }) else {
                    Output.endSoon()
                    _exit(128 + number)
                }
                listener(number)
            }
            source.resume()
            // For as long as the process lives.
            _ = Unmanaged.passRetained(source as AnyObject)
        }
    }
}
