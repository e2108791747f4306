/// How far an analysis is.
public struct AnalysisProgress: Sendable, Hashable, Codable {
    /// What is counted.
    public enum Unit: String, Sendable, Codable {
        /// Of a split, from the first on.
        case samples
        /// Of t-SNE, whose perplexities are known.
        case points
        /// Iterations.
        case steps
    }

    /// What `done` and `all` count.
    public var unit: Unit
    /// From 0 to `all`.
    public var done: Int
    /// Of how many.
    public var all: Int

    /// - Parameter all: in all, of the same unit.
    public init(_ unit: Unit, _ done: Int, of all: Int) {
        self.unit = unit
        self.done = done
        self.all = all
    }

    /// With that much the result is as good as a state of it.
    var isEnd: Bool { unit != .points && done >= all }
}

/// What an analysis has reached between two steps.
public struct AnalysisState: Sendable, Equatable {
    /// How far this is.
    public var progress: AnalysisProgress
    /// What the analysis goes on from, by names of its own.
    public var tensors: [SafetensorsTensor]

    /// - Parameter tensors: whatever the analysis needs to go on, by names of its own.
    public init(progress: AnalysisProgress, tensors: [SafetensorsTensor]) {
        self.progress = progress
        self.tensors = tensors
    }
}

/// A state is none that an analysis can go on from.
public struct AnalysisStateError: Error, Hashable, CustomStringConvertible {
    /// What was expected of the state and what was found, without the file.
    public var description: String

    init(_ description: String) { self.description = description }
}

/// Where an analysis finds the state of an earlier attempt, and leaves its own.
public struct AnalysisCheckpoints {
    /// What an earlier attempt left; nil for nothing.
    public var found: AnalysisState?
    /// Told once where `found` is something: nil as the analysis goes on from it, or why it cannot and starts over.
    public var settle: (_ refusal: AnalysisStateError?) -> Void
    /// Told between two steps. False asks to end, as `shouldStop` does.
    public var keep: (_ progress: AnalysisProgress, _ isStopping: Bool, _ tensors: () -> [SafetensorsTensor]) -> Bool

    /// Without arguments: nothing found, nothing kept.
    public init(
        found: AnalysisState? = nil, settle: @escaping (AnalysisStateError?) -> Void = { _ in },
        keep: @escaping (AnalysisProgress, Bool, () -> [SafetensorsTensor]) -> Bool = { _, _, _ in true }
    ) {
        self.found = found
        self.settle = settle
        self.keep = keep
    }
}

extension AnalysisContext {
    /// What an earlier attempt left, as the analysis needs it; nil where there is nothing that it can go on from.
    /// - Parameter read: throws for what it cannot go on from.
    func resume<State>(
        _ read: (AnalysisProgress, StateTensors) throws(AnalysisStateError) -> State
    ) -> State? {
        guard let found = checkpoints.found else { return nil }
        do throws(AnalysisStateError) {
            let state = try read(found.progress, StateTensors(found.tensors))
            checkpoints.settle(nil)
            return state
        } catch {
            checkpoints.settle(error)
            return nil
        }
    }

    /// To be called between two steps.
    /// - Parameters:
    ///   - hasStopped: whether it was told to stop already.
    ///   - tensors: the state, for a checkpoint.
    /// - Returns: false to end as soon as possible.
    func goesOn(
        after progress: AnalysisProgress, hasStopped: Bool = false, _ tensors: () -> [SafetensorsTensor]
    ) -> Bool {
        if progress.isEnd { return true }
        let isStopping = hasStopped || shouldStop()
        return checkpoints.keep(progress, isStopping, tensors) && !isStopping
    }
}

/// Tensors of a state, by name.
struct StateTensors {
    private let file: SafetensorsFile

    init(_ tensors: [SafetensorsTensor]) { file = SafetensorsFile(tensors: tensors) }

    func has(_ name: String) -> Bool { file.tensors.contains { $0.name == name } }

    /// - Parameter count: of the elements; nil for any.
    /// - Throws: `AnalysisStateError`.
    func doubles(_ name: String, count: Int? = nil) throws(AnalysisStateError) -> [Double] {
        let tensor = try tensor(name, count)
        guard case .f64(let values) = tensor.elements else { throw Self.wrongType(name, .F64, tensor.type) }
        return values
    }

    /// - Throws: `AnalysisStateError`.
    func integers(_ name: String, count: Int? = nil) throws(AnalysisStateError) -> [Int] {
        let tensor = try tensor(name, count)
        guard case .i64(let values) = tensor.elements else { throw Self.wrongType(name, .I64, tensor.type) }
        return values.map { Int($0) }
    }

    private func tensor(_ name: String, _ count: Int?) throws(AnalysisStateError) -> SafetensorsTensor {
        do throws(SafetensorsError) {
            let tensor = try file.tensor(name)
            guard tensor.count == count ?? tensor.count else {
                throw .wrongShape(file: "", tensor: name, expected: [count ?? 0], found: tensor.shape)
            }
            return tensor
        } catch {
            // It knows no file; whoever read the bytes does.
            throw AnalysisStateError("tensor '\(name)': \(Self.reason(error, count))")
        }
    }

    private static func reason(_ error: SafetensorsError, _ count: Int?) -> String {
        guard case .wrongShape(_, _, _, let found) = error else { return "expected in the file, found none" }
        return "expected \(count ?? 0) numbers, found shape \(found)"
    }

    private static func wrongType(_ name: String, _ expected: SafetensorsType, _ found: SafetensorsType) -> AnalysisStateError {
        AnalysisStateError("tensor '\(name)': expected \(expected.rawValue), found \(found.rawValue)")
    }
}
