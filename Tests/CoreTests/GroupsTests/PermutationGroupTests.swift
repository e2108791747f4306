import Core
import Testing

/// The axioms on every named group, and what the accessors promise.
@Suite struct PermutationGroupTests {
    static let names = ["R4", "T2", "T3", "T3y", "T6", "D4", "F2"]

    @Test("products, inverses and associativity", arguments: names)
    func axioms(name: String) throws {
        let group = try NamedGroupsTests.group(name, height: 6, width: 6)
        let elements = 0 ..< group.order
        for a in elements {
            #expect(group.product(0, a) == a && group.product(a, 0) == a)
            #expect(group.product(a, group.inverses[a]) == 0 && group.product(group.inverses[a], a) == 0)
            // Rows and columns of the table are permutations of the group.
            #expect(Set(elements.map { group.product(a, $0) }).count == group.order)
            #expect(Set(elements.map { group.product($0, a) }).count == group.order)
            for b in elements {
                for c in elements {
                    #expect(group.product(group.product(a, b), c) == group.product(a, group.product(b, c)))
                }
            }
        }
    }

    /// An action: (ab)x = a(bx), with (gx)(p) = x(source_g(p)).
    @Test("the product's permutation is b's, then a's, on images", arguments: names)
    func action(name: String) throws {
        let group = try NamedGroupsTests.group(name, height: 6, width: 6)
        let image = (0 ..< 36).map { ($0 * 17 + 3) % 251 }
        func act(_ element: Int, _ x: [Int]) -> [Int] { group.source(of: element).map { x[Int($0)] } }
        for a in 0 ..< group.order {
            #expect(act(group.inverses[a], act(a, image)) == image)
            for b in 0 ..< group.order {
                #expect(act(group.product(a, b), image) == act(a, act(b, image)))
            }
        }
    }

    @Test func sourcesForKernels() throws {
        let group = try NamedGroupsTests.group("D4", height: 5, width: 5)
        #expect(group.sources.count == 8 * 25)
        for element in 0 ..< 8 {
            let copied = group.withSource(of: element) { source in (0 ..< 25).map { source[$0] } }
            #expect(copied == Array(group.source(of: element)))
            #expect(copied.sorted() == (0 ..< 25).map { UInt16($0) })
        }
    }

    @Test func userDefinedGroup() throws {
        let group = try PermutationGroup(
            name: "swap", height: 1, width: 3, elements: [("same", [0, 1, 2]), ("ends", [2, 1, 0])])
        #expect(group.order == 2 && group.elementNames == ["same", "ends"] && group.inverses == [0, 1])
        #expect(group.products == [0, 1, 1, 0])
    }

    @Test func trivialGroup() throws {
        let group = try PermutationGroup(name: "one", height: 2, width: 2, elements: [("e", [0, 1, 2, 3])])
        #expect(group.order == 1 && group.products == [0] && group.inverses == [0])
    }

    @Test func largestImage() throws {
        let pixels = 65_536
        let group = try PermutationGroup(
            name: "big", height: 256, width: 256,
            elements: [("e", Array(0 ..< pixels)), ("back", Array((0 ..< pixels).reversed()))])
        #expect(group.source(of: 1).first == 65_535 && group.source(of: 1).last == 0)
    }

    @Test func equality() throws {
        let group = try NamedGroupsTests.group("R4", height: 6, width: 6)
        #expect(try group == NamedGroupsTests.group("R4", height: 6, width: 6))
        #expect(try group != NamedGroupsTests.group("R4", height: 4, width: 4))
        #expect(try group != NamedGroupsTests.group("D4", height: 6, width: 6))
    }
}
