import Foundation

/// The machine that results were made on, as far as it tells.
public struct HostDescription: Sendable, Codable, Equatable {
    /// As `HostName` has it.
    public var host: String
    /// As the vendor spells it; nil where the system does not say (most ARM machines).
    public var cpu: String?
    /// Name and version of the operating system.
    public var system: String

    /// - Parameter cpu: nil where the system does not say.
    public init(host: String, cpu: String?, system: String) {
        self.host = host
        self.cpu = cpu
        self.system = system
    }

    /// This machine, without asking the network.
    public static func current() -> HostDescription {
        let release = (try? String(contentsOfFile: "/etc/os-release", encoding: .utf8)).flatMap(prettyName(osRelease:))
        return HostDescription(
            host: HostName.current, cpu: cpuModel(), system: release ?? ProcessInfo.processInfo.operatingSystemVersionString)
    }

    /// The value of the first `model name` line of `/proc/cpuinfo`.
    public static func modelName(cpuinfo: String) -> String? {
        value(of: "model name", in: cpuinfo, separator: ":")
    }

    /// `PRETTY_NAME` of an os-release file, without its quotes.
    public static func prettyName(osRelease: String) -> String? {
        value(of: "PRETTY_NAME", in: osRelease, separator: "=")?.trimmingCharacters(in: CharacterSet(charactersIn: "\"'"))
    }

    private static func value(of key: String, in text: String, separator: Character) -> String? {
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: separator, maxSplits: 1)
            guard parts.count == 2, parts[0].trimmingCharacters(in: .whitespaces) == key else { continue }
            let value = parts[1].trimmingCharacters(in: .whitespaces)
            return value.isEmpty ? nil : value
        }
        return nil
    }

    private static func cpuModel() -> String? {
        #if os(macOS)
        var size = 0
        guard sysctlbyname("machdep.cpu.brand_string", nil, &size, nil, 0) == 0, size > 0 else { return nil }
        var name = [CChar](repeating: 0, count: size)
        return sysctlbyname("machdep.cpu.brand_string", &name, &size, nil, 0) == 0
            ? String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self) : nil
        #else
        return (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)).flatMap(modelName(cpuinfo:))
        #endif
    }
}
