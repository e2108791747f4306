import Core

/// The progress bar of a download: one line on a terminal, redrawn; else one line per file.
final class DownloadDisplay {
    private var shown: (file: String, percent: Int)?
    private let isShown: Bool

    /// - Parameter isShown: false where standard output is for something else.
    init(isShown: Bool = true) { self.isShown = isShown }

    func show(_ progress: DataProgress) {
        guard isShown else { return }
        let percent = progress.total.map { $0 > 0 ? progress.received * 100 / $0 : 0 } ?? -1
        if let shown, shown == (progress.url, percent), percent >= 0 { return }
        defer { shown = (progress.url, percent) }
        guard Terminal.isInteractive else {
            if shown?.file != progress.url { Terminal.line("downloading \(progress.url)") }
            return
        }
        if let shown, shown.file != progress.url { Terminal.write("\n") }
        let size = progress.total.map { " of \(Text.size($0))" } ?? ""
        let head = "\(progress.file)  \(Text.size(progress.received))\(size)"
        let room = Terminal.width - head.count - 4
        var bar = ""
        if percent >= 0, room > 8 {
            let width = min(40, room)
            let filled = width * min(percent, 100) / 100
            bar = "  " + String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        }
        _ = Terminal.draw("\r\u{1B}[K" + (head + bar).cut(to: Terminal.width))
    }

    /// Ends the line.
    func end() {
        if shown != nil, Terminal.isInteractive { Terminal.write("\n") }
        shown = nil
    }
}
