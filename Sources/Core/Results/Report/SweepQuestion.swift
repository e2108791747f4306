/// What a sweep file says about itself before its first key: the comment that it begins with.
enum SweepQuestion {
    /// One part of the comment.
    enum Block: Equatable {
        /// Lines that run on.
        case paragraph(String)
        /// Lines that are set in, commands for instance, as they stand.
        case verbatim(String)
        /// Lines that begin with `- ` or `* `, each with what runs on from it.
        case list([String])
    }

    /// The comment that a file begins with, a block where an empty line parts it; empty where it begins otherwise.
    static func blocks(_ source: String) -> [Block] {
        var blocks: [Block] = []
        var isOpen = false
        for line in source.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let words = line.trimmed
            if words.isEmpty, blocks.isEmpty { continue }
            guard words.first == "#" else { break }
            var comment = words.dropFirst()
            if comment.first == " " { comment = comment.dropFirst() }
            let isSetIn = comment.first == " " || comment.first == "\t"
            let content = comment.trimmed
            guard !content.isEmpty else {
                isOpen = false
                continue
            }
            let isItem = !isSetIn && (content.hasPrefix("- ") || content.hasPrefix("* "))
            let item = String(content.dropFirst(2).drop { $0 == " " })
            switch (blocks.last, isSetIn) {
            case (.list(let items)?, _) where isItem:
                blocks[blocks.count - 1] = .list(items + [item])
            case (.list(let items)?, _) where isOpen:
                blocks[blocks.count - 1] = .list(items.dropLast() + [(items.last ?? "") + " " + content])
            case _ where isItem:
                blocks.append(.list([item]))
            case (.paragraph(let before)?, false) where isOpen:
                blocks[blocks.count - 1] = .paragraph(before + " " + content)
            case (.verbatim(let before)?, true) where isOpen:
                blocks[blocks.count - 1] = .verbatim(before + "\n" + content)
            default: blocks.append(isSetIn ? .verbatim(String(content)) : .paragraph(String(content)))
            }
            isOpen = true
        }
        return blocks
    }
}

extension Substring {
    /// Without spaces, tabs and carriage returns at its ends.
    fileprivate var trimmed: Substring {
        let isSpace = { (character: Character) in character == " " || character == "\t" || character == "\r" }
        let start = drop(while: isSpace)
        guard let end = start.lastIndex(where: { !isSpace($0) }) else { return start.prefix(0) }
        return start[...end]
    }
}
