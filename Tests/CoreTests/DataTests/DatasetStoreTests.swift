import Foundation
import Testing

@testable import Core

@Suite struct DatasetStoreTests {
    private func store(
        _ folder: String, user: String? = "data", sets: [DatasetFiles]? = nil, transport: (any Transport)? = nil
    ) -> DatasetStore {
        var environment = ["XDG_CACHE_HOME": folder + "/cache"]
        if let user { environment["SWEEP_DATA"] = folder + "/" + user }
        return DatasetStore(
            environment: environment, allowDownload: transport != nil, catalog: sets ?? [Workshop.set()],
            transport: transport ?? TableTransport([:]))
    }

    @Test(arguments: [("data/mnist", ""), ("data/mnist", ".gz"), ("data", ""), ("data", ".gz"), ("cache/sweep/mnist", ".gz")])
    func filesAreFound(place: String, suffix: String) throws {
        try Workshop.withFolder { folder in
            try Workshop.writeSet(folder + "/" + place, suffix: suffix)
            let data = try store(folder, user: place.hasPrefix("cache") ? nil : "data").prepare(Workshop.request)
            #expect((data.dataset, data.train.count, data.notices) == (.mnist, 20, []))
        }
    }

    @Test func dottedNamesAreFound() throws {
        try Workshop.withFolder { folder in
            for file in Workshop.set().files {
                let dotted = file.name.replacingOccurrences(of: "-idx", with: ".idx")
                try Workshop.write(Workshop.content[file.role] ?? [], folder + "/data/mnist/" + dotted)
            }
            let data = try store(folder).prepare(Workshop.request)
            #expect(data.dataset == .mnist)
        }
    }

    @Test func trainFileComesBeforeTestFile() throws {
        try Workshop.withFolder { folder in
            try Workshop.writeSet(folder + "/data")
            var notices: [DataNotice] = []
            let raw = try store(folder).load(.mnist, notices: &notices)
            #expect((raw.count, raw.classCount, raw.usedClassCount, raw.leftOut) == (50, 10, 9, 9))
            #expect(raw.image(0)[250] == 250)
            #expect(raw.image(30)[..<14].elementsEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0]))
        }
    }

    @Test func theUserFolderComesBeforeTheCache() throws {
        try Workshop.withFolder { folder in
            try Workshop.writeSet(folder + "/data/mnist")
            try Workshop.writeSet(folder + "/cache/sweep/mnist")
            let status = store(folder).status(of: .mnist)
            #expect(status.files.allSatisfy { $0.path?.hasPrefix(folder + "/data/mnist/") == true })
            #expect(status.isUsable && !status.isVerified)
            #expect(store(folder).verify(.mnist).isVerified)
        }
    }

    /// Somebody keeps MNIST directly in SWEEP_DATA and asks for Fashion-MNIST.
    @Test func anotherSetsFilesArePassedOver() throws {
        try Workshop.withFolder { folder in
            try Workshop.writeSet(folder + "/data")
            let other: [DatasetFiles.Role: [UInt8]] = [
                .trainImages: [1], .trainLabels: [2], .testImages: [3], .testLabels: [4],
            ]
            let sets = [Workshop.set(), Workshop.set(.fashionMNIST, content: other)]
            let status = store(folder, sets: sets).status(of: .fashionMNIST)
            #expect(status.files.allSatisfy { $0.state == .absent })
            #expect(store(folder, sets: sets).status(of: .mnist).isUsable)
        }
    }

