/// The joint probabilities P of t-SNE (van der Maaten and Hinton, 2008, sections 2 and 3.1):
/// p_ij = (p_j|i + p_i|j) / 2n, each p_·|i at the wanted perplexity.
///
/// - Complexity: 8·n² bytes; O(n²·features) for the distances and about 30 exponentials per pair for
///   the perplexities.
public struct Affinities: Sendable {
    /// n.
    public let count: Int
    /// Points for which no bandwidth gives the perplexity (see `PerplexitySearch`), ascending; what
    /// they have instead is in `perplexities`.
    public let unreached: [Int]
    /// (n): as reached.
    public let perplexities: [Double]
    /// (n): β of each row's distribution.
    let bandwidths: [Double]
    /// Row length: n padded to a multiple of 4.
    let stride: Int
    /// (n, stride): sum 1, diagonal and padding 0.
    private(set) var values: [Double]

    /// p_ij.
    public subscript(i: Int, j: Int) -> Double { values[i * stride + j] }

    /// - Parameters:
    ///   - values: (n, features), row by row.
    ///   - points: n.
    ///   - stop: nil is returned soon after it is raised.
    /// - Throws: `EmbeddingError` for numbers that are not finite, too few points for the
    ///   perplexity, points that are all equal.
    public init?(
        of values: some RandomAccessCollection<Float>, points n: Int, perplexity: Double,
        blocks: RowBlocks = .serial, stop: StopFlag? = nil
    ) throws(EmbeddingError) {
        var options = EmbeddingOptions()
        options.perplexity = perplexity
        try options.check(points: n)
        let points = try EmbeddingPoints(values, count: n)
        let made = Self(points, perplexity: perplexity, known: [], blocks: blocks, stop: stop) { _ in true }
        guard let made else { return nil }
        self = made
    }

    /// - Parameters:
    ///   - known: β of the first rows, which are not searched for again.
    ///   - rowsDone: called after every share of the rows in which something was searched for, with β of those that
    ///     have theirs now; false asks to stop. Of `known` alone it is not asked: whoever is stopped at every question
    ///     gets further with every try all the same.
    init?(
        _ points: EmbeddingPoints, perplexity: Double, known: [Double], blocks: RowBlocks, stop: StopFlag?,
        rowsDone: ([Double]) -> Bool
    ) {
        let n = points.count
        count = n
        let stride = (n + 3) / 4 * 4
        self.stride = stride
        var probabilities = [Double](repeating: 0, count: n * stride)
        var outcomes = [PerplexitySearch.Outcome](
            repeating: .init(beta: 0, perplexity: 0, isReached: false), count: n)
        let share = max(32, (n + 63) / 64)
        for start in Swift.stride(from: 0, to: n, by: share) {
            let rows = start ..< min(n, start + share)
            Self.fill(rows, &probabilities, &outcomes, stride, points, perplexity, known, blocks, stop)
            let isStopped = stop?.isRaised == true
            let done = max(known.count, isStopped ? start : rows.upperBound)
            let goesOn = done == known.count || rowsDone(known + outcomes[known.count ..< done].map(\.beta))
            if isStopped || !goesOn { return nil }
        }
        Self.symmetrise(&probabilities, n, stride)
        self.values = probabilities
        bandwidths = outcomes.map(\.beta)
        perplexities = outcomes.map(\.perplexity)
        unreached = outcomes.indices.filter { !outcomes[$0].isReached }
    }

    /// p_j|i in row i.
    private static func fill(
        _ share: Range<Int>, _ probabilities: inout [Double], _ outcomes: inout [PerplexitySearch.Outcome],
        _ stride: Int, _ points: EmbeddingPoints, _ perplexity: Double, _ known: [Double], _ blocks: RowBlocks,
        _ stop: StopFlag?
    ) {
        let n = points.count
        probabilities.withUnsafeMutableBufferPointer { rows in
            outcomes.withUnsafeMutableBufferPointer { outcomes in
                // Written by one block per row.
                nonisolated(unsafe) let (rows, outcomes) = (rows, outcomes)
                blocks(share.count) { range in
                    for i in share.lowerBound + range.lowerBound ..< share.lowerBound + range.upperBound {
                        if stop?.isRaised == true { return }
                        let row = UnsafeMutableBufferPointer(rebasing: rows[i * stride ..< i * stride + n])
                        points.squaredDistances(from: i, into: row)
                        outcomes[i] = PerplexitySearch.run(row, own: i, perplexity: perplexity, known: i < known.count ? known[i] : nil)
                    }
                }
            }
        }
    }

    private static func symmetrise(_ values: inout [Double], _ n: Int, _ stride: Int) {
        let share = 1 / (2 * Double(n))
        // In tiles: walking down a column of the whole matrix would miss the cache at every step.
        let tile = 32
        for top in Swift.stride(from: 0, to: n, by: tile) {
            for left in Swift.stride(from: top, to: n, by: tile) {
                for i in top ..< min(top + tile, n) {
                    for j in max(i, left) ..< max(i, min(left + tile, n)) {
                        let p = (values[i * stride + j] + values[j * stride + i]) * share
                        values[i * stride + j] = p
                        values[j * stride + i] = p
                    }
                }
            }
        }
    }
}

extension EmbeddingPoints {
    /// ‖x_i − x_j‖² for all j, from the differences: the shortcut by inner products loses the
    /// small ones, which are those that matter.
    func squaredDistances(from i: Int, into row: UnsafeMutableBufferPointer<Double>) {
        values.withUnsafeBytes { bytes in
            let own = i * stride
            for j in 0 ..< count {
                let other = j * stride
                var sum = SIMD4<Double>.zero
                for k in Swift.stride(from: 0, to: stride, by: 4) {
                    let difference =
                        bytes.loadUnaligned(fromByteOffset: (own + k) * 8, as: SIMD4<Double>.self)
                        - bytes.loadUnaligned(fromByteOffset: (other + k) * 8, as: SIMD4<Double>.self)
                    sum += difference * difference
                }
                row[j] = (sum[0] + sum[1]) + (sum[2] + sum[3])
            }
        }
    }
}
