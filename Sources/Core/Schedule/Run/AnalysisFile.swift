/// The state of an analysis between two steps, as a file: `AnalysisHead` and a safetensors file, sealed
/// (`SealedFile`).
public struct AnalysisFile: Sendable, Equatable {
    /// Whose state it is, and how far.
    public var head: AnalysisHead
    /// What the analysis goes on from.
    public var tensors: [SafetensorsTensor]

    /// - Parameter tensors: what the analysis goes on from.
    public init(head: AnalysisHead, tensors: [SafetensorsTensor]) {
        self.head = head
        self.tensors = tensors
    }

    /// Progress and tensors together, as the analysis goes on from them.
    public var state: AnalysisState { AnalysisState(progress: head.progress, tensors: tensors) }

    /// The file's bytes.
    /// - Throws: `SafetensorsError` where the tensors contradict themselves.
    public func encoded() throws(SafetensorsError) -> [UInt8] {
        SealedFile.encode(head.text, try SafetensorsFile(tensors: tensors).encoded())
    }

    /// What the tensors mean is checked by the analysis.
    /// - Parameter file: the name that errors give.
    /// - Throws: `CheckpointError.head`, `.changed`, `.content`.
    public init(bytes: [UInt8], file: String) throws(CheckpointError) {
        let (text, body) = try SealedFile.open(bytes, file: file)
        guard let head = AnalysisHead(text: text) else { throw .head(file: file, found: "'\(text)'") }
        self.head = head
        do throws(SafetensorsError) {
            tensors = try SafetensorsFile(bytes: body, file: file).tensors
        } catch {
            throw .content(file: file, reason: "\(error)")
        }
    }

    /// The head alone, from the beginning of the file's bytes; nothing but the line's form is checked.
    static func head(_ bytes: [UInt8], file: String) throws(CheckpointError) -> AnalysisHead {
        let text = try SealedFile.text(bytes, file: file)
        guard let head = AnalysisHead(text: text) else { throw .head(file: file, found: "'\(text)'") }
        return head
    }
}
