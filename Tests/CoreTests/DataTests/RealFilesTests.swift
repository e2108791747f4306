import Foundation
import Testing

@testable import Core

/// Only where SWEEP_DATA happens to hold MNIST.
@Suite struct RealFilesTests {
    static let store = DatasetStore(allowDownload: false)
    static var hasMNIST: Bool {
        ProcessInfo.processInfo.environment["SWEEP_DATA"] != nil && store.status(of: .mnist).isUsable
    }

    @Test(.enabled(if: hasMNIST)) func mnistIsAsPublished() throws {
        let data = try Self.store.prepare(DataRequest())
        #expect((data.train.count, data.test.count, data.validation.count) == (10_000, 50_000, 2_000))
        #expect(Set(data.train.labels) == Set(0 ... 8))
        let all = data.split.train + data.split.test + data.split.validation
        #expect(Set(all).count == 62_000)
        // 0.1307 and 0.3081 without padding; ·(28/36)² gives 0.0790.
        #expect(abs(data.mean - 0.079) < 0.002)
        #expect(abs(data.std - 0.249) < 0.002)
    }
}
