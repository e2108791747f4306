import Foundation
import Testing

@testable import Core

/// `groups: [{name: mine, permutations: my_group.txt}]` in sweep files.
@Suite struct OwnGroupSpecTests {
    /// 28×28 pixels, so that it fits with any padding.
    private static func swap(_ a: Int, _ b: Int) -> String {
        let identity = Array(0 ..< 784)
        var other = identity
        other.swapAt(a, b)
        return [identity, other].map { $0.map(String.init).joined(separator: " ") }.joined(separator: "\n") + "\n"
    }

    /// 900 are those of 28×28 with one pixel around.
    private static func identity(_ pixels: Int) -> String {
        [Array(0 ..< pixels), Array((0 ..< pixels).reversed())].map { $0.map(String.init).joined(separator: " ") }
            .joined(separator: "\n")
    }

    /// A cycle of three without its square.
    private static var open: String {
        let identity = Array(0 ..< 784)
        return [identity, [1, 2, 0] + identity.dropFirst(3)].map { $0.map(String.init).joined(separator: " ") }
            .joined(separator: "\n") + "\n"
    }

    private func load(_ groups: String, in folder: URL, more: String = "") throws(SpecErrors) -> SweepSpec {
        try SpecLoader.parse(
            "name: x\ngroups: \(groups)\nmethods: [DA]\n" + more, path: folder.path + "/s.yaml"
        ).spec
    }

    private func message(_ groups: String, in folder: URL, more: String = "") -> String {
        do throws(SpecErrors) {
            _ = try load(groups, in: folder, more: more)
            return "none"
        } catch {
            return error.diagnostics.map { $0.message.replacingOccurrences(of: folder.path, with: "~") }.joined(separator: "\n")
        }
    }

    @Test func `a path is found from the sweep file, and decides no identity`() throws {
        try withTemporaryFolder { folder in
            let deeper = folder.appendingPathComponent("deeper")
            try FileManager.default.createDirectory(at: deeper, withIntermediateDirectories: true)
            try Data(Self.swap(3, 4).utf8).write(to: folder.appendingPathComponent("a.txt"))
            try Data(("# a comment\n" + Self.swap(3, 4)).utf8).write(to: deeper.appendingPathComponent("b.txt"))
            try Data(Self.swap(3, 5).utf8).write(to: folder.appendingPathComponent("c.txt"))
            let specs = try [
                "[R4, {name: mine, permutations: a.txt}]", "[R4, {name: mine, permutations: deeper/b.txt}]",
                "[R4, {name: mine, permutations: \"\(deeper.path)/b.txt\"}]", "[R4, {name: mine, permutations: c.txt}]",
            ].map { try load($0, in: folder) }
            let ids = specs.map { spec in
                let data = DataIdentity(dataset: .strokes, digest: "d", request: spec.data)
                return SweepPlan(spec: spec, data: data).ids.map(\.text)
            }
            #expect(ids[0] == ids[1] && ids[1] == ids[2])
            #expect(Set(ids[0]).intersection(ids[3]).count == 4, "R4's four seeds, and nothing of mine")
            #expect(specs[0].groups.map(\.label) == ["R4", "mine"])
            #expect(specs[0].ownGroups.count == 1 && specs[0].ownGroups[specs[0].groups[1]]?.pixels == 784)
            let job = Job(
                data: DataIdentity(dataset: .strokes, digest: "d", request: specs[0].data), group: specs[0].groups[1],
                method: .DA, seed: 0, training: specs[0].training)
            #expect(job.label.hasPrefix("mine DA") && job.id != "")
        }
    }

    @Test func `the resolved file reads back from a results folder, and notices another content`() throws {
        try withTemporaryFolder { folder in
            try Data(Self.swap(0, 783).utf8).write(to: folder.appendingPathComponent("a.txt"))
            let spec = try load(
                "[{name: mine, permutations: a.txt}]", in: folder,
                more: "variants: [{name: v}, {name: w, groups: [R4, {name: mine, permutations: a.txt}]}]\n")
            #expect(spec.variants.map { $0.groups.map(\.label) } == [["mine"], ["R4", "mine"]])
            #expect(spec.variants.allSatisfy { $0.ownGroups.count == 1 })
            let results = ResultsFolder(folder.appendingPathComponent("r"))
            try results.create()
            try results.writeGroups(spec.ownGroups.values)
            let text = SpecWriter.yaml(spec)
            let digest = try #require(spec.ownGroups.values.first?.digest)
            #expect(text.contains("groups: [{name: mine, permutations: groups/mine.txt, digest: \"\(digest)\"}]"))
            try Data(text.utf8).write(to: results.specification)
            let read = try SpecLoader.load(path: results.specification.path).spec
            #expect(read == spec && SpecWriter.yaml(read) == text)
            #expect(try results.ownGroups(spec.groups + [#require(GroupName("R4"))]) == spec.ownGroups)

            try Data(Self.swap(0, 1).utf8).write(to: results.group("mine"))
            let error = #expect(throws: SpecErrors.self) { try SpecLoader.load(path: results.specification.path) }
            #expect(error?.description.contains("expected the digest \(digest), found ") == true)
            #expect(throws: OwnGroupError.self) { try results.ownGroups(spec.groups) }
        }
    }

