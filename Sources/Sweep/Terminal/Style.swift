import Core
import Foundation

/// Colours, where they are wanted: on a terminal, and unless NO_COLOR is set (no-color.org).
struct Style: Sendable {
    let isColoured: Bool

    /// For standard output.
    static var standard: Style {
        let environment = ProcessInfo.processInfo.environment
        return Style(isColoured: Terminal.isInteractive && environment["NO_COLOR"]?.isEmpty ?? true)
    }

    func good(_ text: String) -> String { paint(text, "32") }
    func bad(_ text: String) -> String { paint(text, "31") }
    func faint(_ text: String) -> String { paint(text, "2") }

    private func paint(_ text: String, _ code: String) -> String {
        isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }

    /// `████▌░░░`, so wide.
    static func bar(_ share: Double, width: Int) -> String {
        let share = share.isNaN ? 0 : min(max(share, 0), 1)
        let eighths = Int((share * Double(width * 8)).rounded(.down))
        let part = eighths % 8 > 0 ? String(["▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8 - 1]) : ""
        let filled = String(repeating: "█", count: eighths / 8) + part
        return filled + String(repeating: "░", count: width - filled.count)
    }
}
