/// A measure that is to reach a threshold, from text such as `SI >= 0.95`.
struct ThresholdCondition {
    let measure: Measure
    let threshold: Double

    /// Space around the sign is optional; `≥` is read as `>=`.
    init(_ text: String) throws(ConditionProblem) {
        let words = Self.words(text)
        guard words.count >= 3 else { throw .incomplete(text) }
        guard let measure = Measure(rawValue: words[0]) else {
            throw .unknownMeasure(words[0], nearest: NearestWord.find(words[0], among: Measure.allCases.map(\.rawValue)))
        }
        guard measure == .SI else { throw .measureDoesNotRise(measure.rawValue) }
        guard words[1] == ">=" || words[1] == "≥" else { throw .operatorNotSupported(words[1]) }
        guard let threshold = SpecNumber.parse(words[2]), threshold.isFinite else { throw .notANumber(words[2]) }
        guard threshold > 0, threshold <= 1 else { throw .thresholdOutOfRange(words[2]) }
        guard words.count == 3 else { throw .trailing(words.dropFirst(3).joined(separator: " ")) }
        self.measure = measure
        self.threshold = threshold
    }

    /// Splits at spaces, and between signs and everything else.
    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var wasSign = false
        for character in text {
            let isSign = "<>=!≥≤".contains(character)
            if !word.isEmpty, character == " " || isSign != wasSign {
                words.append(word)
                word = ""
            }
            if character != " " { word.append(character) }
            wasSign = isSign
        }
        return word.isEmpty ? words : words + [word]
    }
}
