import Foundation

/// What tells a process from a later one of the same number, which the kernel gives again, after a reboot soon: the
/// boot that it began in, and when. Nil where a system does not tell, as macOS.
public struct ProcessMark: Sendable, Codable, Equatable {
    /// `/proc/sys/kernel/random/boot_id`.
    public var boot: String?
    /// Clock ticks since the boot: the 22nd field of `/proc/<pid>/stat`.
    public var started: UInt64?

    /// Nil for what the system does not tell.
    public init(boot: String?, started: UInt64?) {
        (self.boot, self.started) = (boot, started)
    }

    /// Of a process as it is now; `started` is nil where there is no such process. A few microseconds.
    public static func of(_ pid: Int32) -> ProcessMark {
        ProcessMark(
            boot: text("/proc/sys/kernel/random/boot_id").map { String($0.prefix { !$0.isNewline }) },
            started: text("/proc/\(pid)/stat").flatMap(started(stat:)))
    }

    /// The name of the program, in brackets, may have blanks and brackets of its own: what counts is behind the last one.
    static func started(stat text: String) -> UInt64? {
        guard let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(whereSeparator: \.isWhitespace)
        // The third field is the first behind the name.
        return fields.count > 19 ? UInt64(fields[19]) : nil
    }

    /// Whether both can be the same process: what one of them does not tell speaks for nothing.
    func canBe(_ other: ProcessMark) -> Bool {
        (boot == nil || other.boot == nil || boot == other.boot)
            && (started == nil || other.started == nil || started == other.started)
    }

    private static func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }
}
