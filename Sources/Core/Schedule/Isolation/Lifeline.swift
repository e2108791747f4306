import Foundation

/// Ties a process to its parent: it holds the reading end of a pipe whose writing end the parent alone
/// holds and never writes to. When the parent is gone, however it went, the kernel closes that end, and
/// the read that waited for it returns.
public enum Lifeline {
    /// The status of a process that went with its parent; nobody is left to read it.
    static let status: Int32 = 137

    /// Ends this process at once when the other end of `descriptor` is closed. Call it on an unbound
    /// thread.
    public static func hold(_ descriptor: Int32) {
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        Thread.detachNewThread {
            var byte: UInt8 = 0
            while true {
                let count = read(descriptor, &byte, 1)
                if count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN) { _exit(status) }
            }
        }
    }
}
