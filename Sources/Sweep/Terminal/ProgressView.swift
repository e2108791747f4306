import Core
import Foundation

/// A run's state as lines: a line per lane, the ν searches' brackets, and a bar for the whole.
struct ProgressView {
    let progress: RunProgress
    /// Since the run began.
    let seconds: Double
    /// Nil where nobody can tell.
    let secondsLeft: Double?
    let width: Int
    let style: Style
    /// Lines to spend at most: a machine of 200 lanes must not scroll the terminal away.
    let height: Int
    /// For the time of day at which the run should be done.
    var now = Date()

    var lines: [String] {
        let searches = searchLines
        let lanes = laneLines(atMost: max(1, height - searches.count - 1))
        return lanes + searches + [total]
    }

    // MARK: - Lanes

    private func laneLines(atMost most: Int) -> [String] {
        let all = Array(progress.lanes.enumerated())
        let shown = all.count <= most ? all : Array(all.prefix(most - 1))
        let number = "\(max(0, all.count - 1))".count
        let labels = shown.compactMap { $0.element.map(label) }
        let column = min(labels.map(\.count).max() ?? 0, max(16, width * 2 / 5))
        var lines = shown.map { index, lane in
            let head = " " + String(repeating: " ", count: number - "\(index)".count) + "\(index)  "
            guard let lane else { return head + style.faint("–") }
            let left = lane.secondsLeft(at: seconds).map { Text.duration($0) } ?? ""
            let room = width - 1 - head.count - column - 2 - (left.isEmpty ? 0 : left.count + 2)
            let text = head + label(lane).cut(to: column).padding(to: column) + "  " + doing(lane.activity, room: room).padding(to: room)
            return (left.isEmpty ? text : text + "  " + left).cut(to: width - 1)
        }
        if shown.count < all.count {
            let busy = all.dropFirst(shown.count).count { $0.element != nil }
            lines.append(" … \(all.count - shown.count) more lanes, \(busy) busy")
        }
        return lines
    }

    private func label(_ lane: LaneProgress) -> String { lane.isAhead ? lane.label + " (ahead)" : lane.label }

    /// The longest form that there is room for.
    private func doing(_ activity: LaneProgress.Activity, room: Int) -> String {
        let forms: [String]
        switch activity {
        case .starting: forms = ["starting"]
        case .training(let epoch, let all, let loss, let regulariser, let accuracy):
            let count = String(repeating: " ", count: "\(all)".count - "\(epoch)".count) + "\(epoch)/\(all)"
            let bar = Style.bar(Double(epoch) / Double(max(1, all)), width: 10)
            let valid = "val \(Text.percent(accuracy))"
            let losses = "loss \(Text.decimals(loss, 4))"
            let whole = [losses] + (regulariser.map { ["R \(Text.decimals($0, 4))"] } ?? [])
            forms = [
                "\(bar) \(count)  \(whole.joined(separator: "  "))  \(valid)", "\(bar) \(count)  \(losses)  \(valid)",
                "\(count)  \(losses)  \(valid)", "\(count)  \(valid)", count,
            ]
        case .measuring(let split, let done, let all):
            let bar = Style.bar(Double(done) / Double(max(1, all)), width: 10)
            forms = [
                "\(bar) measuring \(split.rawValue) \(done)/\(all)", "measuring \(split.rawValue) \(done)/\(all)",
                "measuring \(done)/\(all)", "measuring",
            ]
        case .analysing(let name, let step, let all):
            forms = all > 0 ? ["\(Style.bar(Double(step) / Double(all), width: 10)) \(name) \(step)/\(all)", "\(name) \(step)/\(all)"] : [name]
        }
        return forms.first { $0.count <= room } ?? (forms.last ?? "").cut(to: max(1, room))
    }

    // MARK: - Searches

    private static let mostSearches = 6

    private var searchLines: [String] {
        let open = progress.searches.filter { $0.outcome == nil && $0.trying != nil }
        let column = open.prefix(Self.mostSearches).map(\.label.count).max() ?? 0
        var lines = open.prefix(Self.mostSearches).map { search in
            (" ν  " + search.label.padding(to: column) + "  " + Self.bracket(search)).cut(to: width - 1)
        }
        if open.count > lines.count { lines.append(" ν  … \(open.count - lines.count) more searches") }
        return lines
    }

    /// `10 (0.931) < ν ≤ 31.6 (0.972)  trying 17.8`
    static func bracket(_ search: SearchProgress) -> String {
        func end(_ nu: Double) -> String {
            let mean = search.probes.first { $0.nu == nu }?.mean
            return SpecWriter.number(nu) + (mean.map { " (\(Text.decimals($0, 3)))" } ?? "")
        }
        let trying = search.trying.map { "trying \(SpecWriter.number($0))" } ?? ""
        switch (search.low, search.high) {
        case (let low?, let high?): return "\(end(low)) < ν ≤ \(end(high))  \(trying)"
        case (let low?, nil): return "\(end(low)) < ν  \(trying)"
        case (nil, let high?): return "ν ≤ \(end(high))  \(trying)"
        case (nil, nil): return trying
        }
    }

    // MARK: - The whole

    private var total: String {
        var facts = ["trained \(progress.trained)"]
        if progress.measured > 0 { facts.append("measured \(progress.measured)") }
        let failed = progress.failures.count
        let open = progress.searches.count { $0.outcome == nil }
        if open > 0 { facts.append(Text.count(open, "ν search", "ν searches") + " open") }
        var head = " "
        if let secondsLeft, secondsLeft.isFinite {
            let share = seconds / max(seconds + secondsLeft, 1e-9)
            let percent = Text.decimals((share * 100).rounded(.down), 0)
            head += "\(Style.bar(share, width: width >= 100 ? 20 : 10)) \(String(repeating: " ", count: 3 - percent.count))\(percent) %  "
            facts.append("\(Text.duration(seconds)), about \(Text.duration(secondsLeft)) left, done \(Self.clock(now + secondsLeft, now))")
        } else {
            facts.append(Text.duration(seconds))
        }
        let text = head + facts.joined(separator: "  ")
        guard failed > 0 else { return text.cut(to: width - 1) }
        let note = "failed \(failed)  "
        return head + style.bad(note) + facts.joined(separator: "  ").cut(to: max(1, width - 1 - head.count - note.count))
    }

    /// `18:43`, or with the day where that is another.
    static func clock(_ date: Date, _ now: Date) -> String {
        let calendar = Calendar.current
        let parts = calendar.dateComponents([.month, .day, .hour, .minute], from: date)
        func two(_ value: Int?) -> String { (value ?? 0) < 10 ? "0\(value ?? 0)" : "\(value ?? 0)" }
        let time = "\(two(parts.hour)):\(two(parts.minute))"
        return calendar.isDate(date, inSameDayAs: now) ? time : "\(two(parts.month))-\(two(parts.day)) \(time)"
    }
}
