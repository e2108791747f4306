import Core
import Testing

/// The named groups against the definitions of their elements, on images whose pixels are all
/// different.
@Suite struct NamedGroupsTests {
    static func group(_ name: String, height: Int, width: Int) throws -> PermutationGroup {
        try PermutationGroup(#require(GroupName(name)), height: height, width: width)
    }

    /// gx of the image whose pixel p holds p, as rows.
    static func transformed(_ group: PermutationGroup, _ element: Int) -> [[Int]] {
        let source = group.source(of: element).map { Int($0) }
        return (0 ..< group.height).map { Array(source[$0 * group.width ..< ($0 + 1) * group.width]) }
    }

    static func image(_ height: Int, _ width: Int) -> [[Int]] {
        (0 ..< height).map { y in (0 ..< width).map { y * width + $0 } }
    }

    /// A quarter turn counter-clockwise: the last column becomes the first row.
    static func turned(_ image: [[Int]]) -> [[Int]] {
        image[0].indices.reversed().map { x in image.map { $0[x] } }
    }

    /// `amount` places to the right, what leaves comes in at the left.
    static func shifted<Element>(_ line: [Element], by amount: Int) -> [Element] {
        Array(line.suffix(amount) + line.dropLast(amount))
    }

    @Test func quarterTurnOfASmallImage() throws {
        let group = try Self.group("R4", height: 2, width: 2)
        #expect(group.elementNames == ["e", "r90", "r180", "r270"])
        #expect(Self.transformed(group, 1) == [[1, 3], [0, 2]])
    }

    @Test(arguments: [1, 2, 3, 4, 7, 36])
    func rotations(side: Int) throws {
        guard side > 1 else {
            // On one pixel all four are the same permutation.
            #expect(throws: GroupError.repeated(group: "R4", element: "r90", earlier: "e")) {
                try Self.group("R4", height: 1, width: 1)
            }
            return
        }
        let group = try Self.group("R4", height: side, width: side)
        #expect(group.order == 4 && group.name == "R4" && group.pixels == side * side)
        var expected = Self.image(side, side)
        for element in 0 ..< 4 {
            #expect(Self.transformed(group, element) == expected)
            expected = Self.turned(expected)
        }
        #expect(group.inverses == [0, 3, 2, 1])
        for a in 0 ..< 4 {
            for b in 0 ..< 4 { #expect(group.product(a, b) == (a + b) % 4) }
        }
    }

    @Test func translationOfOneRow() throws {
        let group = try Self.group("T3", height: 1, width: 6)
        #expect(group.elementNames == ["e", "x2", "x4"])
        #expect(Self.transformed(group, 1) == [[4, 5, 0, 1, 2, 3]])
        #expect(Self.transformed(group, 2) == [[2, 3, 4, 5, 0, 1]])
    }

    @Test(arguments: [("T3", 36, 36), ("T3", 2, 9), ("T2", 4, 6), ("T4", 3, 4), ("T36", 36, 36)])
    func translationsAlongX(name: String, height: Int, width: Int) throws {
        let group = try Self.group(name, height: height, width: width)
        let order = group.order
        for k in 0 ..< order {
            let shift = k * width / order
            let expected = Self.image(height, width).map { Self.shifted($0, by: shift) }
            #expect(Self.transformed(group, k) == expected)
            #expect(group.elementNames[k] == (k == 0 ? "e" : "x\(shift)"))
            #expect(group.inverses[k] == (order - k) % order)
        }
    }

    @Test(arguments: [("T3y", 36, 36), ("T3y", 9, 2), ("T2y", 4, 7)])
    func translationsAlongY(name: String, height: Int, width: Int) throws {
        let group = try Self.group(name, height: height, width: width)
        for k in 0 ..< group.order {
            let shift = k * height / group.order
            // Downwards, as y grows.
            #expect(Self.transformed(group, k) == Self.shifted(Self.image(height, width), by: shift))
            #expect(group.elementNames[k] == (k == 0 ? "e" : "y\(shift)"))
        }
    }

    @Test(arguments: [2, 3, 6, 36])
    func dihedral(side: Int) throws {
        let group = try Self.group("D4", height: side, width: side)
        #expect(group.elementNames == ["e", "r90", "r180", "r270", "m", "mr90", "mr180", "mr270"])
        var plain = Self.image(side, side)
        var mirrored = plain.map { Array($0.reversed()) }
        for element in 0 ..< 4 {
            #expect(Self.transformed(group, element) == plain)
            #expect(Self.transformed(group, 4 + element) == mirrored, "first mirrored, then turned")
            plain = Self.turned(plain)
            mirrored = Self.turned(mirrored)
        }
        // Every mirror image undoes itself.
        #expect(group.inverses == [0, 3, 2, 1, 4, 5, 6, 7])
        #expect(group.product(1, 4) != group.product(4, 1), "D4 does not commute")
    }

    @Test(arguments: [(1, 2), (3, 4), (36, 36)])
    func flip(height: Int, width: Int) throws {
        let group = try Self.group("F2", height: height, width: width)
        #expect(group.elementNames == ["e", "m"])
        #expect(Self.transformed(group, 0) == Self.image(height, width))
        #expect(Self.transformed(group, 1) == Self.image(height, width).map { Array($0.reversed()) })
        #expect(group.inverses == [0, 1] && group.product(1, 1) == 0)
    }
}
