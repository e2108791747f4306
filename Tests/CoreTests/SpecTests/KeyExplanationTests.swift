import Foundation
import Testing

@testable import Core

@Suite struct KeyExplanationTests {
    @Test func aKey() throws {
        #expect(try KeyExplanation("training.epochs").lines == [
            "training.epochs", "", "  Passes over the train split.", "",
            "  expects  a whole number from 1 to 1000000", "  default  300", "  example  training: {epochs: 30}",
            "           --set 'training.epochs=30'",
        ])
        #expect(try KeyExplanation("epochs").lines == KeyExplanation("training.epochs").lines)
    }

    @Test func `the rule of the search and what it takes are told, and found from the measure`() throws {
        let lines = try KeyExplanation("nu.smallest").lines
        let text = lines.map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
        #expect(text.contains("as every larger ν that was probed must too. Only SI can stand here, and only >=."), "\(text)")
        #expect(lines.last == "  see also: SI, nu.on, nu.from, nu.to, nu.within, nu.max_probes", "\(lines)")
        #expect(try KeyExplanation("SI").lines.last == "  see also: nu.smallest, saliency")
        for word in KeyExplanation.related.flatMap({ [$0] + $1 }) { #expect(throws: Never.self) { try KeyExplanation(word) } }
    }

    @Test(arguments: [40, 59, 79]) func `a narrow page is filled to its width, and nothing is left out`(columns: Int) throws {
        func words(_ lines: [String]) -> [Substring] { lines.flatMap { $0.split(separator: " ") } }
        for word in ["nu.smallest", "SI", "groups", "training", "data"] {
            let (narrow, usual) = (try KeyExplanation(word, columns: columns).lines, try KeyExplanation(word).lines)
            #expect(words(narrow) == words(usual), "\(word)")
            // What has no blank stays in one piece.
            for line in narrow where line.count > columns {
                #expect(line.drop { $0 == " " }.split(separator: "  ").last?.contains(" ") == false, "\(word): \(line)")
            }
        }
        let keys = Array(KeyExplanation(columns: columns).lines.dropLast())
        #expect(keys.allSatisfy { $0.count <= columns } && words(keys) == words(Array(KeyExplanation().lines.dropLast())), "\(keys)")
        #expect(try KeyExplanation("nu.smallest", columns: 200).lines == KeyExplanation("nu.smallest").lines)
    }

    /// Every key and every word has an explanation that fits a terminal and is more than its name.
    @Test func everythingIsExplained() throws {
        let words = KeyExplanation.all.flatMap { [$0.path, $0.name] + $0.kind.words } + Array(WordMeaning.meanings.keys)
        for word in Set(words) {
            let lines = try KeyExplanation(word).lines
            #expect(lines.count > 2, "\(word)")
            #expect(lines.allSatisfy { $0.count <= 80 || !$0.contains(" ") || isOneWord($0) }, "\(word)")
        }
        #expect(KeyExplanation().lines.allSatisfy { $0.count <= 80 })
    }

    /// What `sweep explain` shows can be copied into a sweep file; readers of YAML 1.1 take a bare `on` for true.
    @Test func examplesAreSweepFiles() throws {
        for key in KeyExplanation.all {
            let example = KeyExplanation.example(key)
            // As it is printed, broken between words.
            let printed = try KeyExplanation(key.path).lines.drop { !$0.hasPrefix("  example  ") }
                .map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
            #expect(printed.hasPrefix("example  " + example), "\(key.path): \(printed)")
            #expect(example.firstMatch(of: /\bon:/) == nil, "\(example)")
            let top = key.path.prefix { $0 != "." }
            let needed = ["name: x", "groups: [R4]", "methods: [IR]"].filter { !$0.hasPrefix(top + ":") }
            let text = (needed + [example]).joined(separator: "\n")
            do {
                _ = try SpecLoader.parse(text, path: "s.yaml")
            } catch {
                // The file of a group is the user's own; that it is looked for tells that the example was understood.
                #expect(top == "groups" && "\(error)".contains("my_group.txt"), "\(key.path): \(error)")
            }
        }
        #expect(try KeyExplanation("nu.on").lines.contains("  example  nu: {\"on\": test}"))
    }

    /// What completion offers for `sweep explain` is explained, and it offers whatever is.
    @Test func wordsForCompletion() throws {
        let words = ExplainedWords.all
        #expect(Set(words).count == words.count)
        for word in words { #expect(throws: Never.self, "\(word)") { try KeyExplanation(word) } }
        for word in ["nu", "nu.within", "within", "variants.name", "SI", "IR", "kl", "R4", "Tn", "T3", "strokes", "decay"] {
            #expect(words.contains(word), "\(word)")
        }
        #expect(words.contains("gauss-legendre"))
    }

    private func isOneWord(_ line: String) -> Bool { line.split(separator: " ").count <= 2 }

    @Test func wordsNameTheirKeys() throws {
        let lines = try KeyExplanation("kl").lines
        #expect(lines.contains { $0.contains("taken by  regularisers") })
        #expect(try KeyExplanation("T6").lines.contains { $0.contains("groups") })
        #expect(try KeyExplanation("Tny").lines.contains { $0.contains("taken by  groups") })
        #expect(try KeyExplanation("T4y").lines.contains { $0.contains("along y") })
        let groups = try KeyExplanation("groups").lines.joined(separator: "\n")
        for word in ["R4", "D4", "F2", "Tn ", "Tny ", "permutations: my_group.txt", "out[i] = in[index[i]]", "docs/own.md"] {
            #expect(groups.contains(word), "\(word)")
        }
        #expect(try KeyExplanation("gauss-legendre").lines.first == "gauss-legendre is a value of saliency.rule")
    }

    @Test func namesOfSeveralKeysGiveAll() throws {
        let heads = try KeyExplanation("samples").lines.filter { !$0.hasPrefix(" ") && !$0.isEmpty }
        #expect(heads.contains("drift.samples") && heads.contains("latent.samples"))
    }

    @Test func aKeyWithKeysHasTheirDefaults() throws {
        for key in ["data", "training", "saliency", "limits", "drift", "latent", "decay"] {
            #expect(try KeyExplanation(key).lines.contains("  default  the defaults of its keys"), "\(key)")
        }
        #expect(try KeyExplanation("variants").lines.contains("  default  none"))
        #expect(try KeyExplanation("groups").lines.contains("  default  none: it must be there"))
    }

    /// Error texts name keys of variants with their whole path.
    @Test func keysOfVariants() throws {
        let name = try KeyExplanation("variants.name").lines
        #expect(name.first == "variants.name" && name.contains { $0.contains("Names the variant") })
        let epochs = try KeyExplanation("variants.training.epochs").lines
        #expect(epochs.first == "variants.training.epochs is training.epochs of one variant; a variant without it")
        #expect(Array(epochs.dropFirst(3)) == (try KeyExplanation("training.epochs").lines), "\(epochs)")
        for key in VariantReader.keys { #expect(try KeyExplanation("variants.\(key)").lines.count > 3, "\(key)") }
        // Not of a variant.
        #expect(throws: UnknownKey("variants.limits")) { try KeyExplanation("variants.limits") }
    }

    @Test func unknownWords() {
        #expect(throws: UnknownKey("epohcs")) { try KeyExplanation("epohcs") }
        #expect(
            "\(UnknownKey("epohcs"))"
                == "epohcs: neither a key of a sweep file nor a word that one takes; did you mean training.epochs?")
        #expect("\(UnknownKey("zzzzzz"))".hasSuffix("sweep explain lists the keys"))
    }
}
