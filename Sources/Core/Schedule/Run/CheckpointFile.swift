/// The state of a training between two epochs, as a file: `CheckpointHead` and a safetensors file, sealed
/// (`SealedFile`).
public struct CheckpointFile: Sendable, Equatable {
    /// Whose state it is, and how far.
    public var head: CheckpointHead
    /// What training goes on from.
    public var state: TrainingState

    /// - Parameter head: with the state's epoch, or the file cannot be read again.
    public init(head: CheckpointHead, state: TrainingState) {
        self.head = head
        self.state = state
    }

    /// The file's bytes.
    /// - Throws: `SafetensorsError` where the state contradicts itself.
    public func encoded() throws(SafetensorsError) -> [UInt8] {
        SealedFile.encode(head.text, try SafetensorsFile(tensors: Self.tensors(state)).encoded())
    }

    /// - Parameter file: the name that errors give.
    /// - Throws: `CheckpointError.head`, `.changed`, `.content`.
    public init(bytes: [UInt8], file: String) throws(CheckpointError) {
        let (text, body) = try SealedFile.open(bytes, file: file)
        guard let head = CheckpointHead(text: text) else { throw .head(file: file, found: "'\(text)'") }
        self.head = head
        do throws(SafetensorsError) {
            state = try Self.state(SafetensorsFile(bytes: body, file: file), path: file)
        } catch {
            throw .content(file: file, reason: "\(error)")
        }
        guard state.epoch == head.epoch else {
            throw .content(
                file: file, reason: "epochs: expected \(head.epoch), as its first line says, found \(state.epoch)")
        }
    }

    /// The head alone, from the beginning of the file's bytes; nothing but the line's form is checked.
    static func head(_ bytes: [UInt8], file: String) throws(CheckpointError) -> CheckpointHead {
        let text = try SealedFile.text(bytes, file: file)
        guard let head = CheckpointHead(text: text) else { throw .head(file: file, found: "'\(text)'") }
        return head
    }

    // MARK: - The state as tensors

    private static func tensors(_ state: TrainingState) -> [SafetensorsTensor] {
        func floats(_ name: String, _ values: [Float]) -> SafetensorsTensor {
            SafetensorsTensor(name, shape: [values.count], .f32(values))
        }
        func doubles(_ name: String, _ values: [Double]) -> SafetensorsTensor {
            SafetensorsTensor(name, shape: [values.count], .f64(values))
        }
        let adam = state.optimiser
        // Only where it was tracked: without it the file is what it was before there was any tracking.
        let sigmaMax = state.history.compactMap(\.sigmaMax)
        return (sigmaMax.isEmpty ? [] : [doubles("history.sigma_max", sigmaMax)]) + [
            doubles("history.cross_entropy", state.history.map(\.crossEntropy)),
            doubles("history.regulariser", state.history.compactMap(\.regulariser)),
            doubles("history.accuracy", state.history.map(\.validationAccuracy)),
            doubles("adam.powers", [adam.power1, adam.power2]),
            SafetensorsTensor("best_epoch", shape: [1], .i64([Int64(state.bestEpoch)])),
            floats("parameters", state.parameters), floats("best_parameters", state.bestParameters),
            floats("adam.first", adam.first), floats("adam.second", adam.second),
            floats("adam.idle_first", adam.idleFirst), floats("adam.idle_second", adam.idleSecond),
        ]
    }

    private static func state(_ file: SafetensorsFile, path: String) throws(SafetensorsError) -> TrainingState {
        func floats(_ name: String) throws(SafetensorsError) -> [Float] {
            try file.floats(name, shape: [file.tensor(name).count])
        }
        func doubles(_ name: String, count: Int? = nil) throws(SafetensorsError) -> [Double] {
            let tensor = try file.tensor(name)
            guard case .f64(let values) = tensor.elements else {
                throw .wrongType(file: path, tensor: name, expected: .F64, found: tensor.type)
            }
            guard values.count == count ?? values.count else {
                throw .wrongShape(file: path, tensor: name, expected: [count ?? 0], found: tensor.shape)
            }
            return values
        }
        let crossEntropy = try doubles("history.cross_entropy")
        let regulariser = try doubles("history.regulariser")
        let accuracy = try doubles("history.accuracy", count: crossEntropy.count)
        guard regulariser.isEmpty || regulariser.count == crossEntropy.count else {
            throw .wrongShape(
                file: path, tensor: "history.regulariser", expected: [crossEntropy.count],
                found: [regulariser.count])
        }
        let sigmaMax = try file.tensors.contains { $0.name == "history.sigma_max" }
            ? doubles("history.sigma_max", count: crossEntropy.count) : nil
        let powers = try doubles("adam.powers", count: 2)
        let best = try file.tensor("best_epoch")
        guard case .i64(let epochs) = best.elements, epochs.count == 1, let bestEpoch = Int(exactly: epochs[0]) else {
            throw .wrongType(file: path, tensor: best.name, expected: .I64, found: best.type)
        }
        return TrainingState(
            epoch: crossEntropy.count, bestEpoch: bestEpoch,
            history: crossEntropy.indices.map {
                EpochReport(
                    epoch: $0 + 1, crossEntropy: crossEntropy[$0],
                    regulariser: regulariser.isEmpty ? nil : regulariser[$0], validationAccuracy: accuracy[$0],
                    sigmaMax: sigmaMax?[$0])
            },
            parameters: try floats("parameters"), bestParameters: try floats("best_parameters"),
            optimiser: AdamState(
                first: try floats("adam.first"), second: try floats("adam.second"),
                idleFirst: try floats("adam.idle_first"), idleSecond: try floats("adam.idle_second"),
                power1: powers[0], power2: powers[1]))
    }
}
