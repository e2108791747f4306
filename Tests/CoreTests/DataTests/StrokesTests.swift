import Testing

@testable import Core

@Suite struct StrokesTests {
    @Test func theFirstImagesAreTheSameEverywhere() {
        #expect(
            Digest.sha256(Strokes.images(0 ..< 300))
                == "9c020e78d42d3507eeee2700390f883f4911f7550f8d7343a314ef9d5b8b1843",
            "the drawing has changed: Strokes.digest needs a new value, and NumericsVersion a step")
    }

    @Test func theDigestWrittenDownIsThatOfTheWholeSet() {
        #expect(Strokes.drawnDigest() == Strokes.dataset.digest)
    }

    @Test func samplesDependOnTheirIndexAlone() {
        #expect(Strokes.images(100 ..< 101) == Strokes.dataset.image(100))
        #expect(Strokes.images(98 ..< 103)[2 * 784 ..< 3 * 784] == Strokes.dataset.image(100)[...])
    }

    @Test func theSetIsWholeAndBalanced() {
        let set = Strokes.dataset
        #expect((set.count, set.usedClassCount, set.leftOut) == (63_000, 9, nil))
        for digit in 0 ..< 9 { #expect(set.labels.count { $0 == digit } == 7000) }
        #expect(set.digest.count == 64)
    }

    @Test func everyImageIsInkOnPaper() {
        for index in 0 ..< 500 {
            let image = Strokes.dataset.image(index)
            let ink = image.count { $0 > 127 }
            #expect(ink > 8 && ink < 300, "sample \(index) has \(ink) dark pixels")
        }
    }

    @Test func noTwoAreAlike() {
        let images = (0 ..< 300).map { Strokes.dataset.image($0) }
        #expect(Set(images).count == 300)
    }

    @Test func skeletonsFitTheMemoryLentToThem() {
        #expect(PenGlyph.styles.count == Strokes.classCount)
        for glyph in PenGlyph.styles.joined() {
            var points = 0
            for stroke in glyph.strokes {
                #expect((2 ... PenGlyph.mostKnots).contains(stroke.count))
                points += 1 + (stroke.count - 1) * PenGlyph.steps
            }
            // `lift` leaves out up to six points at a place.
            #expect((6 ... PenGlyph.mostPoints).contains(points))
        }
    }

    @Test func aSmallRequestIsPrepared() throws {
        var request = Workshop.request
        request.source = .strokes
        let data = try DatasetStore(environment: [:], allowDownload: false).prepare(request)
        #expect((data.dataset, data.classCount, data.notices) == (.strokes, 9, []))
        let first = Int(data.split.train[0])
        #expect(Int(data.train.labels[0]) == first % 9)
        #expect(data.train.images[0][18 * 36 + 4 ..< 18 * 36 + 32].elementsEqual(Strokes.dataset.image(first)[14 * 28 ..< 15 * 28]))
    }
}
