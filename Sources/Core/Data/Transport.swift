import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Brings the content of an address into a file. A protocol so that downloading can be tested
/// without a network.
public protocol Transport: Sendable {
    /// Blocks until all is there.
    ///
    /// - Parameters:
    ///   - file: path of the file to write; its folder exists.
    ///   - limit: give up when more bytes than this arrive.
    ///   - progress: bytes so far, and in all where known. Called on the calling thread.
    func download(
        _ address: String, to file: String, limit: Int, progress: (_ received: Int, _ total: Int?) -> Void
    ) throws(TransportError)
}

/// Why an address gave nothing, in words for a person.
public struct TransportError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The reason alone, as it follows an address and a colon.
    public var description: String

    /// In the words of whoever failed.
    public init(_ description: String) { self.description = description }
}

/// HTTP and HTTPS through URLSession.
public struct URLSessionTransport: Transport {
    /// Seconds without a single byte after which a server counts as dead.
    public var idleTimeout: Double

    /// - Parameter idleTimeout: seconds without a byte after which a download has failed.
    public init(idleTimeout: Double = 15) { self.idleTimeout = idleTimeout }

    /// - Throws: where the address, the server or the file to write refuses, more than `limit` bytes or fewer than announced
    ///   come, or none for `idleTimeout` seconds.
    public func download(
        _ address: String, to file: String, limit: Int, progress: (Int, Int?) -> Void
    ) throws(TransportError) {
        guard let url = URL(string: address), url.host != nil else { throw TransportError("not an address") }
        guard let output = fopen(file, "wb") else {
            throw TransportError("\(file) cannot be written: \(String(cString: strerror(errno)))")
        }
        let receiver = Receiver(output: output, limit: limit)
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = idleTimeout
        let session = URLSession(configuration: configuration, delegate: receiver, delegateQueue: nil)
        // The server's compression would hide how many bytes are to come.
        var request = URLRequest(url: url)
        request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
        let task = session.dataTask(with: request)
        task.resume()
        let outcome = receiver.wait(idleTimeout: idleTimeout, progress: progress)
        task.cancel()
        session.invalidateAndCancel()
        if let failure = outcome { throw failure }
    }
}

/// Takes the bytes of one transfer. URLSession calls it on a queue of its own; the caller of
/// `wait` sleeps meanwhile.
///
/// - Note: `@unchecked Sendable` because every access to its state holds `condition`.
private final class Receiver: NSObject, URLSessionDataDelegate, @unchecked Sendable {
    private let condition = NSCondition()
    private var output: UnsafeMutablePointer<FILE>?
    private let limit: Int
    private var received = 0
    private var total: Int?
    private var failure: TransportError?
    private var isOver = false

    init(output: UnsafeMutablePointer<FILE>, limit: Int) {
        self.output = output
        self.limit = limit
    }

    /// Returns when the transfer has ended or the line was silent for `idleTimeout` seconds.
    /// The silence is timed here because URLSession's own time-out does not mean the same on all
    /// systems.
    func wait(idleTimeout: Double, progress: (Int, Int?) -> Void) -> TransportError? {
        condition.lock()
        defer { condition.unlock() }
        var shown = -1
        while !isOver {
            let before = received
            let woken = condition.wait(until: Date(timeIntervalSinceNow: idleTimeout))
            if !woken, !isOver, received == before {
                end(TransportError("no answer for \(Int(idleTimeout)) seconds"))
            }
            if received != shown, received > 0 {
                shown = received
                let (bytes, all) = (received, total)
                condition.unlock()
                progress(bytes, all)
                condition.lock()
            }
        }
        return failure
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
    ) {
        condition.lock()
        var isGood = true
        if let status = (response as? HTTPURLResponse)?.statusCode, status != 200 {
            end(TransportError("the server answered with status \(status)"))
            isGood = false
        } else if response.expectedContentLength > 0 {
            total = Int(response.expectedContentLength)
        }
        condition.unlock()
        completionHandler(isGood ? .allow : .cancel)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        condition.lock()
        defer { condition.unlock() }
        guard !isOver, let output else { return }
        received += data.count
        if received > limit { return end(TransportError("more than \(limit) bytes came")) }
        let written = data.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, output) }
        if written != data.count { return end(TransportError("cannot write: \(String(cString: strerror(errno)))")) }
        condition.signal()
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        condition.lock()
        defer { condition.unlock() }
        if isOver { return }
        if let error { return end(TransportError(error.localizedDescription)) }
        if let total, received < total {
            return end(TransportError("the connection broke off after \(received) of \(total) bytes"))
        }
        end(nil)
    }

    /// Closes the file and wakes the waiting thread. `condition` must be held.
    private func end(_ reason: TransportError?) {
        isOver = true
        failure = reason
        if let output, fclose(output) != 0, reason == nil {
            failure = TransportError("cannot write: \(String(cString: strerror(errno)))")
        }
        output = nil
        condition.signal()
    }
}
