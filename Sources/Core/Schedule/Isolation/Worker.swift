import Foundation
import Synchronization

/// A child process that does a whole run, as its supervisor sees it. It holds one end of a lifeline, may
/// tell of itself in single bytes, and its standard error passes through here, so that its last words are known.
public final class Worker: Sendable {
    /// The child itself: its number, and a way to send it signals.
    public let process: ChildProcess
    private let lifeline: Int32
    private let farewell: Int32
    private let heard = Mutex(LastWords())
    /// What it leaves out is in `heard`.
    private let cut = Mutex(CrashReportCut())
    private let listening = DispatchGroup()
    private let passOn: @Sendable ([UInt8]) -> Void

    /// - Parameters:
    ///   - lifeline: the descriptor of the lifeline's reading end, in the child.
    ///   - farewell: of the pipe for what it tells, in the child.
    ///   - signals: that are passed on to it, and so must be at their defaults there.
    ///   - passOn: given what it says on standard error, piece by piece and without a crash report; while this takes
    ///     its time, the worker may be held up. Nil to write it to this process's, and to wait for who reads that.
    /// - Throws: `SpawnError`.
    public init(
        _ executable: String, _ arguments: [String], environment: [String: String], lifeline theirLifeline: Int32,
        farewell theirFarewell: Int32, signals: [Int32],
        passOn: (@Sendable ([UInt8]) -> Void)? = nil
    ) throws(SpawnError) {
        self.passOn = passOn ?? { _ = Descriptor.write($0, to: STDERR_FILENO) }
        var held: [Int32] = []
        do {
            let (process, life, word, errors) = try ChildProcess.spawning.withLock { _ in
                let (life, word, errors) = (try PipeEnds.held(by: &held), try PipeEnds.held(by: &held), try PipeEnds.held(by: &held))
                let process = try ChildProcess.startLocked(
                    executable, arguments, environment,
                    [theirLifeline: life.reading, theirFarewell: word.writing, 2: errors.writing], true, signals)
                return (process, life, word, errors)
            }
            for descriptor in [life.reading, word.writing, errors.writing] { close(descriptor) }
            self.process = process
            (lifeline, farewell) = (life.writing, word.reading)
            pass(errors.reading)
        } catch {
            // Where there are too few of them, to try again is in vain as long as these are open.
            for descriptor in held { close(descriptor) }
            throw error as? SpawnError ?? SpawnError(step: "start", code: EINVAL)
        }
    }

    deinit {
        close(lifeline)
        close(farewell)
    }

    private func pass(_ errors: Int32) {
        listening.enter()
        Thread.detachNewThread { [self] in
            while true {
                let bytes = Descriptor.read(errors)
                if bytes.isEmpty { break }
                heard.withLock { $0.add(bytes) }
                passOn(cut.withLock { $0.add(bytes) })
            }
            passOn(cut.withLock { $0.rest() })
            close(errors)
            listening.leave()
        }
    }

    /// Blocks until the worker has ended and its last words were passed on.
    /// - Returns: how it ended; what it told of itself on the way; the last it said on standard error; Swift's crash
    ///   report, which was not passed on.
    public func wait() -> (ending: ChildEnding, told: [UInt8], lastWords: String?, report: String?) {
        let ending = process.wait()
        // A process that it started may hold its standard error open for longer.
        _ = listening.wait(timeout: .now() + 1)
        var file = pollfd(fd: farewell, events: Int16(POLLIN), revents: 0)
        let told = poll(&file, 1, 0) > 0 ? Descriptor.read(farewell) : []
        let report = cut.withLock(\.hasReport) ? heard.withLock { $0.report } : nil
        return (ending, told, heard.withLock { $0.text }, report)
    }
}
