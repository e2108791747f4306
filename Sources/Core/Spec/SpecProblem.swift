/// What can be wrong with a sweep file or a `--set`. The wording is in `SpecMessage`.
public enum SpecProblem: Sendable, Hashable {
    // The file.
    case noSuchFile(nearest: String?)
    /// - Parameter holding: the path of a sweep file in it; nil where it has none.
    case isFolder(holding: String?)
    case unreadable(reason: String)
    case notText
    case tooLarge(bytes: Int, limit: Int)
    case empty
    /// The YAML parser's own words.
    case notYAML(String)
    /// Aliases that multiply, or nest, without end.
    case tooManyValues(limit: Int)

    // Keys.
    case notMapping(found: String)
    case keyNotText(found: String)
    case mergeOfNoMapping(found: String)
    case unknownKey(nearest: String?, valid: [String])
    case missingKey(example: String)
    case duplicateKey(firstLine: Int, firstColumn: Int)
    case conflictingKeys(other: String)

    // Values.
    /// - Parameter meant: a list, where the text looks like one that lacks its brackets.
    case wrongType(expected: String, found: String, meant: String? = nil)
    /// A YAML tag, such as `!python/object:…`.
    case foreignTag(String)
    case outOfRange(found: String, expected: String)
    case notFinite(found: String, expected: String)
    case unknownWord(found: String, valid: [String], nearest: String?)
    case noGroup(found: String, nearest: String?)
    case groupNameTaken(String)
    case groupWithoutFile(String)
    case badGroupFile(OwnGroupError)
    case groupChanged(file: String, expected: String, found: String)
    case groupNameOfTwo(String)
    case badName(found: String, reason: NameProblem)
    case emptyList(expected: String)
    case wrongCount(expected: String, found: Int)
    case repeatedEntry(entry: String)
    /// A repeated entry of a list that commas have cut into more numbers than was meant.
    case decimalCommas(entry: String, read: [String], meant: [String])
    case badCondition(ConditionProblem)

    // Values that do not go together.
    case groupDoesNotFit(group: String, parts: Int, side: Int, divisors: [Int])
    case groupOfOtherSize(group: String, side: Int, found: Int)
    case boundsReversed(from: String, to: String)
    case tooDense(points: Int)
    case tooManySamples(train: Int, test: Int, validation: Int, dataset: String, available: Int)
    /// - Parameter isDefault: whether the sweep names no batch.
    case batchExceedsTrain(batch: Int, train: Int, isDefault: Bool)
    case fallbackIsSource(String)
    case tooManyDifferences(samples: Int, group: String, others: Int, limit: Int)
    case tooFewPoints(points: Int, group: String, perplexity: String)

    // The command line.
    case overrideWithoutValue
    case overrideBadKey
    case overrideInsideValue(parent: String, found: String)

    /// Why a name cannot be a folder's.
    public enum NameProblem: Sendable, Hashable {
        case empty
        case character(String)
        case start(String)
        case length(Int, limit: Int)
    }
}

/// Why a text such as `SI >= 0.95` is no threshold.
public enum ConditionProblem: Error, Sendable, Hashable {
    case incomplete(String)
    case unknownMeasure(String, nearest: String?)
    case measureDoesNotRise(String)
    case operatorNotSupported(String)
    case notANumber(String)
    case thresholdOutOfRange(String)
    case trailing(String)
}
