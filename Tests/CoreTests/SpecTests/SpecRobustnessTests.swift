import Testing

@testable import Core

/// Whatever is read, the answer is a sweep or a message; never a crash.
@Suite struct SpecRobustnessTests {
    private func describe(_ text: String) -> String {
        do {
            _ = try SpecLoader.parse(text, path: "s.yaml")
            return ""
        } catch {
            #expect(!error.diagnostics.isEmpty)
            return error.description
        }
    }

    @Test func deepNesting() {
        #expect(describe(String(repeating: "[", count: 5000)).contains("not valid YAML"))
        let nested = "name: " + String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
        #expect(describe(nested).contains("nests too deeply"))
        // Those the YAML parser refuses itself.
        let more = describe("name: " + String(repeating: "[", count: 20_000))
        #expect(more.contains("this nests too deeply; expected a few levels of brackets"), "\(more.prefix(200))")
    }

    @Test func theLargestSweepIsReadBackAsItIsWritten() throws {
        let text = "name: s\nmethods: [DA]\ngroups: [R4]\nseeds: 10000\n"
        let spec = try SpecLoader.parse(text, path: "s.yaml").spec
        #expect(spec.seeds.count == 10_000)
        #expect(try SpecLoader.parse(SpecWriter.yaml(spec), path: "s.yaml").spec == spec)
    }

    /// What is out of bounds is told, and never carried out on the way to other checks, in a variant neither.
    @Test(arguments: [
        ("nu: {logspace: [1, .inf, 5]}", "nu.logspace"), ("nu: {logspace: [.nan, 10, 5]}", "nu.logspace"),
        ("nu: {logspace: [0, 10, 5]}", "nu.logspace"), ("nu: {logspace: [1, 10, 1000000000000]}", "nu.logspace"),
        ("seeds: 1000000000000", "seeds"), ("seeds: 9223372036854775807", "seeds"),
        ("data: {train: 9223372036854775807}", "data.train"), ("training: {epochs: 9223372036854775807}", "training.epochs"),
        ("measure: [latent, decay]\nlatent: {samples: 9223372036854775807}", "latent.samples"),
        ("measure: [decay]\ndecay: {samples: 9223372036854775807}", "decay.samples"),
    ]) func numbersWithoutBounds(text: String, key: String) {
        let head = "name: s\nmethods: [IR]\ngroups: [R4]\n"
        #expect(describe(head + text + "\n").contains(key))
        // A variant has neither measures of its own nor their options.
        guard !text.hasPrefix("measure") else { return }
        #expect(describe(head + "variants:\n  - name: v\n    \(text)\n").contains(key))
    }

    /// The analyses' limits multiply by the order of a group, which of one that fits no image may be anything.
    @Test(arguments: ["latent", "decay"]) func groupsWithoutBounds(analysis: String) {
        let text = "name: s\nmethods: [DA]\ngroups: [T9223372036854775807]\nmeasure: [\(analysis)]\n"
        #expect(describe(text).contains("T9223372036854775807 does not fit"))
        #expect(describe(text + "data: {pad: 99}\n").contains("data.pad"))
    }

    @Test func multiplyingAliases() {
        var text = "x-0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n"
        for level in 1 ... 12 {
            let alias = "*a\(level - 1)"
            text += "x-\(level): &a\(level) [\(Array(repeating: alias, count: 10).joined(separator: ", "))]\n"
        }
        #expect(describe(text + "name: x\n").contains("expands to more than 100000 values"))
    }

    @Test func aliasesOfThemselvesAndAsKeys() {
        #expect(describe("name: &a [*a]\n").contains("found undefined alias"))
        #expect(describe("name: &a x\n*a : 1\n*a : 2\n").contains("duplicate key x"))
        #expect(describe("&k name: x\n&k name: y\n").contains("duplicate key name"))
        #expect(describe("name: &a x\n*a : 1\n").contains("x: unknown key"))
    }

    @Test func aMistakeBehindAliasesIsToldOnce() {
        let text = describe("name: x\ngroups: [R4]\nmethods: [IR]\nx-a: &a {epochs: 1, epochs: 2}\ntraining: *a\n")
        #expect(text.components(of: "duplicate key") == 1)
    }

    @Test func damagedFiles() {
        let whole = Array(
            """
            name: x   # comment
            data: {source: mnist, fallback: strokes, train: 100}
            groups: [R4, T3]
            methods: [WT, DA, IR]
            seeds: &s [0, 1]
            nu: {smallest: SI >= 0.95, from: 0.01, to: 1000}
            training:
              <<: {epochs: 3}
              batch: 10
              hidden: [128, "128"]
            """.unicodeScalars)
        let strange: [Unicode.Scalar] = [
            "\u{0}", "\t", "\n", "\r", "\u{85}", "\u{2028}", "\u{E000}", "\u{1F600}", "&", "*", "!", "|", ">", "%", "@", "`",
            "'", "\"", "[", "]", "{", "}", ",", ":", "-", "?", "#", "<", "9", ".", "e", " ",
        ]
        for seed in 0 ..< 3000 {
            var stream = RandomStream(seed: UInt64(seed), purpose: .test, index: 3)
            var scalars = whole
            for _ in 0 ... stream.integer(below: 4) {
                let at = Int(stream.integer(below: UInt32(scalars.count)))
                let scalar = strange[Int(stream.integer(below: UInt32(strange.count)))]
                switch stream.integer(below: 4) {
                case 0: scalars[at] = scalar
                case 1: scalars.insert(scalar, at: at)
                case 2: scalars.remove(at: at)
                default:
                    let end = min(at + Int(stream.integer(below: 30)), scalars.count)
                    scalars.insert(contentsOf: scalars[at ..< end], at: Int(stream.integer(below: UInt32(scalars.count))))
                }
            }
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars)
            _ = describe(String(text))
        }
    }

    @Test func everyPrefix() {
        let text = "name: \"x\"\ngroups: [R4, &a T3]\nmethods: {<<: *a}\nnu: {smallest: SI >= 0.95}\n"
        for length in 0 ... text.count { _ = describe(String(text.prefix(length))) }
    }
}

extension String {
    fileprivate func components(of part: String) -> Int {
        indices.count { self[$0...].hasPrefix(part) }
    }
}
