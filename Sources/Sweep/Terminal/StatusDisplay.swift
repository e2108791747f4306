import Core
import Foundation

/// What there is to see of a results folder, for a person.
final class StatusDisplay {
    private let folder: ResultsFolder
    private let style: Style
    private let width: Int
    private let isBroken: Bool
    private var block = LiveBlock()

    /// How many of the last failures are shown while a run goes on.
    private static let mostFailures = 5
    /// Seconds after which a run without a word is told as such: tables of many jobs take some.
    private static let patience = 20.0

    /// - Parameter isBroken: whether lines that are too wide become several, as on a terminal.
    init(
        _ folder: ResultsFolder, style: Style = .standard, width: Int = Terminal.width, isBroken: Bool = Terminal.isInteractive
    ) {
        (self.folder, self.style, self.width, self.isBroken) = (folder, style, width, isBroken)
    }

    /// Shows it in place of what was shown before; where output is no terminal, below it.
    func redraw(_ presence: RunPresence) {
        // Cut, so that a line is a line: else what is erased is not what was drawn.
        let lines = lines(presence, width: Terminal.width).map { $0.contains("\u{1B}") ? $0 : $0.cut(to: Terminal.width - 1) }
        let shown = lines.suffix(max(3, Terminal.height - 1))
        erase()
        Terminal.write(shown.map { $0 + "\n" }.joined())
        block.note(Array(shown))
    }

    func erase() {
        if !block.isEmpty, Terminal.isInteractive { Terminal.write(block.erasing(columns: Terminal.width)) }
        block.forget()
    }

    // MARK: - A run

    func lines(_ presence: RunPresence) -> [String] { lines(presence, width: width) }

    private func lines(_ presence: RunPresence, width: Int) -> [String] {
        let path = folder.url.relativePath
        switch presence {
        case .none: return prose("\(path): no run goes on there", width)
        case .busy(let holder):
            let who = holder.map { "process \($0.pid) on \($0.host) since \(TimeOfDay.text(of: $0.since))" } ?? "another process"
            // What the folder is of is written down when nothing can be refused any more, and cores are there.
            let doing = folder.isOnlyBegun ? "it reads data or waits for cores" : "it begins or ends"
            return prose("\(path): in use by \(who); \(doing): nothing is trained at the moment", width)
        case .running(let status):
            let word = status.state == .stopping ? "stopping" : "running"
            let text = "\(status.sweep): \(word), \(Self.who(status))\(Self.silence(of: status))"
            return head(text, width) + failures(status) + view(status, width)
        case .restarting(let status, let supervisor):
            let begin = status.waitsUntil.map { " at \(TimeOfDay.text(of: $0))" } ?? ""
            let lost = TimeOfDay.text(of: status.updated)
            return head(
                "\(status.sweep): its process was lost after \(lost); process \(supervisor) starts it again\(begin)", width)
        case .lost(let status):
            let since = TimeOfDay.text(of: status.updated)
            return head("\(status.sweep): lost: \(Self.who(status)) is gone since \(since)", width, isBad: true)
        case .ended(let status):
            return head(
                "\(status.sweep): ended \(TimeOfDay.text(of: status.updated)) with status \(status.exitStatus ?? 0), after "
                    + Text.duration(status.seconds), width)
        }
    }

    /// A line each.
    static func lines(_ shards: [RunningShard]) -> [ProseLine] {
        shards.map { shard in
            let status = shard.status
            let word = status.state == .waiting ? "starts again" : status.state == .stopping ? "stopping" : "running"
            let left = status.secondsLeft.map { ", about \(Text.guess($0)) left" } ?? ""
            return ProseLine(
                "shard \(shard.number): \(word), \(who(status)): trained \(status.progress.trained)\(left)")
        }
    }

    /// The folder on a line of its own where one line has no room for both: what is cut off at its end must not be that.
    private func head(_ text: String, _ width: Int, isBad: Bool = false) -> [String] {
        let place = "results in \(folder.url.relativePath)"
        guard text.count + 2 + place.count >= width else { return ["\(isBad ? style.bad(text) : text); \(place)"] }
        return prose(text, width).map { isBad ? style.bad($0) : $0 } + [place]
    }

