import Foundation

extension ResultsFolder {
    /// How many shards say of themselves that they are at work, and said so lately. Without Slurm: also of those that
    /// were started by hand.
    public func activeShards(now: Date = .now) -> Int {
        let cuts = (try? FileManager.default.contentsOfDirectory(atPath: shards.path)) ?? []
        return cuts.reduce(0) { count, cut in
            let url = shards.appendingPathComponent(cut, isDirectory: true)
            let numbers = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
            return count + numbers.count { number in
                let status = url.appendingPathComponent("\(number)/status.json")
                let facts = try? FileManager.default.attributesOfItem(atPath: status.path)
                // Written every half minute; clocks of two machines differ.
                guard let date = facts?[.modificationDate] as? Date, abs(now.timeIntervalSince(date)) < 90 else { return false }
                return RunStatus(contentsOf: status).map { $0.state != .ended } ?? false
            }
        }
    }
}
