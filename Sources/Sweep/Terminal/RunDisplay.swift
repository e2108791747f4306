import Core
import Foundation
import Synchronization

/// Shows a run on standard output, in one of several ways, and keeps what it does at any moment.
final class RunDisplay: Sendable {
    enum Mode: Sendable {
        /// A line for everything that ends, and below them, redrawn in place, what the lanes do.
        case live
        /// Lines with the time of day, for a file or a pipe, and a sign of life where nothing ends for long.
        case log
        /// What failed, and nothing else.
        case quiet
        /// One JSON object a line.
        case json

        /// Whether a person is to be told how things go.
        var isForPeople: Bool { self == .live || self == .log }
    }

    private struct State {
        var progress: RunProgress
        /// What is drawn below the lines.
        var block = LiveBlock()
        /// Nothing is drawn before: this process is about to be stopped by Ctrl-Z.
        var pausedUntil = ContinuousClock.now
        /// Nothing is drawn any more.
        var isOver = false
        /// When the log's last line was written, in the run's seconds.
        var lastLine = 0.0
        /// While what earlier runs found is gone through once more.
        var isReplaying = false
    }

    let mode: Mode
    private let words: RunWords
    private let style = Style.standard
    private let start = ContinuousClock.now
    private let state: Mutex<State>

    /// Seconds without a line after which a log says that the run is alive.
    private static let silence = 600.0

    init(_ plan: SweepPlan, lanes: Int, mode: Mode) {
        self.mode = mode
        words = RunWords(plan: plan)
        let searches = plan.searches.map { (unit: $0, label: plan.label(of: $0)) }
        state = Mutex(State(progress: RunProgress(lanes: lanes, searches: searches) { plan.label(of: $0) }))
    }

    /// Since the run began.
    var elapsed: Double { start.duration(to: .now) / .seconds(1) }

    var progress: RunProgress { state.withLock(\.progress) }

    func show(_ event: RunEvent) {
        state.withLock { state in
            // Before the event is noted: it may be the one that makes a job's results count. In closures that do not
            // escape, so that nothing of the progress is copied for each event.
            let json =
                mode == .json
                ? RunEventRecord(event, at: elapsed, isAhead: { state.progress.isAhead($0) }, plan: words.plan) : nil
            let isSilent = mode == .json || RunWords.isOfNoInterest(event, isDropped: { state.progress.isDropped($0) })
            let line = isSilent ? nil : words.line(event, isAhead: { state.progress.isAhead($0) })
            state.progress.note(event, at: elapsed)
            if let json { return Terminal.line(json.line) }
            guard let line else { return }
            switch event {
            case .failed, .stopping: log(line, &state, isBad: true)
            case .probed, .searched: if mode != .quiet, !state.isReplaying { log(line, &state) }
            default: if mode != .quiet { log(line, &state) }
            }
        }
    }

    /// As `note`, for what is no failure: nothing where only those are to be told.
    func remark(_ text: String) {
        if mode != .quiet { note(text) }
    }

    /// A line above the live part.
    func note(_ text: String) {
        state.withLock { state in
            if mode == .json { return Terminal.line(RunEventRecord.message(text, at: elapsed).line) }
            log(text, &state)
        }
    }

    /// What the searches have from earlier runs is told in a line each, not probe by probe. Lanes begin meanwhile,
    /// and what they do is told as always.
    func replaying(_ body: () -> Void) {
        state.withLock { $0.isReplaying = true }
        body()
        state.withLock { state in
            state.isReplaying = false
            guard mode.isForPeople else { return }
            for search in state.progress.searches where !search.probes.isEmpty {
                let count = search.probes.count.of("probe")
                log("\(search.label): \(count) known, \(SearchWords.state(search))", &state)
            }
        }
    }

    /// Notes what earlier runs did, for the bar of the whole.
    /// - Parameter seconds: that it would have taken this run's lanes together.
    func goesOn(after seconds: Double) { state.withLock { $0.progress.secondsBefore = seconds } }

    /// Draws the live part anew, or says that the run is alive.
    func redraw(secondsLeft: Double) {
        switch mode {
        case .live:
            state.withLock { state in
                guard !state.isOver, ContinuousClock.now >= state.pausedUntil else { return }
                let lines = ProgressView(
                    progress: state.progress, seconds: elapsed, secondsLeft: secondsLeft, width: Terminal.width,
                    height: max(3, Terminal.height - 4), style: style
                ).lines
                let text = state.block.erasing(columns: Terminal.width) + lines.map { $0 + "\n" }.joined()
                // Where nobody reads, what was drawn before is what will be seen.
                if Terminal.draw(text) { state.block.note(lines) }
            }
        case .log:
            state.withLock { state in
                guard elapsed - state.lastLine >= Self.silence else { return }
                let busy = state.progress.lanes.count { $0 != nil }
                log(
                    "at work: \(busy.of("lane")) busy, trained \(state.progress.trained), about "
                        + "\(Text.duration(secondsLeft)) left", &state)
            }
        case .quiet, .json: break
        }
    }

    /// Takes the live part away.
    func end() { state.withLock { erase(&$0) } }

    /// As `end`, for good: whatever comes afterwards from a lane.
    func close() {
        state.withLock { state in
            erase(&state)
            state.isOver = true
        }
    }

    /// As `end`, before this process is stopped; it is drawn anew once it goes on.
    func pause() {
        state.withLock { state in
            erase(&state)
            state.pausedUntil = .now + .milliseconds(300)
        }
    }

    private func erase(_ state: inout State) {
        guard mode == .live, Terminal.write(state.block.erasing(columns: Terminal.width)) else { return }
        state.block.forget()
    }

    private func log(_ text: String, _ state: inout State, isBad: Bool = false) {
        let stamp: String
        if mode == .live {
            let elapsed = Text.duration(elapsed)
            stamp = String(repeating: " ", count: max(0, RunWords.indent - 2 - elapsed.count)) + style.faint(elapsed)
        } else {
            stamp = TimeOfDay(Date()).stamp
        }
        let erasing = mode == .live ? state.block.erasing(columns: Terminal.width) : ""
        // A log's lines stay lines: whoever searches it goes by them.
        let lines = (mode == .live ? RunWords.lines(text, columns: Terminal.width) : [text]).map { isBad ? style.bad($0) : $0 }
        let indent = "\n" + String(repeating: " ", count: RunWords.indent)
        if Terminal.write(erasing + "\(stamp)  \(lines.joined(separator: indent))\n") { state.block.forget() }
        state.lastLine = elapsed
    }
}
