import Foundation

/// A moment in local time, as people read it.
struct TimeOfDay {
    private let parts: tm

    /// Not through Calendar, which is asked for every line of a log.
    init(_ date: Date) {
        // What no calendar has, a damaged file may ask for.
        var seconds = time_t(min(max(date.timeIntervalSince1970, 0), 1e11))
        var parts = tm()
        localtime_r(&seconds, &parts)
        self.parts = parts
    }

    /// `11-21 22:14:03`
    var stamp: String { "\(day) \(time):\(Self.two(parts.tm_sec))" }

    /// `18:43`
    var time: String { "\(Self.two(parts.tm_hour)):\(Self.two(parts.tm_min))" }

    /// `11-22`
    var day: String { "\(Self.two(parts.tm_mon + 1))-\(Self.two(parts.tm_mday))" }

    /// `18:43`; `11-22 18:43` where that is another day, `2025-11-22 18:43` of another year.
    func text(seenFrom now: TimeOfDay) -> String {
        guard parts.tm_year == now.parts.tm_year else { return "\(Int(parts.tm_year) + 1900)-\(day) \(time)" }
        return parts.tm_yday == now.parts.tm_yday ? time : "\(day) \(time)"
    }

    /// Of a moment as files have it (ISO 8601); what is none is given back.
    static func text(of moment: String, seenFrom now: Date = Date()) -> String {
        (try? Date.ISO8601FormatStyle().parse(moment)).map { TimeOfDay($0).text(seenFrom: TimeOfDay(now)) } ?? moment
    }

    private static func two(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
