import Foundation
import Testing

@testable import Core

/// Permutation files: what they may look like, and what is said of those that are no group. The wording is an
/// interface.
@Suite struct OwnGroupTests {
    private func read(_ text: String, name: String = "mine") throws -> OwnGroup {
        try OwnGroup(name: name, text: text, file: "g.txt")
    }

    @Test func `comments, commas, tabs and blank lines; the identity on any line`() throws {
        let plain = try read("0 1 2 3\n1 0 3 2\n")
        #expect(plain.permutations == [[0, 1, 2, 3], [1, 0, 3, 2]])
        for text in [
            "# title\n\n1,0, 3,2 # swapped\r\n\t0\t1  2 3", "1 0 3 2\r\n0 1 2 3\r\n", "  1 0 3 2\n#\n0 1 2 3#e\n\n",
        ] {
            let other = try read(text)
            #expect(other.permutations == plain.permutations && other.digest == plain.digest)
            #expect(other.groupName == plain.groupName && other.text == text)
        }
        // Another order of the others is another group: the same draw would mean another element.
        let a = try read("0 1 2\n1 2 0\n2 0 1\n")
        let b = try read("0 1 2\n2 0 1\n1 2 0\n")
        #expect(a.digest != b.digest && a.digest.count == 12)
        #expect(try read("0 1\n1 0\n", name: "x").digest == read("0 1\n1 0\n", name: "y").digest)
    }

    static let errors: [(String, String)] = [
        ("", "has no elements; expected one permutation per line, the identity among them"),
        ("# nothing\n\n", "has no elements; expected one permutation per line, the identity among them"),
        ("0 1\n1 x\n",
            "line 2, entry 2: expected a pixel's index, a whole number from 0, found 'x'; comments begin with #"),
        ("0 1\n1 -0\n",
            "line 2, entry 2: expected a pixel's index, a whole number from 0, found '-0'; comments begin with #"),
        ("0 1\n1 99999999999999999999\n",
            "line 2, entry 2: expected a pixel's index, a whole number from 0, found '99999999999999999999'; "
                + "comments begin with #"),
        ("# a\n0 1 2\n1 0\n", "line 3: expected 3 indices as on line 2, found 2; one element takes one line"),
        ("0 1 2\n1 3 0\n", "line 2, entry 2: index 3 is outside 0…2; indices count from 0"),
        ("0 1 2\n2 1 2\n",
            "line 2: index 2 stands there twice, as entries 1 and 3, and 0 not at all; a permutation has each index once"),
        ("0 1\n1 0\n\n1 0\n", "lines 2 and 4 are the same permutation; delete one of the two"),
        ("1 0\n", "identity axiom: no line leaves every pixel in place; add the line 0 1 2 … 1"),
        ("0 1\n", "the identity on line 1 is the only element, and there is nothing to be invariant to; add another element"),
        // A three-cycle without its square.
        ("0 1 2\n\n1 2 0\n",
            "closure axiom: line 3 applied twice is on no line; add it (entry i is the entry of line 3 at the "
                + "index on line 3: 2 0 1 …), or delete line 3"),
        // Two mirror images without the turn that they make.
        ("0 1 2 3\n1 0 2 3\n0 2 1 3\n",
            "closure axiom: the product of lines 2 and 3 is on no line; add it (entry i is the entry of line 3 at the "
                + "index on line 2: 2 0 1 3 …), or delete one of the two"),
    ]

    @Test(arguments: errors) func `what is no group`(text: String, message: String) {
        let error = #expect(throws: OwnGroupError.self) { try read(text) }
        #expect(error?.description == "g.txt: \(message)")
    }

    @Test func `at most 64 elements`() throws {
        func cycle(_ n: Int) -> String {
            (0 ..< n).map { k in (0 ..< n).map { "\(($0 + k) % n)" }.joined(separator: " ") }.joined(separator: "\n")
        }
        #expect(try read(cycle(64)).permutations.count == 64)
        let error = #expect(throws: OwnGroupError.self) { try read(cycle(65)) }
        #expect(error?.description == "g.txt: line 65: expected at most 64 elements; a group of fewer may do as well")
        let long = (0 ... 65_536).map(String.init).joined(separator: " ")
        #expect(throws: OwnGroupError.self) { try read(long) }
    }

