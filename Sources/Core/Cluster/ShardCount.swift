/// Into how many shards a sweep is cut where nobody says.
public enum ShardCount {
    /// Work of a shard, on its cores: long enough that its start is little beside it, short enough that what a lost task
    /// costs, and what the last one is waited for, is little too.
    static let seconds = 600.0

    /// - Parameters:
    ///   - total: expected seconds of the whole sweep on one lane.
    ///   - units: how many things there are that cannot be taken apart.
    ///   - most: that the cluster takes (`SlurmLimits.mostShards`).
    public static func chosen(total: Double, lanes: Int, units: Int, most: Int) -> Int {
        let wished = total.isFinite ? min(total / (seconds * Double(max(1, lanes))), 1e9).rounded(.up) : 1
        return max(1, min(Int(wished), units, most))
    }
}
