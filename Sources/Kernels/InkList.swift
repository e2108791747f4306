// A sparse batch by rows (CSR with values looked up by byte): images that are mostly background,
// x = background + ink. Products need to touch the inked pixels only, and these are listed: per row
// of a batch (place, byte) in ascending order of places.

/// Places per block: the weights of those that have ink about fill the first-level cache. Fewer places
/// mean more passes over the results, which cost more than what then misses the cache.
@inline(__always) var inkBlockPlaces: Int { 128 }
/// Rows that go through all blocks together: their lists and results stay in the second-level
/// cache, beside the weights.
@inline(__always) var inkChunkRows: Int { 512 }

/// Lists the inked pixels of one transformed image: those whose byte is not the background's.
/// - Parameters:
///   - image: P bytes.
///   - source: (P), where each pixel of gx comes from.
///   - places, bytes: room for one entry more than there are.
/// - Returns: how many entries were written. The one behind them may have been overwritten.
public func listInk(
    _ image: UnsafePointer<UInt8>, _ source: UnsafePointer<UInt16>, _ pixels: Int, _ background: UInt8,
    _ places: UnsafeMutablePointer<UInt16>, _ bytes: UnsafeMutablePointer<UInt8>
) -> Int {
    var count = 0
    var place = 0
    // Written always, kept if inked: a branch would be mispredicted at every edge of a stroke.
    while place < pixels {
        let byte = image[Int(source[place])]
        places[count] = UInt16(truncatingIfNeeded: place)
        bytes[count] = byte
        count &+= byte == background ? 0 : 1
        place += 1
    }
    return count
}
