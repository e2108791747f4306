@testable import Core
import Foundation
import Testing

@Suite struct DatasetExportTests {
    @Test func `an exported set reads back as it is`() throws {
        let raw = RawDataset(
            name: .strokes, images: (0 ..< 14 * 6).map { UInt8($0 * 3) }, labels: (0 ..< 14).map { UInt8($0 % 9) },
            height: 2, width: 3, classCount: 9, leftOut: nil)
        let owned = try OwnedFolder()
        let files = try DatasetExport.write(raw, to: URL(fileURLWithPath: owned.path))
        #expect(
            files.map(\.lastPathComponent) == [
                "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte",
            ])
        var (images, labels): ([UInt8], [UInt8]) = ([], [])
        for place in [0, 2] {
            let bytes = try files.map { Array(try Data(contentsOf: $0)) }
            let some = try IDXFile.images(bytes[place], file: "i", height: 2, width: 3)
            #expect(some.count == [12, 0, 2][place])
            images += some.pixels
            labels += try IDXFile.labels(bytes[place + 1], file: "l", classes: 9)
        }
        #expect(labels == raw.labels && images == (0 ..< 14).flatMap { raw.image($0) })
    }
}
