/// Where the keys and entries above a line stand, and with that where the line's own may: what a parser knows and does
/// not tell. A line that is set in wrongly is the slip of whoever pastes from elsewhere.
struct YAMLIndentation {
    /// Keys, or entries of a list, under each other.
    private struct Level {
        /// From 1.
        var column: Int
        var isList: Bool
        /// The last of its lines, from 1.
        var line: Int
    }

    private let lines: SourceLines

    init(_ lines: SourceLines) { self.lines = lines }

    /// Nil where the line's indentation is not what is wrong, or cannot be judged.
    /// - Parameter number: of the line, from 1.
    func slip(line number: Int) -> YAMLSlip? {
        guard let text = lines[number], let line = YAMLLine(text), let own = line.marks.first else { return nil }
        var levels: [Level] = []
        var last: YAMLLine?
        var block = YAMLLine.Flow()
        for index in 1 ..< max(1, number) {
            guard let text = lines[index], let line = YAMLLine(text) else { continue }
            let isInside = !block.isOver
            block.read(text)
            if isInside { continue }
            // A text of several lines: its other lines have no structure.
            if let above = last, above.beginsBlock, let column = above.marks.last?.column, line.column > column { continue }
            last = line
            note(line, index, &levels)
        }
        // With nothing behind the last key the line may stand deeper; behind words it is perhaps the ':' that is missing.
        guard block.isOver, let last, !last.marks.isEmpty else { return nil }
        let alike = levels.filter { $0.isList == own.isList }
        guard !alike.contains(where: { $0.column == own.column }) else { return nil }
        let outer = alike.last { $0.column < own.column }
        let inner = alike.first { $0.column > own.column }
        if inner == nil, !last.hasValue { return nil }
        let expected = [inner, outer].compactMap(\.self).map { "column \($0.column) as line \($0.line)" }
        guard !expected.isEmpty else { return nil }
        let how = inner == nil ? "too far" : outer == nil ? "too little" : "too far or too little"
        return YAMLSlip(
            line: number, column: own.column,
            words: "this line is indented \(how): found column \(own.column), expected \(expected.joined(separator: ", or "))")
    }

    /// The first line with anything on it, where a later one stands farther to the left.
    func slip(firstLineBefore place: (line: Int, column: Int)) -> YAMLSlip? {
        for index in 1 ..< max(1, place.line) {
            guard let text = lines[index], let line = YAMLLine(text) else { continue }
            guard let own = line.marks.first, own.column > place.column else { return nil }
            return YAMLSlip(
                line: index, column: own.column,
                words: "this line is indented too far: found column \(own.column), expected column \(place.column) "
                    + "as line \(place.line)")
        }
        return nil
    }

    private func note(_ line: YAMLLine, _ number: Int, _ levels: inout [Level]) {
        for mark in line.marks {
            // A list may stand as far to the left as the key that it is of.
            levels.removeAll { $0.column > mark.column || $0.column == mark.column && $0.isList && !mark.isList }
            if let place = levels.firstIndex(where: { $0.column == mark.column && $0.isList == mark.isList }) {
                levels[place].line = number
            } else {
                levels.append(Level(column: mark.column, isList: mark.isList, line: number))
            }
        }
    }
}

/// A line of YAML in block style, as far as its indentation goes.
struct YAMLLine {
    /// A `-`, or a key.
    struct Mark {
        /// From 1.
        var column: Int
        var isList: Bool
    }

    /// Of the first character that is no blank, from 1.
    let column: Int
    /// `- name: a` has two.
    private(set) var marks: [Mark] = []
    /// Whether something stands behind the last mark.
    private(set) var hasValue = false
    /// Whether the lines below that are set in are a text.
    private(set) var beginsBlock = false

    /// Nil for an empty line, a comment, and one that is indented with a tab.
    init?(_ text: String) {
        let scalars = Array(text.unicodeScalars)
        var at = scalars.prefix { $0 == " " }.count
        func isBlank(_ index: Int) -> Bool { index >= scalars.count || scalars[index] == " " }
        guard at < scalars.count, scalars[at] != "#", scalars[at] != "\t", !text.hasPrefix("---") else { return nil }
        column = at + 1
        while at < scalars.count, scalars[at] == "-", isBlank(at + 1) {
            marks.append(Mark(column: at + 1, isList: true))
            at += 1
            while at < scalars.count, scalars[at] == " " { at += 1 }
        }
        guard at < scalars.count, scalars[at] != "#" else { return }
        if let colon = Self.colon(scalars, from: at) {
            marks.append(Mark(column: at + 1, isList: false))
            at = colon + 1
            while at < scalars.count, scalars[at] == " " { at += 1 }
        }
        hasValue = at < scalars.count && scalars[at] != "#"
        beginsBlock = hasValue && (scalars[at] == "|" || scalars[at] == ">")
    }

    /// Behind a key, plain or quoted.
    private static func colon(_ scalars: [Unicode.Scalar], from start: Int) -> Int? {
        var at = start
        if scalars[at] == "\"" || scalars[at] == "'" {
            guard let end = scalars[(at + 1)...].firstIndex(of: scalars[at]) else { return nil }
            at = end + 1
        } else if "[{&*!|>%@`?".unicodeScalars.contains(scalars[at]) {
            return nil
        }
        while at < scalars.count {
            if scalars[at] == ":", at + 1 >= scalars.count || scalars[at + 1] == " " { return at }
            if scalars[at] == "#", at > start, scalars[at - 1] == " " { return nil }
            at += 1
        }
        return nil
    }

    /// Brackets and quotes that go on over lines.
    struct Flow {
        private var depth = 0
        private var quote: Unicode.Scalar?

        var isOver: Bool { depth == 0 && quote == nil }

        mutating func read(_ text: String) {
            // What stands before a quote or a bracket that begins something.
            var before: Unicode.Scalar = " "
            for scalar in text.unicodeScalars {
                defer { before = scalar }
                if let open = quote {
                    if scalar == open, before != "\\" { quote = nil }
                    continue
                }
                let begins = " [{,".unicodeScalars.contains(before)
                switch scalar {
                case "#" where before == " ": return
                case "\"", "'": if begins { quote = scalar }
                case "[", "{": if begins || depth > 0 { depth += 1 }
                case "]", "}": depth = max(0, depth - 1)
                default: break
                }
            }
        }
    }
}
