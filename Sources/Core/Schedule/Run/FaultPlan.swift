import Foundation

/// Faults that a person asks for, to rehearse what a run does about them. From `SWEEP_FAULT`:
/// `trap@R4 DA seed 1:3; slow(200)@R4 WT seed 0:1`. In a sweep with variants `wide: R4 DA seed 1` is that variant's
/// job; without a name in front it is those of all variants.
///
/// A fault is an action, `@`, a job's label, `:`, and where: an epoch at whose end it happens (0: before
/// the first), or `measure`: before the first sample, or with `measure+128` after the chunk that makes it 128 samples or
/// more; or an analysis by its name: `latent`, `latent+400` after so many steps, `drift+128` after so many samples. With `-once`
/// behind the action it happens one single time in a results folder, whatever is started again; a file in the folder
/// remembers it.
public struct FaultPlan: Sendable, Hashable, Codable {
    /// What goes wrong.
    public enum Action: Sendable, Hashable, Codable {
        /// A Swift runtime failure.
        case trap
        /// Nothing more, for ever.
        case hang
        /// An error, as of a file that is refused.
        case `throw`
        /// As if a loss had not been finite.
        case diverge
        /// `exit(0)`, as a library might.
        case exit
        /// SIGKILL, as from a system that is out of memory.
        case kill
        /// Milliseconds of waiting, at this epoch and all that follow, or after every chunk that is measured, or
        /// at every step of an analysis.
        case slow(Int)
    }

    /// When it goes wrong.
    public enum Place: Sendable, Hashable, Codable {
        case epoch(Int)
        /// This many samples, at least, are measured.
        case measuring(Int)
        /// An analysis has done this many samples or steps, at least.
        case analysing(Analysis, Int)
    }

    /// One thing that goes wrong with one job.
    public struct Fault: Sendable, Hashable, Codable {
        /// What happens.
        public var action: Action
        /// Whether it happens one single time in a results folder, whatever is started again.
        public var once: Bool
        /// A label, with or without the variants that have the job (`SweepPlan.label(of:)`).
        public var job: String
        /// At which point of the job.
        public var place: Place
        /// The jobs that the label means, by `Job.id`; nil where it was not resolved, and means those that
        /// have it as their `Job.label`.
        var jobs: [String]?
    }

    /// The environment variable that holds a plan, for tests of reliability.
    public static let variable = "SWEEP_FAULT"

    /// In any order; several may be of one job.
    public var faults: [Fault]

    /// No faults, unless they are given.
    public init(_ faults: [Fault] = []) {
        self.faults = faults
    }

    /// From `SWEEP_FAULT`; no faults where that is missing or empty.
    /// - Throws: `FaultError` for a text that is not one.
    public init(environment: [String: String]) throws(FaultError) {
        faults = []
        for part in (environment[Self.variable] ?? "").split(separator: ";") {
            let text = part.trimmingCharacters(in: .whitespaces)
            if !text.isEmpty { faults.append(try Self.fault(text)) }
        }
    }

    private static func fault(_ text: String) throws(FaultError) -> Fault {
        guard let at = text.firstIndex(of: "@"), let colon = text.lastIndex(of: ":"), at < colon else {
            throw FaultError(text: text, problem: "expected an action, '@', a job's label, ':' and an epoch")
        }
        var word = String(text[..<at])
        let once = word.hasSuffix("-once")
        if once { word.removeLast("-once".count) }
        guard let action = action(word) else {
            throw FaultError(
                text: text,
                problem: "unknown action '\(word)'; expected trap, hang, throw, diverge, exit, oom-kill or slow(ms)")
        }
        let job = text[text.index(after: at) ..< colon].trimmingCharacters(in: .whitespaces)
        guard !job.isEmpty else { throw FaultError(text: text, problem: "no job's label between '@' and ':'") }
        let place = text[text.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        let parts = place.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
        if parts[0] == "measure", let samples = parts.count == 1 ? 0 : Int(parts[1]), samples >= 0 {
            return Fault(action: action, once: once, job: job, place: .measuring(samples))
        }
        if let analysis = Analysis(rawValue: String(parts[0])), let done = parts.count == 1 ? 0 : Int(parts[1]), done >= 0 {
            return Fault(action: action, once: once, job: job, place: .analysing(analysis, done))
        }
        guard let epoch = Int(place), epoch >= 0 else {
            throw FaultError(
                text: text,
                problem: "expected an epoch, 'measure', 'measure+samples', an analysis or 'latent+steps' after ':', found '\(place)'")
        }
        return Fault(action: action, once: once, job: job, place: .epoch(epoch))
    }

    private static func action(_ word: String) -> Action? {
        switch word {
        case "trap": return .trap
        case "hang": return .hang
        case "throw": return .throw
        case "diverge": return .diverge
        case "exit": return .exit
        case "oom-kill": return .kill
        default:
            guard word.hasPrefix("slow("), word.hasSuffix(")"), let time = Int(word.dropFirst(5).dropLast()), time >= 0
            else { return nil }
            return .slow(time)
        }
    }
}

/// `SWEEP_FAULT` cannot be read.
public struct FaultError: Error, Hashable, CustomStringConvertible {
    /// As it was given.
    public var text: String
    /// What was expected, what was found.
    public var problem: String

    /// The variable, the text, what is wrong with it, and an example.
    public var description: String {
        "\(FaultPlan.variable): '\(text)': \(problem); for example \(FaultPlan.variable)='trap@R4 DA seed 1:3'"
    }
}
