/// The wording of `SpecProblem`: what is wrong, what was expected, what to do. A tested interface.
enum SpecMessage {
    static func text(_ problem: SpecProblem) -> String {
        switch problem {
        case .noSuchFile(let nearest): "no such file" + didYouMean(nearest)
        case .isFolder(nil): "is a folder; expected a sweep file, for instance sweeps/nu_search.yaml"
        case .isFolder(let held?): "is a folder; expected a sweep file, as the one in it: \(held)"
        case .unreadable(let reason): "cannot be read: \(reason); change its permissions, or give another file"
        case .notText: "is not a text file in UTF-8; expected a sweep file in YAML"
        case .tooLarge(let bytes, let limit):
            "has \(bytes > limit + 1 ? "\(bytes)" : "more than \(limit)") bytes; a sweep file has at most \(limit). Is this a data file?"
        case .empty: "is empty; expected at least the keys name, groups and methods"
        case .notYAML(let problem): "not valid YAML: \(problem)"
        case .tooManyValues(let limit): "expands to more than \(limit) values, or nests too deeply, through its aliases"
        case .notMapping(let found): "expected keys with values, such as name: nu_search, found \(found)"
        case .keyNotText(let found): "expected a key, found \(found)"
        case .mergeOfNoMapping(let found): "expected an alias of a mapping after <<, found \(found)"
        case .unknownKey(let nearest?, _): "unknown key; did you mean \(nearest)?"
        case .unknownKey(nil, let valid): "unknown key; the keys here are \(list(valid))"
        case .missingKey(let example): "missing; add for instance \(example)"
        case .duplicateKey(let line, let column):
            "duplicate key; it was given before at line \(line), column \(column). Delete one of the two"
        case .conflictingKeys(let other): "cannot stand beside \(other); keep one of the two"
        case .wrongType(let expected, let found, let meant): "expected \(expected), found \(found)" + didYouMean(meant)
        case .foreignTag(let tag): "the tag \(tag) belongs to another program; leave it out"
        case .outOfRange(let found, let expected): "\(found) is out of range; expected \(expected)"
        case .notFinite(let found, let expected): "\(found) is not finite; expected \(expected)"
        case .unknownWord(let found, let valid, let nearest):
            "\(found) is not one of \(list(valid))" + didYouMean(nearest)
        case .noGroup(let found, let nearest):
            "\(found) is not a group; the groups are \(GroupName.listedNames), Tn and Tny for n shifts along x or y, such as T3, and "
                + "{name: mine, permutations: my_group.txt}"
                + (GroupName.shiftsInstead(of: found).map { "; \($0)" } ?? didYouMean(nearest))
        case .groupNameTaken(let name): "\(name) is the name of a group that is built in; expected another name"
        case .groupWithoutFile(let name):
            "the permutations of \(name) are in a file; expected {name: \(name), permutations: the file's path}"
        case .badGroupFile(let error): "\(error)"
        case .groupChanged(let file, let expected, let found):
            "\(file) has other permutations: expected the digest \(expected), found \(found); bring the file back, or "
                + "leave the digest out"
        case .groupNameOfTwo(let name): "two groups are named \(name), of different permutations; expected a name for each"
        case .badName(let found, let reason): name(found, reason)
        case .emptyList(let expected): "the list is empty; expected \(expected)"
        case .wrongCount(let expected, let found): "expected \(expected), found \(found) entries"
        case .repeatedEntry(let entry): "\(entry) is listed twice; delete one of the two"
        case .decimalCommas(let entry, let read, let meant):
            "\(entry) is listed twice: the list reads as \(read.joined(separator: ", ")); a decimal comma was probably meant, "
                + "which is a point here: [\(meant.joined(separator: ", "))]"
        case .badCondition(let problem): condition(problem)
        case .groupDoesNotFit(let group, let parts, let side, let divisors):
            "\(group) does not fit: \(parts) does not divide the image side of \(side) pixels (28 and the padding); "
                + "expected one of \(list(divisors.map { "\($0)" }))"
        case .groupOfOtherSize(let group, let side, let found):
            "\(group) does not fit: expected permutations of \(side * side) pixels (the image of \(side)×\(side), 28 and the "
                + "padding)" + (side == 28 ? "" : " or 784 (28×28: the padding stays in place)") + ", found \(found)"
        case .boundsReversed(let from, let to): "the bounds are reversed: from \(from) must be less than to \(to)"
        case .tooDense(let points): "\(points) points lie closer than four significant digits can tell apart; ask for fewer"
        case .tooManyDifferences(let samples, let group, let others, let limit):
            "\(samples) samples under \(others) elements of \(group) besides the identity are \(samples * others) differences "
                + "x − gx; expected at most \(limit): at most \(limit / max(1, others)) samples"
        case .tooFewPoints(let points, let group, let perplexity):
            "perplexity \(perplexity) needs three times as many points; the samples and the traced orbits of \(group) are "
                + "\(points): expected a smaller perplexity or more samples"
        case .tooManySamples(let train, let test, let validation, let dataset, let available):
            "train \(train) + test \(test) + validation \(validation) = \(train + test + validation) samples; "
                + "\(dataset) has \(available) without class 9"
        case .batchExceedsTrain(let batch, let train, let isDefault):
            "batch \(batch)\(isDefault ? ", the default," : "") is larger than the train split of \(train) samples; "
                + "expected at most \(train)"
        case .fallbackIsSource(let name): "\(name) is the source already; leave the fallback out"
        case .overrideWithoutValue: "expected key=value, for instance --set training.epochs=10"
        case .overrideBadKey: "expected a key before =, with dots between its parts, for instance --set training.epochs=10"
        case .overrideInsideValue(let parent, let found): "\(parent) has no keys of its own here: it is \(found)"
        }
    }

