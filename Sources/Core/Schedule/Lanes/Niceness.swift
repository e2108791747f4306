import Foundation

/// The scheduling priority that whoever started the program chose for it (`nice -n 19 sweep run …`).
///
/// libdispatch gives the threads of its classes of service priorities of their own where it may, that is for root, as
/// in containers: lanes would then go before everything else on the machine, whatever was asked.
enum Niceness {
    /// Of the first thread, which is no pool's: −20 … 19, larger is more modest.
    static var ofProcess: Int32 { getpriority(Self.process, id_t(getpid())) }

    /// Of the thread that asks.
    static var ofCurrentThread: Int32 { getpriority(Self.process, 0) }

    /// Gives the current thread the first one's. A system that refuses leaves it as it is: the work is the same.
    static func takeOver() {
        let chosen = ofProcess
        if ofCurrentThread != chosen { _ = setpriority(Self.process, 0, chosen) }
    }

    #if os(Linux)
        static let process = __priority_which_t(PRIO_PROCESS.rawValue)
    #else
        static let process = PRIO_PROCESS
    #endif
}
