import Foundation

/// What this machine is called, in locks, journals, status and provenance alike.
public enum HostName {
    /// As `gethostname` has it: `ProcessInfo.hostName` may ask the network, and wait for it.
    public static var current: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "unknown" }
        return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
