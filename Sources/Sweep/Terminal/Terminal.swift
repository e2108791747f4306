import Foundation

/// What standard output is.
enum Terminal {
    static var isInteractive: Bool { isInteractive(STDOUT_FILENO) }

    private static func isInteractive(_ descriptor: Int32) -> Bool {
        isatty(descriptor) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    }

    /// Where what is shown is broken into lines; nil where it stays as it is.
    static var columns: Int? { columns(of: STDOUT_FILENO) }

    /// Nil for what is no terminal.
    static func columns(of descriptor: Int32) -> Int? {
        isInteractive(descriptor) ? size(descriptor).map { Int($0.ws_col) } ?? 80 : nil
    }

    /// Columns; 80 where they cannot be known.
    static var width: Int { size(STDOUT_FILENO).map { Int($0.ws_col) } ?? 80 }

    /// Lines; 24 where they cannot be known.
    static var height: Int { size(STDOUT_FILENO).flatMap { $0.ws_row > 0 ? Int($0.ws_row) : nil } ?? 24 }

    private static func size(_ descriptor: Int32) -> winsize? {
        var size = winsize()
        return ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? size : nil
    }

    /// Not `print`, whose buffer would put its lines after what `write` wrote later.
    static func line(_ text: String) { write(text + "\n") }

    /// Blocks until it is written; in a run it waits in memory instead (see `Output`).
    /// - Returns: false where too much waits already, and this is lost.
    @discardableResult
    static func write(_ text: String, to descriptor: Int32 = STDOUT_FILENO) -> Bool {
        write(Array(text.utf8), to: descriptor)
    }

    @discardableResult
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        if let queue = Output.queue(descriptor) { return queue.add(bytes, to: descriptor) }
        writeNow(bytes, to: descriptor)
        return true
    }

    /// What is drawn anew in a moment: left out where the reader does not keep up.
    /// - Returns: whether it was taken.
    static func draw(_ text: String) -> Bool {
        guard let queue = Output.queue(STDOUT_FILENO) else { return write(text) }
        return queue.addLive(Array(text.utf8), to: STDOUT_FILENO)
    }

    /// Blocks. What cannot be written (a closed pipe, a log on a full disk) is lost, and the run goes on: a
    /// night's work must not end with whoever was watching it. FileHandle would trap.
    /// - Returns: nil where all was written; else `errno`, for those to whom it matters.
    @discardableResult
    static func writeNow(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
        if CrashDiversion.hasBegun.load(ordering: .relaxed) { return EIO }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written)
            }
            if count < 0 && errno == EINTR { continue }
            if count < 0 && errno == EAGAIN {
                // Whoever shares the terminal or pipe with this process has made it non-blocking.
                var file = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&file, 1, 1000)
                continue
            }
            guard count > 0 else { return errno }
            written += count
        }
        return nil
    }
}
