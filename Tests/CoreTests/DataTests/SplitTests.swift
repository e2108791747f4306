import Testing

@testable import Core

@Suite struct SplitTests {
    /// 100 samples, classes 0–9 in turn.
    let raw = RawDataset(
        name: .mnist, images: [UInt8](repeating: 0, count: 100 * 4), labels: (0 ..< 100).map { UInt8($0 % 10) },
        height: 2, width: 2, classCount: 10, leftOut: 9)

    private func request(_ train: Int, _ test: Int, _ validation: Int, seed: UInt64 = 0) -> DataRequest {
        var request = DataRequest()
        (request.train, request.test, request.validation, request.splitSeed) = (train, test, validation, seed)
        return request
    }

    @Test func splitsAreDisjointAndWithoutTheClassLeftOut() throws {
        let split = try Split(of: raw, request: request(40, 30, 20))
        #expect((split.train.count, split.test.count, split.validation.count) == (40, 30, 20))
        let all = split.train + split.test + split.validation
        #expect(Set(all) == Set((0 ..< 100).filter { $0 % 10 != 9 }.map(Int32.init)))
    }

    @Test func itIsOneShuffleCutInOrder() throws {
        var expected = (0 ..< 100).filter { $0 % 10 != 9 }.map(Int32.init)
        var stream = RandomStream(seed: 3, purpose: .split)
        stream.shuffle(&expected)
        let split = try Split(of: raw, request: request(5, 6, 7, seed: 3))
        #expect(split.train + split.test + split.validation == Array(expected[..<18]))
        #expect(try Split(of: raw, request: request(5, 6, 7, seed: 4)) != split)
    }

    @Test func tooManyAndSenselessSizesAreRefused() {
        let table: [(DataRequest, DataError)] = [
            (request(40, 30, 21), .tooFewSamples(dataset: .mnist, available: 90, train: 40, test: 30, validation: 21)),
            (request(0, 1, 1), .badRequest(key: "train", found: 0, expected: "at least 1 sample")),
            (request(1, -1, 1), .badRequest(key: "test", found: -1, expected: "at least 0 samples")),
            (request(1, 1, .max), .badRequest(key: "validation", found: .max, expected: "at most 2147483647 samples")),
        ]
        for (request, expected) in table {
            #expect(Workshop.error { _ = try Split(of: raw, request: request) } == expected)
        }
    }
}
