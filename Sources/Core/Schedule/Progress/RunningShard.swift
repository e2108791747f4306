import Foundation

/// A shard that is at work in a results folder, by hand or as a task: no lock of the folder tells of it.
public struct RunningShard: Sendable {
    /// Which part of the sweep it is.
    public let number: ShardNumber
    /// What it said of itself last.
    public let status: RunStatus

    /// A shard brings its status up to date every half minute.
    static let trust = 90.0
    /// What is older is not opened: a folder may have ten thousand. Clocks of two machines differ.
    private static let longAgo = 900.0

    /// In the order of their folders' names.
    public static func all(_ folder: ResultsFolder) -> [RunningShard] {
        found(folder, host: HostName.current, now: .now, isAlive: { kill($0, 0) == 0 || errno == EPERM })
    }

    /// - Parameter isAlive: whether this machine has a process of that number.
    static func found(_ folder: ResultsFolder, host: String, now: Date, isAlive: (Int32) -> Bool) -> [RunningShard] {
        let files = FileManager.default
        func names(_ url: URL) -> [String] { ((try? files.contentsOfDirectory(atPath: url.path)) ?? []).sorted() }
        return names(folder.shards).flatMap { cut -> [RunningShard] in
            guard let count = cut.split(separator: "-").last.flatMap({ Int($0) }) else { return [] }
            let home = folder.shards.appendingPathComponent(cut)
            return names(home).compactMap { name in
                let url = home.appendingPathComponent(name).appendingPathComponent("status.json")
                guard let number = Int(name).flatMap({ ShardNumber($0, of: count) }),
                    let written = (try? files.attributesOfItem(atPath: url.path))?[.modificationDate] as? Date,
                    now.timeIntervalSince(written) < longAgo, let status = RunStatus(contentsOf: url),
                    isAtWork(status, host: host, now: now, isAlive: isAlive)
                else { return nil }
                return RunningShard(number: number, status: status)
            }
        }
    }

    /// A process that was killed leaves its last word as it was: here it is seen that it is gone, of another machine that it
    /// says nothing more.
    private static func isAtWork(_ status: RunStatus, host: String, now: Date, isAlive: (Int32) -> Bool) -> Bool {
        guard status.state != .ended, let said = try? Date.ISO8601FormatStyle().parse(status.waitsUntil ?? status.updated)
        else { return false }
        let age = now.timeIntervalSince(said)
        // A supervisor may wait for minutes before it tries again.
        guard status.waitsUntil == nil ? abs(age) < trust : age < trust else { return false }
        return status.holder.host != host || isAlive(status.holder.pid) || status.supervisor.map(isAlive) == true
    }
}

extension ResultsFolder {
    /// Whether a run, or a shard of one, is at work there now.
    var isWorkedIn: Bool {
        switch RunPresence.of(self) {
        case .running, .restarting: true
        case .busy, .lost, .ended, .none: !RunningShard.all(self).isEmpty
        }
    }
}
