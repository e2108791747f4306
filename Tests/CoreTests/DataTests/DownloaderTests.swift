import Foundation
import Testing

@testable import Core

@Suite struct DownloaderTests {
    /// What a good mirror has.
    private func mirror(_ base: String) -> [String: [UInt8]] {
        var answers: [String: [UInt8]] = [:]
        for file in Workshop.set().files {
            answers[base + file.name + ".gz"] = Workshop.gzip(Workshop.content[file.role] ?? [])
        }
        return answers
    }

    private func store(_ folder: String, _ answers: [String: [UInt8]]) -> DatasetStore {
        DatasetStore(
            environment: ["XDG_CACHE_HOME": folder], catalog: [Workshop.set(mirrors: ["http://a/", "http://b/"])],
            transport: TableTransport(answers))
    }

    private func listing(_ folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    private let names = Workshop.set().files.map { $0.name + ".gz" }.sorted()

    @Test func filesAreDownloadedOnce() throws {
        try Workshop.withFolder { folder in
            var steps: [DataProgress] = []
            let first = try store(folder, mirror("http://a/")).prepare(Workshop.request) { steps.append($0) }
            #expect(first.notices == [
                .downloaded(
                    dataset: .mnist, files: Workshop.set().files.map(\.name), folder: folder + "/sweep/mnist")
            ])
            #expect(steps.count == 4)
            #expect(steps.first?.url == "http://a/train-images-idx3-ubyte.gz")
            #expect(steps.first?.total == steps.first?.received)
            #expect(listing(folder + "/sweep/mnist") == names)
            let second = try store(folder, [:]).prepare(Workshop.request)
            #expect(second.notices.isEmpty)
            #expect(second.digest == first.digest)
        }
    }

    @Test func whatKilledDownloadsLeftIsRemovedAfterADay() throws {
        try Workshop.withFolder { folder in
            let (old, young) = (".t10k-images-idx3-ubyte.gz.1-2.tmp", ".t10k-images-idx3-ubyte.gz.3-4.tmp")
            for name in [old, young] { try Workshop.write([1], folder + "/sweep/mnist/" + name) }
            try FileManager.default.setAttributes(
                [.modificationDate: Date.now - 100_000], ofItemAtPath: folder + "/sweep/mnist/" + old)
            _ = try store(folder, mirror("http://a/")).prepare(Workshop.request)
            #expect(listing(folder + "/sweep/mnist") == ([young] + names).sorted())
        }
    }

    @Test func aBadFirstMirrorLeadsToTheSecond() throws {
        let good = Workshop.gzip(Workshop.content[.trainImages] ?? [])
        let bad: [[UInt8]] = [
            [UInt8]("<html>log in</html>".utf8), [], Workshop.gzip(Workshop.images(30) { _ in 3 }),
            Array(good.dropLast(9)), good + [1],
        ]
        for answer in bad {
            try Workshop.withFolder { folder in
                var answers = mirror("http://b/")
                answers["http://a/train-images-idx3-ubyte.gz"] = answer
                let data = try store(folder, answers).prepare(Workshop.request)
                #expect(data.dataset == .mnist)
                #expect(listing(folder + "/sweep/mnist") == names)
            }
        }
    }

    @Test func reasonsAreKeptPerMirror() throws {
        try Workshop.withFolder { folder in
            var answers = ["http://a/train-images-idx3-ubyte.gz": [UInt8]("<html>".utf8)]
            answers["http://b/train-images-idx3-ubyte.gz"] = Workshop.gzip([1, 2, 3])
            let error = Workshop.error { _ = try store(folder, answers).prepare(Workshop.request) }
            guard case .unavailable(let data)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            let expected = Digest.sha256(Workshop.content[.trainImages] ?? [])
            #expect(
                data.attempts.map(\.reason) == [
                    "what came is no gzip file (a web page)",
                    "what came is another file: expected SHA-256 \(expected), found \(Digest.sha256([1, 2, 3]))",
                ])
            #expect(data.folder == folder + "/sweep/mnist")
            #expect(listing(folder + "/sweep/mnist").isEmpty)
        }
    }

    @Test func fetchReplacesWhatIsWrongInTheCache() throws {
        try Workshop.withFolder { folder in
            try Workshop.writeSet(folder + "/sweep/mnist")
            try Workshop.write([1, 2, 3], folder + "/sweep/mnist/t10k-labels-idx1-ubyte")
            let status = try store(folder, mirror("http://b/")).fetch(.mnist)
            #expect(status.isVerified)
            #expect(status.files[3].path == folder + "/sweep/mnist/t10k-labels-idx1-ubyte.gz")
            #expect(status.files[0].path == folder + "/sweep/mnist/train-images-idx3-ubyte")
        }
    }

    @Test func fetchLeavesTheUsersFilesAlone() throws {
        try Workshop.withFolder { folder in
            try Workshop.writeSet(folder + "/mine")
            let path = folder + "/mine/t10k-labels-idx1-ubyte"
            try Workshop.write([0, 0, 8, 1], path)
            let store = DatasetStore(
                environment: ["XDG_CACHE_HOME": folder, "SWEEP_DATA": folder + "/mine"], catalog: [Workshop.set()],
                transport: TableTransport([:]))
            #expect(throws: DataError.headerTruncated(file: path, expected: 8, found: 4)) { try store.fetch(.mnist) }
        }
    }

    @Test func anUnwritableCacheCountsAsNotToBeHad() throws {
        try Workshop.withFolder { folder in
            // A file stands where the folder should be made; permissions would not stop root.
            try Workshop.write([1], folder + "/sweep")
            var request = Workshop.request
            request.fallback = .strokes
            let data = try store(folder, mirror("http://a/")).prepare(request)
            #expect(data.dataset == .strokes)
        }
    }
}
