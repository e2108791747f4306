import Core
import Testing

/// Permutations that are no group, and what the message says. The wording is an interface.
@Suite struct GroupErrorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let error: GroupError
        let text: String
        var height = 1
        var width = 3
        let elements: [(name: String, source: [Int])]

        var testDescription: String { text }
    }

    static let cases = [
        Case(
            error: .empty(group: "g"), text: "group g: no elements; a group has at least the identity", elements: []),
        Case(
            error: .imageTooLarge(group: "g", pixels: 65_537),
            text: "group g: 65537 pixels; images of up to 65,536 pixels are supported", width: 65_537,
            elements: [("e", [0])]),
        Case(
            error: .wrongLength(group: "g", element: "a", expected: 3, found: 2),
            text: "group g, element a: expected a permutation of 3 pixels, found 2 numbers",
            elements: [("e", [0, 1, 2]), ("a", [1, 0])]),
        Case(
            error: .pixelOutside(group: "g", element: "a", place: 1, pixel: 3, pixels: 3),
            text: "group g, element a, place 1: pixel 3 is outside 0…2", elements: [("e", [0, 1, 2]), ("a", [1, 3, 0])]),
        Case(
            error: .pixelOutside(group: "g", element: "e", place: 0, pixel: -1, pixels: 3),
            text: "group g, element e, place 0: pixel -1 is outside 0…2", elements: [("e", [-1, 1, 2])]),
        Case(
            error: .pixelTwice(group: "g", element: "a", pixel: 1),
            text: "group g, element a: pixel 1 stands there twice; a permutation names each once",
            elements: [("e", [0, 1, 2]), ("a", [1, 0, 1])]),
        Case(
            error: .repeated(group: "g", element: "b", earlier: "a"),
            text: "group g: elements a and b are the same permutation; name each once",
            elements: [("e", [0, 1, 2]), ("a", [1, 0, 2]), ("b", [1, 0, 2])]),
        Case(
            error: .noIdentity(group: "g", first: "a"),
            text: "group g, identity axiom: the first element (a) must leave every pixel in place",
            elements: [("a", [1, 0, 2]), ("e", [0, 1, 2])]),
        // A three-cycle without its square.
        Case(
            error: .notClosed(group: "g", a: "a", b: "a"),
            text: "group g, closure axiom: the product of a and a is not among the elements",
            elements: [("e", [0, 1, 2]), ("a", [1, 2, 0])]),
        Case(
            error: .notClosed(group: "g", a: "a", b: "b"),
            text: "group g, closure axiom: the product of a and b is not among the elements",
            elements: [("e", [0, 1, 2]), ("a", [1, 0, 2]), ("b", [0, 2, 1])]),
    ]

    @Test(arguments: cases)
    func notAGroup(wrong: Case) {
        let error = #expect(throws: GroupError.self) {
            try PermutationGroup(name: "g", height: wrong.height, width: wrong.width, elements: wrong.elements)
        }
        #expect(error == wrong.error)
        #expect(error?.description == wrong.text)
    }

    struct Misfit: Sendable, CustomTestStringConvertible {
        let name: String
        let height: Int
        let width: Int
        let error: GroupError
        let text: String

        var testDescription: String { text }
    }

    static let misfits = [
        Misfit(
            name: "R4", height: 28, width: 36, error: .notSquare(group: "R4", height: 28, width: 36),
            text: "group R4: rotations by 90° need a square image, and it is 36×28"),
        Misfit(
            name: "D4", height: 3, width: 2, error: .notSquare(group: "D4", height: 3, width: 2),
            text: "group D4: rotations by 90° need a square image, and it is 2×3"),
        Misfit(
            name: "T5", height: 36, width: 36, error: .doesNotDivide(group: "T5", order: 5, axis: .x, length: 36),
            text: "group T5: 5 does not divide the image's length along x, 36 pixels; "
                + "these do: 2, 3, 4, 6, 9, 12, 18, 36"),
        Misfit(
            name: "T4y", height: 6, width: 8, error: .doesNotDivide(group: "T4y", order: 4, axis: .y, length: 6),
            text: "group T4y: 4 does not divide the image's length along y, 6 pixels; these do: 2, 3, 6"),
        Misfit(
            name: "T72", height: 36, width: 36, error: .doesNotDivide(group: "T72", order: 72, axis: .x, length: 36),
            text: "group T72: 72 does not divide the image's length along x, 36 pixels; "
                + "these do: 2, 3, 4, 6, 9, 12, 18, 36"),
        Misfit(
            name: "F2", height: 4, width: 1, error: .repeated(group: "F2", element: "m", earlier: "e"),
            text: "group F2: elements e and m are the same permutation; name each once"),
    ]

    @Test(arguments: misfits)
    func doesNotFitTheImage(misfit: Misfit) {
        let error = #expect(throws: GroupError.self) {
            try NamedGroupsTests.group(misfit.name, height: misfit.height, width: misfit.width)
        }
        #expect(error == misfit.error)
        #expect(error?.description == misfit.text)
    }

    /// Permutations that passed the earlier checks cannot fail these; the words are tested all the same.
    @Test func axiomsThatPermutationsCannotBreakAlone() {
        #expect(
            GroupError.noInverse(group: "g", element: "a").description
                == "group g, inverse axiom: no element undoes a")
        #expect(
            GroupError.notAssociative(group: "g", a: "a", b: "b", c: "c").description
                == "group g, associativity axiom: (a·b)·c differs from a·(b·c)")
    }
}
