import Foundation
import Testing

@testable import Core

/// What a line in a list brings, of everything that is listed.
@Suite struct RegisteredTests {
    /// Journals, models and identities have these names: they are added to, and never changed.
    @Test func namesStay() {
        #expect(Measure.allCases.map(\.rawValue).starts(with: [
            "accuracy", "LI", "DI", "SI", "sigma_max", "consistency", "SI_spearman", "SI_ssim", "IG_residual",
        ]))
        #expect(Regulariser.allCases.map(\.rawValue).starts(with: ["logit", "kl", "logit-normalised"]))
        #expect(DatasetName.allCases.map(\.rawValue).starts(with: ["mnist", "fashion-mnist", "strokes", "silhouettes"]))
        #expect(GroupName.listed.map { $0.name }.starts(with: ["R4", "D4", "F2"]))
    }

    private func check<Word: Registered>(_ words: [Word], key: String) throws {
        #expect(Set(words.map(\.rawValue)).count == words.count && Set(words).count == words.count)
        let taken = try #require(SweepSchema.key(key)).kind.words
        for word in words {
            #expect(Word(rawValue: word.rawValue) == word && word.description == word.rawValue)
            let coded = try JSONEncoder().encode([word])
            #expect(String(decoding: coded, as: UTF8.self) == "[\"\(word.rawValue)\"]")
            #expect(try JSONDecoder().decode([Word].self, from: coded) == [word])
            #expect(taken.contains(word.rawValue), "\(word)")
            #expect(try KeyExplanation(word.rawValue).lines.count > 2)
        }
        #expect(Word(rawValue: "none of them") == nil)
    }

    @Test func wordsAreKnownEverywhere() throws {
        try check(Measure.allCases, key: "measure")
        try check(Regulariser.allCases, key: "regularisers")
        try check(DatasetName.allCases, key: "data.source")
    }

    @Test func groupsAreKnownEverywhere() throws {
        #expect(Set(GroupName.listed.map { $0.name }).count == GroupName.listed.count)
        for definition in GroupName.listed {
            let name = try #require(GroupName(definition.name))
            #expect(name == GroupName(definition) && name.description == definition.name)
            let group = try PermutationGroup(name, height: 12, width: 12)
            #expect(group.order == definition.order && group.order == name.order)
            #expect(WordMeaning.of(definition.name) == definition.meaning)
            #expect(Set(group.elementNames).count == group.order)
            if !definition.needsSquare { #expect(try PermutationGroup(name, height: 6, width: 8).order == name.order) }
        }
    }

    /// The sets of the list are the catalog of the store, and each embedded one says what it is.
    @Test func dataSets() {
        for name in DatasetName.allCases {
            switch name.origin {
            case .files(let files):
                #expect(files.dataset == name && DatasetFiles.published.contains(files))
                #expect(files.files.allSatisfy { $0.sha256?.count == 64 } && files.files.count == 4)
            case .drawn(let set):
                #expect(set.dataset.name == name && set.dataset.count == name.pooledSamples)
                #expect(set.dataset.digest == set.digest && set.digest.count == 64)
            }
            #expect(name.likeness.isEmbedded)
        }
    }
}
