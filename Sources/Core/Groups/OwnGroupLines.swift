/// The lines of a permutation file, taken apart and checked: first each by itself, then together by the axioms
/// of a group. Associativity needs no check of its own, since permutations are maps; `PermutationGroup` looks
/// at it all the same.
struct OwnGroupLines {
    private struct Line {
        var number: Int
        var indices: [Int]
    }

    private let file: String
    private let lines: [Line]

    init(_ text: String, file: String, sizes: OwnGroupSizes? = nil) throws(OwnGroupError) {
        self.file = file
        var lines: [Line] = []
        var number = 0
        // Bytes, not characters: \r\n is one character, and a file has a hundred thousand numbers.
        for bytes in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            let indices = try Self.indices(bytes.prefix { $0 != UInt8(ascii: "#") }, line: number, file: file)
            guard !indices.isEmpty else { continue }
            guard lines.count < OwnGroup.largestOrder else {
                throw OwnGroupError(file: file, .tooManyElements(limit: OwnGroup.largestOrder, line: number))
            }
            lines.append(Line(number: number, indices: indices))
        }
        self.lines = lines
        guard let first = lines.first else { throw OwnGroupError(file: file, .empty) }
        guard first.indices.count <= Int(UInt16.max) + 1 else {
            throw OwnGroupError(file: file, .tooLong(line: first.number, found: first.indices.count))
        }
        for line in lines {
            // Before its entries: of a line of three nobody wants to hear that it is closed under composition.
            if let sizes, !OwnGroupSizes.isImage(pixels: line.indices.count) {
                throw OwnGroupError(file: file, .noImage(line: line.number, sides: sizes.sides, found: line.indices.count))
            }
            try check(line, against: first)
        }
    }

    /// The permutations, identity first.
    func elements() throws(OwnGroupError) -> [[UInt16]] {
        try checkDistinct()
        guard let identity = lines.firstIndex(where: { $0.indices.elementsEqual(0 ..< $0.indices.count) }) else {
            throw OwnGroupError(file: file, .noIdentity(last: lines[0].indices.count - 1))
        }
        guard lines.count > 1 else { throw OwnGroupError(file: file, .identityAlone(line: lines[0].number)) }
        var sorted = lines
        sorted.insert(sorted.remove(at: identity), at: 0)
        try checkAxioms(sorted)
        return sorted.map { $0.indices.map(UInt16.init) }
    }

    private static func indices(
        _ bytes: Substring.UTF8View, line: Int, file: String
    ) throws(OwnGroupError) -> [Int] {
        let words = bytes.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: ",") || $0 == 13 }
        var indices: [Int] = []
        indices.reserveCapacity(words.count)
        for word in words {
            // Digits alone: neither "+1" nor "0x1".
            guard word.allSatisfy({ (UInt8(ascii: "0") ... UInt8(ascii: "9")).contains($0) }), let index = Int(Substring(word))
            else {
                throw OwnGroupError(
                    file: file, .notAnIndex(line: line, entry: indices.count + 1, found: String(Substring(word).prefix(20))))
            }
            indices.append(index)
        }
        return indices
    }

    private func check(_ line: Line, against first: Line) throws(OwnGroupError) {
        let count = first.indices.count
        guard line.indices.count == count else {
            throw OwnGroupError(
                file: file,
                .otherLength(line: line.number, expected: count, asOnLine: first.number, found: line.indices.count))
        }
        var place = [Int?](repeating: nil, count: count)
        for (entry, index) in line.indices.enumerated() {
            guard index < count else {
                throw OwnGroupError(
                    file: file, .outOfRange(line: line.number, entry: entry + 1, found: index, largest: count - 1))
            }
            if let earlier = place[index] {
                let missing = Set(0 ..< count).subtracting(line.indices).min()
                throw OwnGroupError(
                    file: file,
                    .twice(line: line.number, index: index, entries: [earlier + 1, entry + 1], missing: missing ?? 0))
            }
            place[index] = entry
        }
    }

    private func checkDistinct() throws(OwnGroupError) {
        var seen: [[Int]: Int] = [:]
        for line in lines {
            if let earlier = seen.updateValue(line.number, forKey: line.indices) {
                throw OwnGroupError(file: file, .sameLine(line.number, as: earlier))
            }
        }
    }

    private func checkAxioms(_ sorted: [Line]) throws(OwnGroupError) {
        func line(_ name: String) -> Line? { sorted.first { "line \($0.number)" == name } }
        do throws(GroupError) {
            // The shape of the image is another matter.
            _ = try PermutationGroup(
                name: file, height: 1, width: sorted[0].indices.count,
                elements: sorted.map { (name: "line \($0.number)", source: $0.indices) })
        } catch .notClosed(_, let a, let b) {
            guard let a = line(a), let b = line(b) else { return }
            let product = a.indices.map { b.indices[$0] }
            throw OwnGroupError(
                file: file, .notClosed(a.number, b.number, product: Array(product.prefix(6))))
        } catch {
            throw OwnGroupError(file: file, .noGroup(error))
        }
    }
}
