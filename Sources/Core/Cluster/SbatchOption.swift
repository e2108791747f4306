/// An option of sbatch, as a person or a script gives it.
public struct SbatchOption: Sendable, Hashable {
    /// The long name without its dashes, as it was given: sbatch takes abbreviations.
    public let name: String
    /// Nil where it has none.
    public let value: String?

    /// - Parameters:
    ///   - name: without the dashes.
    ///   - value: nil for an option without one.
    public init(_ name: String, _ value: String? = nil) { (self.name, self.value) = (name, value) }

    /// What a line of options holds, as sbatch reads it; words that are no options are passed over.
    public static func all(_ line: String) -> [SbatchOption] {
        let words = words(line)
        var options: [SbatchOption] = []
        for (place, word) in words.enumerated() {
            let next = place + 1 < words.count && !words[place + 1].hasPrefix("-") ? words[place + 1] : nil
            if word.hasPrefix("--") {
                let halves = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                options.append(SbatchOption(String(halves[0]), halves.count == 2 ? String(halves[1]) : next))
            } else if word.hasPrefix("-") {
                var letters = word.dropFirst()
                while let letter = letters.popFirst() {
                    // A letter that nobody here asks for is no abbreviation of a long name.
                    let name = letterNames[letter] ?? "-\(letter)"
                    if bareLetters.contains(letter) {
                        options.append(SbatchOption(name))
                    } else {
                        options.append(SbatchOption(name, letters.isEmpty ? next : String(letters)))
                        break
                    }
                }
            }
        }
        return options
    }

    /// What the directives of a batch script hold.
    public static func all(script: String) -> [SbatchOption] {
        script.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("#SBATCH ") }.flatMap {
            all(String($0.dropFirst("#SBATCH ".count)))
        }
    }

    // MARK: - What sweep needs itself

    /// Options that would make another thing of a submission than `sweep submit` knows of.
    private static let own = [
        "array", "clusters", "dependency", "help", "hold", "no-requeue", "output", "parsable", "test-only", "usage", "version",
        "wait", "wrap",
    ]

    /// Whether a person may give it; abbreviations count as what they may stand for, and so does `--`, which ends options.
    public var isAllowed: Bool { !Self.own.contains { $0.hasPrefix(name) } }

    /// Where and on whose account a job runs: what holds for the tasks holds for the collecting job too.
    private static let common: Set<String> = [
        "account", "constraint", "exclude", "partition", "qos", "reservation", "time", "wckey",
    ]

    /// Abbreviations count here too: sbatch takes those that can stand for one option alone.
    var isCommon: Bool { value != nil && Self.common.contains { $0.hasPrefix(name) } }

    // MARK: - Reading

    private static let letterNames: [Character: String] = [
        "a": "array", "A": "account", "c": "cpus-per-task", "C": "constraint", "d": "dependency", "h": "help", "H": "hold",
        "M": "clusters", "o": "output", "p": "partition", "q": "qos", "t": "time", "V": "version", "W": "wait", "x": "exclude",
    ]
    /// Those without a value, which may stand together in one word.
    private static let bareLetters: Set<Character> = ["h", "H", "k", "O", "Q", "s", "v", "V", "W"]

    /// As a shell takes a line apart; behind `#` at the beginning of a word stands a comment.
    private static func words(_ line: String) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var isEscaped = false
        for letter in line {
            if isEscaped {
                word = (word ?? "") + String(letter)
                isEscaped = false
            } else if letter == "\\", quote != "'" {
                isEscaped = true
            } else if let open = quote {
                if letter == open { quote = nil } else { word = (word ?? "") + String(letter) }
            } else if letter == "'" || letter == "\"" {
                quote = letter
                word = word ?? ""
            } else if letter.isWhitespace {
                if let done = word { words.append(done) }
                word = nil
            } else if letter == "#", word == nil {
                break
            } else {
                word = (word ?? "") + String(letter)
            }
        }
        return words + (word.map { [$0] } ?? [])
    }
}