    @Test func aWrongFileIsAnErrorDespiteTheFallback() throws {
        let images = Workshop.content[.trainImages] ?? []
        var other = images
        other[500] ^= 1
        let sums = (Digest.sha256(images), Digest.sha256(other))
        try Workshop.withFolder { folder in
            let path = folder + "/data/mnist/train-images-idx3-ubyte"
            try Workshop.writeSet(folder + "/data/mnist")
            var request = Workshop.request
            request.fallback = .strokes
            let table: [([UInt8], DataError)] = [
                (Array(images.dropLast(5)), .truncated(file: path, expected: 23520, found: 23515)),
                (Workshop.labels([1]), .wrongMagic(file: path, expected: 0x803, found: 0x801)),
                (Array(Workshop.gzip(images).dropLast(4)), .gzipTruncated(file: path, produced: 23536)),
                (other, .wrongContent(file: path, expected: sums.0, found: sums.1)),
            ]
            for (bytes, expected) in table {
                try Workshop.write(bytes, path)
                #expect(Workshop.error { _ = try store(folder).prepare(request) } == expected)
                #expect(store(folder).verify(.mnist).files[0].state == .wrong(expected))
            }
        }
    }

    @Test func asManyImagesAsLabels() throws {
        try Workshop.withFolder { folder in
            let base = folder + "/data/mnist/train-"
            try Workshop.writeSet(folder + "/data/mnist")
            try Workshop.write(Workshop.images(29), base + "images-idx3-ubyte")
            // Without sums, for with them the sum is what differs first.
            var set = Workshop.set()
            set.files = set.files.map { .init(role: $0.role, sha256: nil) }
            let expected = DataError.countMismatch(
                images: base + "images-idx3-ubyte", imageCount: 29, labels: base + "labels-idx1-ubyte", labelCount: 30)
            #expect(Workshop.error { _ = try store(folder, sets: [set]).prepare(Workshop.request) } == expected)
        }
    }

    @Test func aFolderInAFilesPlaceIsNoFile() throws {
        try Workshop.withFolder { folder in
            let path = folder + "/data/mnist/train-images-idx3-ubyte"
            try Workshop.writeSet(folder + "/data/mnist", suffix: ".gz")
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            #expect(Workshop.error { _ = try store(folder).prepare(Workshop.request) } == .notAFile(path))
        }
    }

    @Test func theFallbackIsTakenAndTold() throws {
        try Workshop.withFolder { folder in
            var request = Workshop.request
            request.fallback = .strokes
            let data = try store(folder).prepare(request)
            #expect(data.dataset == .strokes)
            #expect(data.request.source == .mnist)
            #expect(data.digest == Strokes.dataset.digest)
            #expect(data.notices.first == .noSuchFolder(folder + "/data"))
            guard case .fallback(.mnist, .strokes, let reason)? = data.notices.last else {
                Issue.record("no word of the fallback: \(data.notices)")
                return
            }
            #expect(reason.missing.count == 4)
            #expect(!reason.downloadAllowed)
        }
    }

    @Test func withoutFallbackItSaysWhatToDo() throws {
        try Workshop.withFolder { folder in
            let transport = TableTransport([:])
            let set = Workshop.set(mirrors: ["http://a/", "http://b/"])
            let error = Workshop.error {
                _ = try store(folder, sets: [set], transport: transport).prepare(Workshop.request)
            }
            let name = "train-images-idx3-ubyte"
            #expect(
                error?.ofSweep == """
                    mnist: not found and not downloaded
                      missing: \(name), train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte
                      looked in: \(folder)/data/mnist
                      looked in: \(folder)/data (no such folder)
                      looked in: \(folder)/cache/sweep/mnist
                      tried: http://a/\(name).gz: the server answered with status 404
                      tried: http://b/\(name).gz: the server answered with status 404
                      by hand: put the files (plain, or gzip with .gz after the name) into \(folder)/cache/sweep/mnist
                      or let SWEEP_DATA name a folder that holds mnist/ with the files in it
                      or let the sweep use the embedded set: data: {source: mnist, fallback: strokes}
                    """)
            // Only a sweep has a fallback.
            #expect(error?.description.contains("fallback") == false)
            #expect(transport.addresses == ["http://a/\(name).gz", "http://b/\(name).gz"])
        }
    }
}