    private func prose(_ text: String, _ width: Int) -> [String] {
        ProseLine(text, whole: [folder.url.relativePath]).lines(columns: isBroken ? width : nil)
    }

    private static func who(_ status: RunStatus) -> String {
        "process \(status.holder.pid) on \(status.holder.host) since \(TimeOfDay.text(of: status.holder.since))"
    }

    /// A run of this machine brings its status up to date every second; nothing where it does.
    private static func silence(of status: RunStatus) -> String {
        guard status.holder.host == HostName.current, let said = try? Date.ISO8601FormatStyle().parse(status.updated),
            Date.now.timeIntervalSince(said) > patience
        else { return "" }
        return ", without a word since \(TimeOfDay.text(of: status.updated)): is it stopped (Ctrl-Z), or does a disk not answer?"
    }

    private func failures(_ status: RunStatus) -> [String] {
        let shown = status.progress.failures.suffix(Self.mostFailures)
        var lines = shown.map { style.bad("FAILED \($0.label): \($0.stage): \($0.reason)".cut(to: max(1, width - 1))) }
        if status.progress.failed > shown.count { lines.insert("failed so far: \(status.progress.failed); the last:", at: 0) }
        return lines
    }

    private func view(_ status: RunStatus, _ width: Int) -> [String] {
        ProgressView(
            progress: status.progress, seconds: status.seconds, secondsLeft: status.secondsLeft, width: width,
            height: max(3, Terminal.height - 5 - Self.mostFailures), style: style
        ).lines
    }

    // MARK: - What is recorded

    /// - Parameters:
    ///   - view: where a job of Slurm's may still have to make the tables.
    ///   - told: what stands above of a run there; nil for nothing.
    func lines(
        _ status: FolderStatus, _ next: NextStep, _ view: ClusterView? = nil, told: RunPresence? = nil
    ) -> [ProseLine] {
        let outline = status.outline
        var lines = [ProseLine("\(outline.summary)\(outline.searches > 0 ? " · ν searches \(outline.searches)" : "")")]
        lines += outline.explanation.map { ProseLine("  \($0)") }
        lines += status.searches.map { search in
            let probes = search.probes.count.of("probe")
            return ProseLine(" ν  \(search.label): \(SearchWords.state(search)) (\(search.condition), \(probes))")
        }
        lines += status.failures.map {
            ProseLine("failed: \($0.label): \($0.event.stage): \($0.event.reason)", isBad: true, whole: [folder.url.relativePath])
        }
        // Of tasks that are at work no last word can be expected.
        if let run = status.lastRun, next.command != nil {
            let isEndTold = if case .ended(let ended)? = told { status.isLast(ended) } else { false }
            let end = status.lastEnd.map { "ended \(TimeOfDay.text(of: $0.date))" } ?? "left no word of its end"
            lines.append(
                ProseLine(
                    "last run: begun \(TimeOfDay.text(of: run.date)) on \(run.host), \(run.lanes.of("lane"))"
                        + (isEndTold ? "" : ", \(end)")))
        }
        let path = folder.url.relativePath
        if FileManager.default.fileExists(atPath: folder.report.path) {
            lines.append(ProseLine("tables and report.html in \(path)/", whole: [path]))
        }
        if status.isComplete {
            guard let view, view.collect?.isActive == true else { return lines + [ProseLine("nothing is left to do")] }
            let done = "all is trained and measured;"
            return lines + [
                view.isCollecting
                    ? ProseLine("\(done) the collecting job makes the tables")
                    : ProseLine(done, command: ThisProgram.command("collect", path), "makes the tables")
            ]
        }
        switch next {
        case .command(let command):
            // What is given up needs more than the same command.
            let isGivenUp = outline.missing == 0 && !outline.groups.isEmpty && !command.contains(" --retry-failed")
            lines.append(ProseLine("go on with:", command: command + (isGivenUp ? " --retry-failed" : "")))
        case .slurm: lines.append(ProseLine("Slurm goes on with it; the tables are made when all tasks have ended"))
        case .shards:
            lines.append(ProseLine("when all shards have ended,", command: ThisProgram.command("collect", path), "makes the tables"))
        case .waiting: lines.append(ProseLine("the tables are made when all tasks have ended"))
        case .unknown: lines.append(ProseLine("not all is done; nobody knows whether Slurm goes on with it"))
        }
        return lines
    }
}
