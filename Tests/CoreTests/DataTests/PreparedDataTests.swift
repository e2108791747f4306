import Testing

@testable import Core

@Suite struct PreparedDataTests {
    let raw = RawDataset(
        name: .mnist, images: (0 ..< 60 * 784).map { UInt8(($0 * 7) % 256) }, labels: (0 ..< 60).map { UInt8($0 % 10) },
        height: 28, width: 28, classCount: 10, leftOut: 9)

    @Test func imagesArePaddedAllRound() throws {
        let data = try PreparedData(raw, request: Workshop.request)
        #expect((data.height, data.width, data.pixels, data.classCount) == (36, 36, 1296, 9))
        for (samples, indices) in [
            (data.train, data.split.train), (data.test, data.split.test), (data.validation, data.split.validation),
        ] {
            #expect(samples.images.count == indices.count)
            #expect(UInt(bitPattern: samples.images.base) % 64 == 0)
            for (place, index) in indices.enumerated() {
                #expect(samples.labels[place] == raw.labels[Int(index)])
                let (padded, image) = (samples.images[place], raw.image(Int(index)))
                for row in 0 ..< 36 {
                    for column in 0 ..< 36 {
                        let isInside = (4 ..< 32).contains(row) && (4 ..< 32).contains(column)
                        let expected = isInside ? image[(row - 4) * 28 + column - 4] : 0
                        if padded[row * 36 + column] != expected { Issue.record("sample \(place) at \(row), \(column)") }
                    }
                }
            }
        }
    }

    @Test func normalisationIsThatOfThePaddedTrainSplit() throws {
        let data = try PreparedData(raw, request: Workshop.request)
        var values: [Double] = []
        for place in 0 ..< data.train.count { values += data.train.images[place].map { Double($0) / 255 } }
        let mean = values.reduce(0, +) / Double(values.count)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
        #expect(abs(data.mean - mean) < 1e-12)
        #expect(abs(data.std - variance.squareRoot()) < 1e-12)
        #expect(data.normalisation.values.count == 256)
        for byte in [0, 1, 128, 255] {
            #expect(data.normalisation.values[byte] == Float((Double(byte) / 255 - data.mean) / data.std))
        }
    }

    @Test func sumsBeyond64BitsStayExact() {
        // 8 M pixels of 255 among 16 M: n·Σb² is 1.2·10¹⁹.
        let images = ImageBytes(count: 2, pixels: 8_000_000) { base in
            base.update(repeating: 255, count: 8_000_000)
        }
        let found = Normalisation(of: images)
        #expect(found.values == Normalisation(mean: 0.5, std: 0.5).values)
        #expect(found.inkShare == 0.5)
    }

    @Test func constantImagesStayFinite() {
        let images = ImageBytes(count: 2, pixels: 9) { $0.update(repeating: 51, count: 18) }
        let found = Normalisation(of: images)
        #expect(found.mean == 0.2)
        #expect(found.std == 1)
        #expect(found.background == 51 && found.inkShare == 0)
    }

    @Test func otherPaddings() throws {
        var request = Workshop.request
        request.pad = 0
        #expect(try PreparedData(raw, request: request).pixels == 784)
        for pad in [-1, 65] {
            request.pad = pad
            #expect(throws: DataError.badRequest(key: "pad", found: pad, expected: "0 to 64 pixels")) {
                try PreparedData(raw, request: request)
            }
        }
    }

    @Test func digestCoversImagesThenLabels() {
        let bytes = (0 ..< 60).flatMap { raw.image($0) } + raw.labels
        #expect(raw.digest == Digest.sha256(bytes))
    }
}
