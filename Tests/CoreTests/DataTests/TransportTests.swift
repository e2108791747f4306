import Foundation
import Testing

@testable import Core

/// Whether libcurl, behind URLSession, connects to this machine itself.
private let isDirect: Bool = {
    let environment = ProcessInfo.processInfo.environment
    func words(_ names: [String]) -> [String] {
        names.compactMap { environment[$0] }.flatMap { $0.split { ", ".contains($0) }.map(String.init) }
    }
    return words(["http_proxy", "all_proxy", "ALL_PROXY"]).isEmpty
        || !Set(words(["no_proxy", "NO_PROXY"])).isDisjoint(with: ["127.0.0.1", "*"])
}()

@Suite(.serialized, .enabled(if: isDirect, "a proxy (http_proxy) would be asked for 127.0.0.1; no_proxy=127.0.0.1 lets it be"))
struct TransportTests {
    /// Starts a server, downloads from it, and gives what came or the reason why nothing did.
    private func download(
        _ answer: LoopbackServer.Answer, idle: Double = 15, limit: Int = 1 << 20,
        progress: (Int, Int?) -> Void = { _, _ in }
    ) throws -> (bytes: [UInt8], failure: TransportError?) {
        let server = try LoopbackServer(answer)
        defer { server.stop() }
        return try Workshop.withFolder { folder in
            let path = folder + "/f"
            do throws(TransportError) {
                try URLSessionTransport(idleTimeout: idle).download(
                    "http://127.0.0.1:\(server.port)/f.gz", to: path, limit: limit, progress: progress)
            } catch {
                return ([], error)
            }
            return ([UInt8](try Data(contentsOf: URL(fileURLWithPath: path))), nil)
        }
    }

    @Test func contentArrivesWhole() throws {
        let bytes = (0 ..< 300_000).map { UInt8($0 % 249) }
        var last: (Int, Int?) = (0, nil)
        let (found, failure) = try download(.init(body: bytes)) { last = ($0, $1) }
        #expect(failure == nil)
        #expect(found == bytes)
        #expect(last.1 == nil || last.1 == 300_000)
        #expect(last.0 > 0 && last.0 <= 300_000)
    }

    @Test func anErrorPageIsAFailure() throws {
        let (_, failure) = try download(.init(status: "404 Not Found", body: [UInt8]("<html>no</html>".utf8)))
        #expect(failure?.description == "the server answered with status 404")
    }

    @Test func moreThanTheLimitIsRefused() throws {
        let (_, failure) = try download(.init(body: [UInt8](repeating: 1, count: 5000)), limit: 4999)
        #expect(failure?.description == "more than 4999 bytes came")
    }

    @Test func aBrokenConnectionIsAFailure() throws {
        let (_, failure) = try download(.init(body: [1, 2, 3], announced: 1000))
        #expect(failure != nil)
    }

    @Test func aSilentServerIsGivenUp() throws {
        let (_, failure) = try download(.init(body: [1, 2, 3], announced: 1000, staysOpen: true), idle: 1)
        #expect(failure != nil)
    }

    @Test func nobodyListening() throws {
        let server = try LoopbackServer(.init(body: []))
        server.stop()
        try Workshop.withFolder { folder in
            #expect(throws: TransportError.self) {
                try URLSessionTransport().download(
                    "http://127.0.0.1:\(server.port)/", to: folder + "/f", limit: 10, progress: { _, _ in })
            }
            #expect(throws: TransportError("not an address")) {
                try URLSessionTransport().download("nowhere", to: folder + "/f", limit: 10, progress: { _, _ in })
            }
        }
    }
}