    private static func name(_ found: String, _ reason: SpecProblem.NameProblem) -> String {
        let rule = "the name becomes a folder and may hold letters a–z and A–Z, digits, '-', '_' and '.'"
        return switch reason {
        case .empty: "the name is empty; \(rule)"
        case .character(let character): "\"\(found)\" has the character '\(character)'; \(rule)"
        case .start(let character): "\"\(found)\" begins with '\(character)'; expected a letter or a digit first"
        case .length(let count, let limit): "the name has \(count) characters; expected at most \(limit)"
        }
    }

    private static func condition(_ problem: ConditionProblem) -> String {
        let form = "expected a measure and a threshold, such as SI >= 0.95"
        return switch problem {
        case .incomplete(let text): text.isEmpty ? form : "\"\(text)\" is incomplete; \(form)"
        case .unknownMeasure(let word, let nearest): "\(word) is not a measure; \(form)" + didYouMean(nearest)
        case .measureDoesNotRise(let measure):
            "\(measure) does not rise with ν, so no smallest ν reaches it; only SI can be searched for, as in SI >= 0.95"
        case .operatorNotSupported(let sign): "\(sign) is not supported; expected >=, as in SI >= 0.95"
        case .notANumber(let word): "\(word) is not a number; \(form)"
        case .thresholdOutOfRange(let number):
            "the threshold \(number) is out of range; SI is a cosine: expected a number greater than 0 and at most 1"
        case .trailing(let rest): "\"\(rest)\" follows the threshold; \(form)"
        }
    }

    /// Without control characters, which would act on a terminal: line ends and tabs as YAML writes them, others replaced.
    static func visible(_ text: String) -> String {
        text.unicodeScalars.map { scalar -> String in
            switch scalar {
            case "\n": "\\n"
            case "\r": "\\r"
            case "\t": "\\t"
            case _ where scalar.properties.generalCategory == .control: "\u{FFFD}"
            default: String(scalar)
            }
        }.joined()
    }

    /// A line without control characters but tabs, each replaced by one character: columns stay what they are.
    static func printable(_ line: String) -> String {
        String(
            String.UnicodeScalarView(
                line.unicodeScalars.map { $0.properties.generalCategory == .control && $0 != "\t" ? "\u{FFFD}" : $0 }))
    }

    private static func didYouMean(_ nearest: String?) -> String { nearest.map { "; did you mean \($0)?" } ?? "" }

    private static func list(_ words: [String]) -> String { words.joined(separator: ", ") }
}
