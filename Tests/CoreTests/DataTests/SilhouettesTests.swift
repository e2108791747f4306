import Testing

@testable import Core

@Suite struct SilhouettesTests {
    @Test func theFirstImagesAreTheSameEverywhere() {
        #expect(
            Digest.sha256(Silhouettes.images(0 ..< 300))
                == "2adf50f27a54b0a8b433c92a4c915ff37235407041d521b7ba230e35c6ad2b73",
            "the drawing has changed: Silhouettes.digest needs a new value, and NumericsVersion a step")
    }

    @Test func theDigestWrittenDownIsThatOfTheWholeSet() {
        #expect(Silhouettes.drawnDigest() == Silhouettes.dataset.digest)
    }

    @Test func samplesDependOnTheirIndexAlone() {
        #expect(Silhouettes.images(100 ..< 101) == Silhouettes.dataset.image(100))
        #expect(Silhouettes.images(98 ..< 103)[2 * 784 ..< 3 * 784] == Silhouettes.dataset.image(100)[...])
    }

    @Test func theSetIsWholeAndBalanced() {
        let set = Silhouettes.dataset
        #expect((set.count, set.usedClassCount, set.leftOut) == (63_000, 9, nil))
        for label in 0 ..< 9 { #expect(set.labels.count { $0 == label } == 7000) }
        #expect(set.digest.count == 64)
    }

    /// How much of the sheet a class covers, and how bright it is there. For comparison,
    /// Fashion-MNIST's means: 430, 268, 492, 319, 456, 210, 467, 239, 431 pixels of 152, 166, 152,
    /// 163, 171, 129, 142, 140, 164.
    @Test(arguments: [407, 297, 526, 278, 439, 129, 432, 217, 360].enumerated().map { ($0, $1) })
    func everyClassCoversItsShareOfTheSheet(label: Int, usual: Int) {
        let count = 300
        var (covered, brightness) = (0, 0)
        for place in 0 ..< count {
            let image = Silhouettes.dataset.image(place * 9 + label)
            let pixels = image.filter { $0 > 12 }
            #expect((41 ..< 700).contains(pixels.count), "sample \(place * 9 + label): \(pixels.count) pixels")
            #expect((image.max() ?? 0) >= 40, "sample \(place * 9 + label) is lost in the background")
            covered += pixels.count
            brightness += pixels.reduce(0) { $0 + Int($1) }
        }
        #expect(abs(covered / count - usual) < usual / 12, "\(covered / count) pixels")
        #expect((100 ... 145).contains(brightness / covered))
    }

    @Test func garmentsAreShadedAndTheBackgroundIsBlack() {
        var (background, shades) = (0, 0)
        for index in 0 ..< 450 {
            let image = Silhouettes.dataset.image(index)
            background += image.count { $0 == 0 }
            shades += Set(image).count
        }
        #expect((0.45 ... 0.62).contains(Double(background) / Double(450 * 784)), "\(background)")
        #expect(shades / 450 > 60, "grey levels in an image: \(shades / 450)")
    }

    @Test func noTwoAreAlike() {
        #expect(Set((0 ..< 300).map { Silhouettes.dataset.image($0) }).count == 300)
    }

    /// The nearest mean image of a class finds 66 % of Fashion-MNIST's classes 0–8. It must find
    /// much more than chance here and be far from perfect, for a set that is solved teaches nothing.
    @Test func theNearestMeanImageIsNoGoodClassifier() {
        let count = 1800
        let pixels = 784
        let images = Silhouettes.images(0 ..< 2 * count)
        var means = [Float](repeating: 0, count: 9 * pixels)
        for index in 0 ..< count {
            let label = Int(Silhouettes.label(of: index))
            for pixel in 0 ..< pixels { means[label * pixels + pixel] += Float(images[index * pixels + pixel]) }
        }
        for place in means.indices { means[place] /= Float(count / 9) }
        var right = 0
        for index in count ..< 2 * count {
            var nearest = (label: -1, distance: Float.infinity)
            for label in 0 ..< 9 {
                var distance: Float = 0
                for pixel in 0 ..< pixels {
                    let difference = Float(images[index * pixels + pixel]) - means[label * pixels + pixel]
                    distance += difference * difference
                }
                if distance < nearest.distance { nearest = (label, distance) }
            }
            if nearest.label == Int(Silhouettes.label(of: index)) { right += 1 }
        }
        let share = Double(right) / Double(count)
        #expect((0.6 ... 0.8).contains(share), "\(share)")
    }

    @Test func aSmallRequestIsPrepared() throws {
        var request = Workshop.request
        request.source = .silhouettes
        let data = try DatasetStore(environment: [:], allowDownload: false).prepare(request)
        #expect((data.dataset, data.classCount, data.notices) == (.silhouettes, 9, []))
        let first = Int(data.split.train[0])
        #expect(Int(data.train.labels[0]) == first % 9)
        #expect(
            data.train.images[0][18 * 36 + 4 ..< 18 * 36 + 32].elementsEqual(
                Silhouettes.dataset.image(first)[14 * 28 ..< 15 * 28]))
    }

    @Test func theyStandInForFashionMNISTAndSaySo() throws {
        try Workshop.withFolder { folder in
            let store = DatasetStore(environment: ["SWEEP_DATA": folder, "HOME": folder], allowDownload: false)
            var request = Workshop.request
            request.source = .fashionMNIST
            let error = Workshop.error { _ = try store.prepare(request) }
            #expect(
                error?.ofSweep.contains("data: {source: fashion-mnist, fallback: silhouettes}") == true,
                "\(String(describing: error))")
            request.fallback = .silhouettes
            let data = try store.prepare(request)
            #expect(data.dataset == .silhouettes && data.digest == Silhouettes.dataset.digest)
            guard case .fallback(.fashionMNIST, .silhouettes, _)? = data.notices.last else {
                Issue.record("no word of the fallback: \(data.notices)")
                return
            }
        }
    }

    @Test func bothDrawnSetsAreKnownToTheStore() {
        #expect(DatasetName.allCases.filter(\.isEmbedded) == [.strokes, .silhouettes])
        let store = DatasetStore(environment: [:], allowDownload: false)
        let status = store.verify(.silhouettes)
        #expect(status.isEmbedded && status.isVerified && status.dataset == .silhouettes)
    }
}
