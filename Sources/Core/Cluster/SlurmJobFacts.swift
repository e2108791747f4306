/// What `scontrol show job --oneliner` says of a job: `Key=Value` words.
public struct SlurmJobFacts: Sendable, Equatable {
    private let values: [String: String]

    /// - Parameter line: of one job.
    public init(_ line: String) {
        var values: [String: String] = [:]
        for word in line.split(whereSeparator: \.isWhitespace) {
            guard let equals = word.firstIndex(of: "=") else { continue }
            let key = String(word[..<equals])
            // The first one: what a user wrote, such as a comment, stands behind.
            if values[key] == nil { values[key] = String(word[word.index(after: equals)...]) }
        }
        self.values = values
    }

    /// One per line that names a job.
    public static func all(_ text: String) -> [SlurmJobFacts] {
        text.split(whereSeparator: \.isNewline).map { SlurmJobFacts(String($0)) }.filter { $0["JobId"] != nil }
    }

    /// As `scontrol show job` has it, `JobState` for instance; nil for what it does not tell.
    public subscript(key: String) -> String? { values[key] }

    /// `RUNNING`, `PENDING`, `CANCELLED`, …
    public var state: String? { values["JobState"] }
}
