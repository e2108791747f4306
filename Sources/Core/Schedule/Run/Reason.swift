/// Why a job of a sweep is to be run, or why it is not although it is missing.
public enum Reason: Sendable, Hashable, CustomStringConvertible {
    /// Nothing of it was done before.
    case new
    /// It failed before; this is the `retry`-th of `retries` further tries.
    case failedBefore(FailureKind, retry: Int, of: Int)
    /// It failed for good, or often enough, before this run's process was lost, and is tried again by the next run.
    case failedThisRun(FailureKind)
    /// It failed too often, and is not run.
    case givenUp(failures: Int)
    /// A training was under way and left a checkpoint after this many epochs.
    case interrupted(epoch: Int)
    /// It is trained, and a measuring was under way and left a checkpoint.
    case measuringInterrupted(samples: Int, of: Int)
    /// It is trained, and an analysis was under way and left a checkpoint.
    case analysisInterrupted(Analysis, AnalysisProgress)
    /// It was trained, but its model file is not there any more.
    case modelGone
    /// It was trained, but its model file is not what was written.
    case modelDamaged(ModelDamage)
    /// It is trained, and an analysis of it was made, whose file is not what was written, or is not there any more.
    case artefactLost(Analysis, ArtefactDamage)
    /// It gave no sign of life when it was worked on ahead of its search, which asks for it now.
    case hungAhead
    /// It was running in so many crashes that it is not run.
    case quarantined(crashes: Int)
    /// It is trained, but not measured in the way that is asked for.
    case notMeasured
    /// The same job was computed by other numerics (`NumericsVersion`).
    case otherNumerics

    /// What jobs are counted under, in the order in which it is shown: those that failed first, new ones last.
    public enum Kind: Sendable, Hashable, Comparable {
        case failed(retry: Int, of: Int)
        case failedThisRun, givenUp, quarantined, hungAhead, interrupted, modelDamaged, modelGone, artefactLost, otherNumerics
        case notMeasured, new

        /// For people, and for the columns of tables.
        public var text: String {
            switch self {
            case .failed(let retry, let retries): "failed (retry \(retry) of \(retries))"
            case .failedThisRun: "failed in this run"
            case .givenUp: "given up"
            case .interrupted: "interrupted"
            case .modelGone: "model gone"
            case .modelDamaged: "model damaged"
            case .artefactLost: "artefact lost"
            case .hungAhead: "hung ahead"
            case .quarantined: "quarantined"
            case .otherNumerics: "other numerics"
            case .notMeasured: "not measured"
            case .new: "new"
            }
        }

        /// Whether such jobs are run.
        public var isRun: Bool { self != .givenUp && self != .quarantined && self != .failedThisRun }
    }

    /// What it is counted under: without kinds of failure, epochs, samples and files.
    public var kind: Kind {
        switch self {
        case .new: .new
        case .failedBefore(_, let retry, let retries): .failed(retry: retry, of: retries)
        case .failedThisRun: .failedThisRun
        case .givenUp: .givenUp
        case .interrupted, .measuringInterrupted, .analysisInterrupted: .interrupted
        case .modelGone: .modelGone
        case .modelDamaged: .modelDamaged
        case .artefactLost: .artefactLost
        case .hungAhead: .hungAhead
        case .quarantined: .quarantined
        case .notMeasured: .notMeasured
        case .otherNumerics: .otherNumerics
        }
    }

    /// For people, as the end of "to do: …".
    public var description: String {
        switch self {
        case .new: "new"
        case .failedBefore(let kind, let retry, let retries):
            "failed before (\(kind.rawValue)), retry \(retry) of \(retries)"
        case .failedThisRun(let kind):
            "failed in this run (\(kind.rawValue)), before its process was lost; the next run tries it again"
        case .givenUp(let failures):
            "failed \(failures.of("time")), not tried again; --retry-failed tries it"
        case .interrupted(let epoch): "interrupted, goes on after epoch \(epoch)"
        case .measuringInterrupted(let samples, let total):
            "measuring interrupted, goes on after \(Self.progress(samples, of: total))"
        case .analysisInterrupted(let analysis, let progress):
            "\(analysis.rawValue) interrupted, goes on after \(progress)"
        case .modelGone: "\(ModelDamage.gone)"
        case .modelDamaged(let damage): "\(damage); it is trained again"
        case .artefactLost(let analysis, let damage):
            "the file of its \(analysis.rawValue) \(damage); \(analysis.rawValue) is made again"
        case .hungAhead: "gave no sign of life when it was worked on ahead of its search"
        case .quarantined(let crashes):
            "was running in \(crashes) crashes, not run; --retry-failed tries it"
        case .notMeasured: "trained, not measured yet"
        case .otherNumerics: "computed by other numerics (now version \(NumericsVersion.current))"
        }
    }

    /// Whether it is run.
    public var isRun: Bool { kind.isRun }

    /// `12,800 of 50,000 samples`.
    public static func progress(_ samples: Int, of total: Int, _ unit: String = "samples") -> String {
        func grouped(_ number: Int) -> String {
            var text = ""
            let digits = String(number)
            for (index, digit) in digits.enumerated() {
                if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
                text.append(digit)
            }
            return text
        }
        return "\(grouped(samples)) of \(grouped(total)) \(unit)"
    }
}