    @Test func `files that cannot be read`() throws {
        try withTemporaryFolder { folder in
            func error(_ path: String) -> String? {
                do throws(OwnGroupError) {
                    _ = try OwnGroup(name: "mine", path: path)
                    return nil
                } catch { return error.text }
            }
            #expect(error(folder.path + "/none")?.hasPrefix("cannot be read: No such file or directory; expected") == true)
            #expect(error(folder.path)?.hasPrefix("is no regular file") == true)
            // A pipe that nobody writes to must not be waited for.
            #expect(mkfifo(folder.path + "/pipe", 0o600) == 0)
            #expect(error(folder.path + "/pipe")?.hasPrefix("is no regular file") == true)
            try Data([0x30, 0xFF, 0xFE]).write(to: folder.appendingPathComponent("bytes"))
            #expect(error(folder.path + "/bytes")?.hasPrefix("is not a text file") == true)
        }
    }

    private func text(_ group: PermutationGroup) -> String {
        (0 ..< group.order).map { group.source(of: $0).map(String.init).joined(separator: " ") }.joined(separator: "\n")
    }

    @Test(arguments: ["R4", "T4", "D4", "F2"]) func `a built-in group written out is that group`(_ name: String) throws {
        let built = try TinyData.group(name)
        let own = try read(text(built)).group(height: 8, width: 8, pad: 1)
        #expect(own.sources == built.sources && own.products == built.products && own.inverses == built.inverses)
        #expect(own.name.hasPrefix("mine#\(built.order)-") && own.elementNames[0] == "e")
    }

    @Test func `permutations of the bare image leave its padding in place`() throws {
        let name = try #require(GroupName("R4"))
        let bare = try PermutationGroup(name, height: 6, width: 6)
        let own = try read(text(bare)).group(height: 8, width: 8, pad: 1)
        let whole = try TinyData.group("R4")
        let inner = (1 ..< 7).flatMap { y in (1 ..< 7).map { y * 8 + $0 } }
        for element in 0 ..< 4 {
            let (found, turned) = (Array(own.source(of: element)), Array(whole.source(of: element)))
            for pixel in 0 ..< 64 {
                #expect(Int(found[pixel]) == (inner.contains(pixel) ? Int(turned[pixel]) : pixel))
            }
        }
        let error = #expect(throws: GroupError.self) { try read("0 1 2\n1 2 0\n2 0 1").group(height: 8, width: 8, pad: 1) }
        #expect(
            error?.description == "group mine: expected permutations of 64 pixels (the padded 8×8 image) or 36 (without its "
                + "padding, which then stays in place), found 3")
    }

    @Test func `its name is name, order and content, and reads back`() throws {
        let own = try read("0 1\n1 0\n", name: "a.b-c_d")
        let text = own.groupName.description
        #expect(text == "a.b-c_d#2-\(own.digest)" && own.groupName.label == "a.b-c_d" && own.groupName.order == 2)
        #expect(GroupName(text) == own.groupName && own.groupName.isOwn)
        #expect(try JSONDecoder().decode([GroupName].self, from: JSONEncoder().encode([own.groupName])) == [own.groupName])
        for wrong in [
            "mine#", "mine#2", "#2-0123456789ab", "mine#2-0123456789a", "mine#2-0123456789aB", "mine#1-0123456789ab",
            "mine#02-0123456789ab", "mine#2-0123456789ab#", "mine#-2-0123456789ab", "mine#2-0123456789abc",
        ] { #expect(GroupName(wrong) == nil, "\(wrong)") }
        #expect(throws: GroupError.notLoaded(group: text)) { try PermutationGroup(own.groupName, height: 1, width: 2) }
    }

    /// What the documentation offers to begin with.
    @Test func `the example beside the sweeps is the mirror image along the diagonal`() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../../sweeps/groups-example.txt").path
        let group = try OwnGroup(name: "diagonal", path: path).group(height: 36, width: 36, pad: 4)
        #expect(group.order == 2)
        for y in 0 ..< 36 { for x in 0 ..< 36 { #expect(Int(group.source(of: 1)[1296 + y * 36 + x]) == x * 36 + y) } }
    }
}
