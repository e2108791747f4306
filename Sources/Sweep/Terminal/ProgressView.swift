import Core
import Foundation

/// A run's state as lines: a line per lane, the ν searches' brackets, and a bar for the whole. No line is wider than the
/// terminal, whatever the state says: it may come from a file.
struct ProgressView {
    let progress: RunProgress
    /// Since the run began.
    let seconds: Double
    /// Nil where nobody can tell.
    let secondsLeft: Double?
    /// Of the terminal, in characters.
    let width: Int
    /// Lines to spend at most: a machine of 200 lanes must not scroll the terminal away.
    let height: Int
    let style: Style
    /// For the time of day at which the run should be done.
    var now = Date()

    var lines: [String] {
        let searches = searchLines
        return laneLines(atMost: max(1, height - searches.count - 1)) + searches + [total]
    }

    /// One less: a terminal that has written its last column may go to the next line.
    private var room: Int { max(1, width - 1) }

    // MARK: - Lanes

    private func laneLines(atMost lines: Int) -> [String] {
        let all = Array(progress.lanes.enumerated())
        let shown = all.count <= lines ? all : Array(all.prefix(lines - 1))
        let digits = "\(max(0, all.count - 1))".count
        let most = max(16, width * 2 / 5)
        var busy = LaneLabel.cut(shown.compactMap { $0.element.map { LaneLabel(text: $0.label, isAhead: $0.isAhead) } }, to: most)[...]
        let labels = shown.map { $0.element == nil ? "" : busy.removeFirst() }
        let column = labels.map(\.count).max() ?? 0
        // For all lanes at once, so that columns stand still and under each other: how wide the time left is, whether
        // there is room for it, and for bars.
        let lefts = shown.map { $0.element?.secondsLeft(at: seconds).map { Text.guess($0) } ?? "" }
        var leftWidth = lefts.map(\.count).max().map { $0 > 0 ? $0 + 2 : 0 } ?? 0
        var free = room - digits - 3 - column - 2 - leftWidth
        // The epoch says more.
        if free < 10 { (leftWidth, free) = (0, free + leftWidth) }
        let forms = shown.compactMap { $0.element.map { Self.forms($0.activity) } }
        let hasBars = forms.allSatisfy { $0.barred.isEmpty || $0.barred.contains { $0.count <= free } }
        var lines = zip(zip(shown, labels), lefts).map { entry, left in
            let ((index, lane), label) = entry
            let head = " " + "\(index)".indented(to: digits) + "  "
            guard let lane else { return head.count < room ? head + style.faint("–") : head.cut(to: room) }
            let text = doing(lane.activity, room: free, hasBar: hasBars).padding(to: free)
            let end = leftWidth > 0 ? left.indented(to: leftWidth) : ""
            return (head + label.padding(to: column) + "  " + text + end).cut(to: room)
        }
        if shown.count < all.count {
            let busy = all.dropFirst(shown.count).count { $0.element != nil }
            lines.append(" … \((all.count - shown.count).of("more lane")), \(busy) busy".cut(to: room))
        }
        return lines
    }

    /// The longest form that there is room for.
    private func doing(_ activity: LaneProgress.Activity, room: Int, hasBar: Bool) -> String {
        let forms = Self.forms(activity)
        let all = (hasBar ? forms.barred : []) + forms.plain
        return all.first { $0.count <= room } ?? (all.last ?? "").cut(to: max(1, room))
    }

    /// With a bar and without, the longest first.
    private static func forms(_ activity: LaneProgress.Activity) -> (barred: [String], plain: [String]) {
        func bar(_ done: Int, _ all: Int) -> String { Style.bar(Double(done) / Double(max(1, all)), width: 10) }
        switch activity {
        case .starting: return ([], ["starting"])
        case .training(let epoch, let all, let loss, let regulariser, let accuracy):
            let count = "\(epoch)".indented(to: "\(all)".count) + "/\(all)"
            let valid = "val \(Text.percent(accuracy))"
            let loss = "loss \(Text.decimals(loss, 4))"
            let both = loss + (regulariser.map { "  R \(Text.decimals($0, 4))" } ?? "")
            let plain = ["\(count)  \(both)  \(valid)", "\(count)  \(loss)  \(valid)"]
            return (plain.map { "\(bar(epoch, all)) \($0)" }, plain + ["\(count)  \(valid)", count])
        case .measuring(let split, let done, let all):
            let text = "measuring \(split.rawValue) \(done)/\(all)"
            return (["\(bar(done, all)) \(text)"], [text, "measuring \(done)/\(all)", "measuring"])
        case .analysing(let name, let step, let all):
            return all > 0 ? (["\(bar(step, all)) \(name) \(step)/\(all)"], ["\(name) \(step)/\(all)", name]) : ([], [name])
        }
    }

    // MARK: - Searches

    private static let mostSearches = 6

    private var searchLines: [String] {
        let open = progress.searches.filter { $0.outcome == nil && $0.trying != nil }
        let shown = open.prefix(Self.mostSearches)
        let column = shown.map(\.label.count).max() ?? 0
        var lines = shown.map { search in
            (" ν  " + search.label.padding(to: column) + "  " + SearchWords.bracket(search)).cut(to: room)
        }
        if open.count > shown.count {
            let more = (open.count - shown.count).of("more search", "more searches")
            lines.append(" ν  … \(more)".cut(to: room))
        }
        return lines
    }

    // MARK: - The whole

    /// Seconds that earlier runs took off this one.
    private var before: Double {
        let before = progress.secondsBefore ?? 0
        return before.isFinite && before < 1e9 ? max(0, before) : 0
    }

    private var total: String {
        // What matters most first: what does not fit is left out.
        var facts: [String] = []
        var head = " "
        if let secondsLeft, secondsLeft.isFinite, secondsLeft < 1e9 {
            let secondsLeft = max(0, secondsLeft)
            let done = seconds + before
            let share = done / max(done + secondsLeft, 1e-9)
            let percent = Text.decimals((share * 100).rounded(.down), 0)
            head += "\(Style.bar(share, width: width >= 100 ? 20 : 10)) \(percent.indented(to: 3)) %  "
            let end = TimeOfDay(now + secondsLeft).text(seenFrom: TimeOfDay(now))
            let left = "\(Text.guess(secondsLeft)) left"
            facts.append(width < 60 ? left : "about \(left), done \(end)")
        }
        facts.append("trained \(progress.trained)")
        if progress.measured > 0 { facts.append("measured \(progress.measured)") }
        let open = progress.searches.count { $0.outcome == nil }
        if open > 0 { facts.append(open.of("ν search", "ν searches") + " open") }
        facts.append("\(Text.duration(seconds)) so far")
        let bad = progress.failed > 0 ? "failed \(progress.failed)" : ""
        var text = head + bad
        for fact in facts {
            let next = (text == head ? "" : "  ") + fact
            if text.count + next.count <= room { text += next }
        }
        text = text.cut(to: room)
        // Only where it is there as a whole.
        guard !bad.isEmpty, text.hasPrefix(head + bad) else { return text }
        return head + style.bad(bad) + text.dropFirst(head.count + bad.count)
    }
}
