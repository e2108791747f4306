import Foundation

/// An HTTP server on 127.0.0.1 that gives every caller the same answer.
///
/// `@unchecked Sendable`: all properties but `open` are constant, and `open` is behind `lock`.
final class LoopbackServer: @unchecked Sendable {
    struct Answer: Sendable {
        var status = "200 OK"
        var body: [UInt8]
        /// The length in the header, where it is not the body's.
        var announced: Int?
        /// Whether the connection stays open after the body, in silence.
        var staysOpen = false
    }

    struct NoSocket: Error {}

    let port: UInt16
    private let listener: Int32
    private let lock = NSLock()
    private var open: [Int32] = []

    init(_ answer: Answer) throws {
        #if canImport(Glibc)
            let kind = Int32(SOCK_STREAM.rawValue)
        #else
            let kind = SOCK_STREAM
        #endif
        listener = socket(AF_INET, kind, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isUp = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 8) == 0 && getsockname(listener, $0, &size) == 0
            }
        }
        guard listener >= 0, isUp else { throw NoSocket() }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { self.serve(answer) }
    }

    /// Closes the listener and what is still open. The port then refuses callers.
    func stop() {
        lock.withLock {
            shutdown(listener, Int32(SHUT_RDWR))
            for connection in open { shutdown(connection, Int32(SHUT_RDWR)) }
            for connection in open { close(connection) }
            open = []
        }
    }

    private func serve(_ answer: Answer) {
        defer { close(listener) }
        while true {
            let connection = accept(listener, nil, nil)
            if connection < 0 { return }
            lock.withLock { open.append(connection) }
            var request = [UInt8](repeating: 0, count: 4096)
            _ = recv(connection, &request, request.count, 0)
            let head =
                "HTTP/1.1 \(answer.status)\r\nContent-Length: \(answer.announced ?? answer.body.count)\r\n"
                + "Content-Type: application/octet-stream\r\nConnection: close\r\n\r\n"
            send(connection, [UInt8](head.utf8) + answer.body)
            if answer.staysOpen { continue }
            lock.withLock {
                guard let place = open.firstIndex(of: connection) else { return }
                open.remove(at: place)
                close(connection)
            }
        }
    }

    private func send(_ connection: Int32, _ bytes: [UInt8]) {
        #if canImport(Glibc)
            let flags = Int32(MSG_NOSIGNAL)
        #else
            let flags: Int32 = 0
        #endif
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { write in
                #if canImport(Glibc)
                    Glibc.send(connection, write.baseAddress, write.count, flags)
                #else
                    Darwin.send(connection, write.baseAddress, write.count, flags)
                #endif
            }
            if count <= 0 { return }
            sent += count
        }
    }
}
