@testable import Core

/// A bar at one of nine heights, which is its class; its place, length and shade are random.
enum Bars: EmbeddedSet {
    static var name: String { "bars" }
    static var meaning: String { "Bars at nine heights, drawn by the program." }
    static var count: Int { 9000 }
    static var classCount: Int { 9 }
    static var digest: String { "d3708730e5b36149e56dd38f3b7c7635197b73d9994567c4352bc35e09f5daf3" }

    static func label(of index: Int) -> UInt8 { UInt8(index % 9) }

    static func draw(_ index: Int, _ image: UnsafeMutablePointer<UInt8>) {
        var stream = RandomStream(seed: 1, purpose: .strokes, index: UInt32(index))
        let (left, length) = (Int(stream.integer(below: 8)), 8 + Int(stream.integer(below: 12)))
        let shade = UInt8(100 + stream.integer(below: 156))
        let top = 1 + 3 * Int(label(of: index))
        image.initialize(repeating: 0, count: 28 * 28)
        for y in top ..< top + 2 {
            (image + y * 28 + left).update(repeating: shade, count: length)
        }
    }
}
