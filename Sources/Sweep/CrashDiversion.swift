import Core
import Foundation
import Synchronization

/// In a run that nobody watches: a crash's backtrace goes into a file in the results folder, in place of dozens of lines
/// over the display on the terminal, which gets two lines. With a supervisor that does it (`CrashReportCut`).
///
/// It stands in front of the signal handlers of Swift's runtime, which write the backtrace to standard error.
enum CrashDiversion {
    /// While the process crashes nothing else is written to the terminal.
    static let hasBegun = Atomic<Bool>(false)

    #if os(Linux)
    /// Made beforehand: a signal handler may neither allocate nor lock.
    private struct Prepared {
        /// The file, and its first line.
        let path: UnsafeMutablePointer<CChar>
        let head: UnsafeMutablePointer<CChar>
        /// What the terminal gets.
        let words: UnsafeMutablePointer<CChar>
        /// The handlers of Swift's runtime, by signal.
        let former: UnsafeMutablePointer<sigaction>
    }

    private typealias Handler = @convention(c) (Int32, UnsafeMutablePointer<siginfo_t>?, UnsafeMutableRawPointer?) -> Void

    nonisolated(unsafe) private static var prepared: UnsafeMutablePointer<Prepared>?
    /// Not SIGQUIT, which a person sends who wants to see where the program is.
    private static let signals = [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT]

    /// From now on, for as long as the process lives. Nothing where the runtime reports no crashes, as where its program
    /// for that is missing, or where a person has set how it does.
    /// - Parameter again: the command to go on with.
    static func arm(_ folder: ResultsFolder, again: String) {
        guard CrashManners.areOurs, prepared == nil else { return }
        let file = folder.crash(CrashReportFile.name(getpid(), Date()))
        let former = UnsafeMutablePointer<sigaction>.allocate(capacity: 65)
        former.initialize(repeating: sigaction(), count: 65)
        let place = UnsafeMutablePointer<Prepared>.allocate(capacity: 1)
        place.initialize(
            to: Prepared(
                path: strdup(file.path),
                head: strdup("\(Program.name), process \(getpid()); its message is on the terminal\n"),
                words: strdup(
                    "sweep has crashed; in some seconds its backtrace is in \(file.relativePath). What was recorded is kept; "
                        + "go on with: \(again)\n"),
                former: former))
        prepared = place
        for number in signals {
            guard sigaction(number, nil, former + Int(number)) == 0, isHandled(former[Int(number)]) else { continue }
            var own = former[Int(number)]
            let handler: Handler = { CrashDiversion.take($0, $1, $2) }
            own.__sigaction_handler.sa_sigaction = handler
            sigaction(number, &own, nil)
        }
    }

    /// Whether a function with three arguments stands there.
    private static func isHandled(_ action: sigaction) -> Bool {
        let bits = unsafeBitCast(action.__sigaction_handler, to: UInt.self)
        return bits > 1 && action.sa_flags & SA_SIGINFO != 0
    }

    /// The signal handler, with system calls alone. Where the file cannot be had, the runtime writes where it always does.
    private static func take(_ number: Int32, _ info: UnsafeMutablePointer<siginfo_t>?, _ context: UnsafeMutableRawPointer?) {
        guard let prepared else { return }
        let former = prepared.pointee.former + Int(number)
        // Sent by somebody with `kill`: the runtime reports it, and the program goes on.
        if let info, info.pointee.si_code == SI_USER {
            former.pointee.__sigaction_handler.sa_sigaction(number, info, context)
            return
        }
        // A fault in here, or another thread's, is the runtime's alone.
        sigaction(number, former, nil)
        if !hasBegun.exchange(true, ordering: .acquiringAndReleasing) {
            let file = open(prepared.pointee.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            if file >= 0 {
                _ = write(STDERR_FILENO, prepared.pointee.words, strlen(prepared.pointee.words))
                _ = write(file, prepared.pointee.head, strlen(prepared.pointee.head))
                dup2(file, STDERR_FILENO)
            }
        }
        // It comes back, and the instruction that crashed then ends the process.
        former.pointee.__sigaction_handler.sa_sigaction(number, info, context)
    }
    #else
    static func arm(_ folder: ResultsFolder, again: String) {}
    #endif
}
