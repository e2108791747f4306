/// The state of a measuring between two chunks, as a file: `MeasuringHead` and a safetensors file, sealed
/// (`SealedFile`).
///
/// Chunks are added in their order, whoever measured them, so the sums over the first ones are all that
/// the rest needs: whatever goes on from there ends with the same bits.
public struct MeasuringFile: Sendable, Equatable {
    /// Whose sums they are, and of how many samples.
    public var head: MeasuringHead
    /// Over the first `head.samples` samples.
    public var sums: MeasureSums

    /// - Parameter sums: over the first `head.samples` samples.
    public init(head: MeasuringHead, sums: MeasureSums) {
        self.head = head
        self.sums = sums
    }

    /// The file's bytes.
    /// - Throws: `SafetensorsError` where the sums contradict themselves.
    public func encoded() throws(SafetensorsError) -> [UInt8] {
        SealedFile.encode(head.text, try SafetensorsFile(tensors: sums.tensors()).encoded())
    }

    /// - Parameter file: the name that errors give.
    /// - Throws: `CheckpointError.head`, `.changed`, `.content`.
    public init(bytes: [UInt8], file: String) throws(CheckpointError) {
        let (text, body) = try SealedFile.open(bytes, file: file)
        guard let head = MeasuringHead(text: text) else { throw .head(file: file, found: "'\(text)'") }
        self.head = head
        do {
            sums = try MeasureSums(StateTensors(try SafetensorsFile(bytes: body, file: file).tensors))
        } catch {
            throw .content(file: file, reason: "\(error)")
        }
        guard sums.samples == head.samples else {
            throw .content(
                file: file, reason: "samples: expected \(head.samples), as its first line says, found \(sums.samples)")
        }
    }

    /// The head alone, from the beginning of the file's bytes; nothing but the line's form is checked.
    static func head(_ bytes: [UInt8], file: String) throws(CheckpointError) -> MeasuringHead {
        let text = try SealedFile.text(bytes, file: file)
        guard let head = MeasuringHead(text: text) else { throw .head(file: file, found: "'\(text)'") }
        return head
    }

    /// - Throws: `CheckpointError.content` for what a measuring of these samples under this group cannot go on from.
    func check(samples: Int, order: Int, classes: Int, file: String) throws(CheckpointError) {
        guard head.total == samples else {
            throw .content(file: file, reason: "samples of the split: expected \(samples), found \(head.total)")
        }
        do throws(AnalysisStateError) {
            try sums.check(samples: head.samples, order: order, classes: classes)
        } catch {
            throw .content(file: file, reason: "\(error)")
        }
    }
}
