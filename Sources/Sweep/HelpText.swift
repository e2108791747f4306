import ArgumentParser
import Foundation

/// The help of a command, in lines of a width. ArgumentParser breaks a command's text as if each line were a paragraph: what
/// goes on of an example, or of an entry of a list, it sets at the left margin, and an example cannot be copied then.
enum HelpText {
    /// So wide that ArgumentParser breaks nothing.
    private static let unbroken = 100_000
    /// Where ArgumentParser has the texts of arguments, options and subcommands.
    private static let textColumn = 26

    /// What is to be shown of an error that asks for help; nil of any other.
    static func asked(_ error: any Error) -> String? {
        guard SweepCommand.exitCode(for: error) == .success else { return nil }
        let text = SweepCommand.fullMessage(for: error, columns: unbroken)
        return text.hasPrefix("OVERVIEW: ") ? fitted(text, to: columns) : nil
    }

    /// COLUMNS outranks the terminal, as for ArgumentParser.
    private static var columns: Int {
        ProcessInfo.processInfo.environment["COLUMNS"].flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil } ?? Terminal.width
    }

    /// - Parameter text: in which every line is as long as it is.
    static func fitted(_ text: String, to columns: Int) -> String {
        var isList = false
        return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
            if !line.hasPrefix(" ") { isList = line.hasSuffix("S:") }
            return fitted(String(line), isList: isList, columns: max(20, columns))
        }.joined(separator: "\n")
    }

    private static func fitted(_ line: String, isList: Bool, columns: Int) -> [String] {
        guard line.count > columns else { return [line] }
        let margin = line.prefix { $0 == " " }.count
        let column = self.column(line, margin: margin, isList: isList)
        if column == nil, line.dropFirst(margin).hasPrefix("sweep ") {
            return command(String(line.dropFirst(margin)), margin: margin, columns: columns)
        }
        let (head, text) = (line.prefix(column ?? margin), String(line.dropFirst(column ?? margin)))
        if let column, column > columns / 2 {
            // What is left of a line is too little to go on in.
            let label = head.trimmingCharacters(in: .whitespaces)
            return (label.isEmpty ? [] : [String(head.prefix(margin)) + label]) + text.broken(to: columns - 6).map { "      " + $0 }
        }
        let hang = String(repeating: " ", count: column ?? (margin > 0 ? margin + 2 : 0))
        return text.broken(to: columns - hang.count).enumerated().map { ($0 == 0 ? String(head) : hang) + $1 }
    }

    /// Where the text of an entry begins, and goes on; nil where it is at the margin.
    private static func column(_ line: String, margin: Int, isList: Bool) -> Int? {
        if isList, margin > 0, line.dropFirst(textColumn - 1).first == " " { return textColumn }
        if let title = ["OVERVIEW: ", "USAGE: "].first(where: line.hasPrefix) { return title.count }
        guard margin > 0, let gap = line.dropFirst(margin).firstRange(of: "  ") else { return nil }
        let text = line[gap.upperBound...].drop { $0 == " " }
        return line.distance(from: line.startIndex, to: text.startIndex)
    }

    /// A command in lines that a shell takes for one, each but the first beginning with an option if possible.
    private static func command(_ text: String, margin: Int, columns: Int) -> [String] {
        var lines = [String(repeating: " ", count: margin)]
        for (index, part) in parts(text).enumerated() {
            let line = lines[lines.count - 1]
            if index > 0, line.count + 1 + part.count + 2 > columns {
                lines[lines.count - 1] = line + " \\"
                lines.append(String(repeating: " ", count: margin + 4) + part)
            } else {
                lines[lines.count - 1] += (index > 0 ? " " : "") + part
            }
        }
        return lines
    }

    /// Words, what stands in quotes being one, an option together with its value, and `>` with its file.
    private static func parts(_ text: String) -> [String] {
        var words = [""]
        var quote: Character?
        for character in text {
            if character == " ", quote == nil {
                words.append("")
                continue
            }
            if "'\"".contains(character) { quote = quote == nil ? character : quote == character ? nil : quote }
            words[words.count - 1].append(character)
        }
        return words.reduce(into: []) { parts, word in
            let last = parts.last ?? ""
            let isOption = last.hasPrefix("--") && !last.contains("=") && !last.contains(" ") && !word.hasPrefix("-")
            if isOption || last == ">" {
                parts[parts.count - 1] += " " + word
            } else {
                parts.append(word)
            }
        }
    }
}
