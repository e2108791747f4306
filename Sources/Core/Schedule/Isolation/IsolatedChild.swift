import Foundation

/// A running process that does one job, and the pipes to it: its standard input (the request, and then
/// its lifeline), its messages (descriptor 3), and what it says on standard output and error.
///
/// Not Sendable: belongs to the lane that started it.
final class IsolatedChild {
    let process: ChildProcess
    private let lifeline: Int32
    private let messages: Int32
    private let words: Int32
    private var messagesOpen = true
    private var wordsOpen = true
    private var cutter = LineCutter()
    private var heard = LastWords()

    /// The descriptor of the messages, in the child.
    static let messageDescriptor: Int32 = 3
    /// How long to wait for a child to speak before looking around, in milliseconds.
    private static let patience: Int32 = 100

    init(_ program: IsolatedExecutor.Program, _ request: JobRequest) throws {
        let line = try PipeLine.encode(request)
        var held: [Int32] = []
        do {
            let (process, input, output, errors) = try ChildProcess.spawning.withLock { _ in
                let input = try PipeEnds.held(by: &held)
                let output = try PipeEnds.held(by: &held)
                let errors = try PipeEnds.held(by: &held)
                let process = try ChildProcess.startLocked(
                    program.executable, program.arguments, program.environment,
                    [0: input.reading, 1: errors.writing, 2: errors.writing, Self.messageDescriptor: output.writing],
                    false, [])
                return (process, input, output, errors)
            }
            for descriptor in [input.reading, output.writing, errors.writing] { close(descriptor) }
            self.process = process
            (lifeline, messages, words) = (input.writing, output.reading, errors.reading)
        } catch {
            for descriptor in held { close(descriptor) }
            throw error
        }
        // Where the child is dead already, its end tells.
        Descriptor.write(line, to: lifeline)
    }

    /// What it said on standard error.
    var lastWords: String? { heard.text }

    /// Keeps Swift's crash report in a file: the journal has room for the crashed thread alone.
    /// - Returns: in words, where; nil where there is none.
    func reportKept(_ exit: ChildEnding, _ settings: JobSettings) -> String? {
        let folder = ResultsFolder(settings.folder).seen(by: settings.shard)
        guard let report = heard.report,
            let file = CrashReportFile.write(report, of: process.pid, exit, program: settings.program, in: folder)
        else { return nil }
        return "its process was lost: \(exit); its backtrace is in \(file.relativePath)"
    }

    /// The messages that came, nil for what is none; empty where none came in a while. Nil when the
    /// child is at its end and everything was heard.
    func next() -> [ChildMessage?]? {
        while true {
            // A child that has closed its pipes but not ended is asked often, so that a lane does not
            // lose a tenth of a second with every job.
            let isSilent = !messagesOpen && !wordsOpen
            let ended = process.poll() != nil
            if isSilent && ended { return nil }
            var files = [(messages, messagesOpen), (words, wordsOpen)].filter(\.1).map {
                pollfd(fd: $0.0, events: Int16(POLLIN), revents: 0)
            }
            // Somebody else may hold the pipes of a dead child: only what is there by now is its own.
            let ready = poll(&files, nfds_t(files.count), ended ? 0 : isSilent ? 1 : Self.patience)
            if ready <= 0 { return ended ? nil : [] }
            var found: [ChildMessage?] = []
            for file in files where file.revents != 0 {
                let bytes = Descriptor.read(file.fd)
                if file.fd == messages {
                    messagesOpen = !bytes.isEmpty
                    found += cutter.add(bytes).map { PipeLine.decode(ChildMessage.self, $0) }
                } else {
                    wordsOpen = !bytes.isEmpty
                    heard.add(bytes)
                }
            }
            if !found.isEmpty { return found }
            if !ended { return [] }
        }
    }

    func kill() {
        process.signal(SIGKILL)
        _ = process.wait()
        while wordsOpen, next() != nil {}
    }

    /// Closes the lifeline, upon which the child ends where it has not, and reaps it.
    func end() {
        close(lifeline)
        if process.poll() == nil { process.signal(SIGKILL) }
        _ = process.wait()
        close(messages)
        close(words)
    }
}