    /// The lengths are those that the sweep allows: its paddings, also the variants'.
    @Test func `what a line may be long follows from the padding`() throws {
        try withTemporaryFolder { folder in
            try Data("0 1 2\n1 0 2\n".utf8).write(to: folder.appendingPathComponent("s.txt"))
            let rows = [
                ("data: {pad: 0}\n", "784 entries (28×28)"),
                ("data: {pad: 1}\n", "784 entries (28×28) or 900 (30×30 with its padding)"),
                ("variants: [{name: v, data: {pad: 0}}, {name: w}, {name: x, data: {pad: 1}}]\n",
                    "784 entries (28×28) or 900 (30×30 with its padding) or 1296 (36×36 with its padding)"),
                ("data: {pad: x}\n", "784 entries (28×28) or 1296 (36×36 with its padding)"),
            ]
            for (more, expected) in rows {
                let found = message("[{name: mine, permutations: s.txt}]", in: folder, more: more)
                #expect(found.contains("~/s.txt: line 1: expected \(expected), found 3; "), "\(found)")
            }
        }
    }

    @Test func `the command line may bring one`() throws {
        try withTemporaryFolder { folder in
            try Data(Self.swap(1, 2).utf8).write(to: folder.appendingPathComponent("a.txt"))
            let spec = try SpecLoader.parse(
                "name: x\ngroups: [R4]\nmethods: [DA]\n", path: folder.path + "/s.yaml",
                overrides: ["groups=[{name: mine, permutations: a.txt}]"]
            ).spec
            #expect(spec.groups.map(\.label) == ["mine"])
        }
    }

    @Test func `what is said of those that are wrong`() throws {
        try withTemporaryFolder { folder in
            let files = [
                "a.txt": Self.swap(1, 2), "b.txt": Self.swap(1, 3), "short.txt": "0 1 2\n1 2 0\n",
                "cut.txt": "# mine\n" + Self.swap(1, 2) + "0 1 2\n", "open.txt": Self.open, "wide.txt": Self.identity(900),
            ]
            for (name, text) in files { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
            let rows = [
                ("[{name: mine}]", "2:10: groups.permutations: missing; add for instance permutations: my_group.txt"),
                ("[{permutations: a.txt}]", "2:10: groups.name: missing; add for instance name: mine"),
                ("[{nmae: mine, permutations: a.txt}]", "2:11: groups.nmae: unknown key; did you mean groups.name?"),
                ("[{name: R4, permutations: a.txt}]",
                    "2:17: groups: R4 is the name of a group that is built in; expected another name"),
                ("[{name: mine, permutations: []}]",
                    "2:37: groups.permutations: expected the path of a permutation file, found an empty list"),
                ("[{name: mine, permutations: short.txt}]",
                    "2:37: groups: ~/short.txt: line 1: expected 784 entries (28×28) or 1296 (36×36 with its padding), "
                        + "found 3; one element takes one line, an index for each pixel"),
                ("[{name: mine, permutations: cut.txt}]",
                    "2:37: groups: ~/cut.txt: line 4: expected 784 entries (28×28) or 1296 (36×36 with its padding), "
                        + "found 3; one element takes one line, an index for each pixel"),
                ("[mine#2-0123456789ab]",
                    "2:10: groups: the permutations of mine are in a file; expected {name: mine, permutations: the file's path}"),
                ("[{name: mine, permutations: none.txt}]",
                    "2:37: groups: ~/none.txt: cannot be read: No such file or directory; expected a permutation file, "
                        + "its path as seen from the sweep file"),
                ("[{name: mine, permutations: open.txt}]",
                    "2:37: groups: ~/open.txt: closure axiom: line 2 applied twice is on no line; add it (entry i is "
                        + "the entry of line 2 at the index on line 2: 2 0 1 3 4 5 …), or delete line 2"),
                // What a file of this length is for there is, with another padding.
                ("[{name: mine, permutations: wide.txt}]",
                    "2:10: groups: mine does not fit: expected permutations of 1296 pixels (the image of 36×36, 28 and the "
                        + "padding) or 784 (28×28: the padding stays in place), found 900"),
                ("[{name: mine, permutations: a.txt}, {name: mine, permutations: b.txt}]",
                    "2:45: groups: mine is listed twice; delete one of the two"),
                ("[{name: mine, permutations: a.txt, digest: 0123456789ab}]", nil),
            ] as [(String, String?)]
            for (groups, expected) in rows {
                let found = message(groups, in: folder)
                if let expected {
                    #expect(found.split(separator: "\n").first.map(String.init) == "~/s.yaml:\(expected)", "\(groups)")
                } else {
                    #expect(found.contains("a.txt has other permutations: expected the digest 0123456789ab, found "), "\(found)")
                }
            }
            let two = message(
                "[{name: mine, permutations: a.txt}]", in: folder,
                more: "variants: [{name: v, groups: [{name: mine, permutations: b.txt}]}]\n")
            #expect(two.contains("two groups are named mine, of different permutations; expected a name for each"), "\(two)")
        }
    }
}
