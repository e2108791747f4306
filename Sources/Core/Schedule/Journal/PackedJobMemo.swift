/// The last few forms of jobs that were read: all but seed and ν, known again by their bytes.
struct PackedJobMemo: Sendable {
    private struct Known: Sendable {
        /// Up to the method.
        var head: [UInt8]
        var hasNu: Bool
        /// From there, or from ν, to the seed.
        var middle: [UInt8]
        /// Behind the seed.
        var tail: [UInt8]
        var form: Interned<Job>
    }

    private static let nu = Array(",\"nu\":".utf8)
    private static let seed = Array(",\"seed\":".utf8)

    private var known: [Known] = []

    /// Nil where none of them stands here; then nothing is skipped.
    func job(_ line: inout LineScanner) -> (form: Interned<Job>, seed: UInt64, nu: Double)? {
        for entry in known {
            var attempt = line
            guard attempt.skip(entry.head) else { continue }
            var nu = 0.0
            if entry.hasNu {
                guard attempt.skip(Self.nu), let value = attempt.number() else { continue }
                nu = value
            }
            guard attempt.skip(entry.middle), attempt.skip(Self.seed), let seed = attempt.unsigned(),
                attempt.skip(entry.tail)
            else { continue }
            line = attempt
            return (entry.form, seed, nu)
        }
        return nil
    }

    /// - Parameter bytes: the job as it stands in its line.
    mutating func add(_ job: Job, _ bytes: UnsafeRawBufferPointer) -> Interned<Job> {
        var form = job
        form.seed = 0
        if form.nu != nil { form.nu = 0 }
        // Inside a text there is no quotation mark without a stroke before it: what looks like a key is one.
        guard let seed = Self.place(of: Self.seed, bytes),
            let nu = job.nu == nil ? seed : Self.place(of: Self.nu, bytes)
        else { return PackedTraining.forms.value(Array(bytes), form) }
        var line = LineScanner(bytes, nu ..< seed)
        if line.skip(Self.nu) { _ = line.number() }
        let (head, middle) = (Array(bytes[..<nu]), Array(bytes[line.at ..< seed]))
        line = LineScanner(bytes, seed + Self.seed.count ..< bytes.count)
        _ = line.unsigned()
        let tail = Array(bytes[line.at...])
        let key = [head, job.nu == nil ? [] : Self.nu, middle, tail].joined(separator: [JournalLine.newline])
        let interned = PackedTraining.forms.value(Array(key), form)
        if known.count == 4 { known.removeFirst() }
        known.append(Known(head: head, hasNu: job.nu != nil, middle: middle, tail: tail, form: interned))
        return interned
    }

    private static func place(of key: [UInt8], _ bytes: UnsafeRawBufferPointer) -> Int? {
        guard bytes.count >= key.count else { return nil }
        return (0 ... bytes.count - key.count).first { bytes[$0 ..< $0 + key.count].elementsEqual(key) }
    }
}
