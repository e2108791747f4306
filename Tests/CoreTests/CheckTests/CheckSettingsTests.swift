import Foundation
import Testing

@testable import Core

/// What is taken from the model's metadata, from the options, and from nowhere.
@Suite struct CheckSettingsTests {
    private static let facts = [
        "dataset": "strokes", "group": "R4", "method": "WT", "pooling": "mean", "mean": "0.1", "std": "0.3",
        "split_seed": "7", "train": "30", "test": "20", "validation": "10", "pad": "0",
    ]

    private func settle(
        _ facts: [String: String], _ change: (inout CheckQuestion) -> Void = { _ in }, file: String = "m"
    ) throws -> CheckSettings {
        var question = CheckQuestion()
        change(&question)
        return try CheckSettings(question, try ForeignModelTests.read(ForeignModelTests.tensors(), facts), file: file)
    }

    @Test func `the model's metadata say it all`() throws {
        let settings = try settle(Self.facts)
        let request = settings.request
        #expect(request.source == .strokes && request.train == 30 && request.test == 20 && request.validation == 10)
        #expect(request.pad == 0 && request.splitSeed == 7 && request.fallback == nil)
        #expect(settings.method == .WT && settings.pooling == .mean && settings.groups.map(\.name.label) == ["R4"])
        #expect(settings.normalisation?.mean == 0.1 && settings.normalisation?.std == 0.3)
        #expect(settings.normalisationSource == .metadata && settings.notes == [])
    }

    @Test func `options outrank them`() throws {
        let settings = try settle(Self.facts.merging(["mean": "x", "train": "-"]) { $1 }) {
            ($0.data, $0.method, $0.groups, $0.mean, $0.std) = (.mnist, .DA, ["T4", "T4x", "R4"], 0.5, 2)
            ($0.splitSeed, $0.train) = (1, 5)
        }
        #expect(settings.request.source == .mnist && settings.method == .DA && settings.request.train == 5)
        #expect(settings.groups.map(\.name.label) == ["T4", "R4"] && settings.normalisation?.std == 2)
        #expect(settings.normalisationSource == .options && settings.request.splitSeed == 1)
    }

    @Test func `without metadata the options say it, and notes say what nobody said`() throws {
        let settings = try settle([:]) { $0.data = .strokes }
        // Three does not divide 28.
        #expect(settings.method == .DA && settings.groups.map(\.name.label) == ["R4"])
        #expect(settings.normalisation == nil && settings.normalisationSource == .trainSplit)
        #expect(settings.request.train == 10_000 && settings.request.splitSeed == 0)
        #expect(settings.notes.count == 2)
        #expect(settings.notes[0] == "no method given: measured as a plain perceptron, as DA and IR train")
        #expect(
            settings.notes[1]
                == "no group given: measured under R4; T3 does not fit images of 28×28 pixels; --groups says otherwise")
    }

    @Test func `padded images have both usual groups`() throws {
        let model = try ForeignModelTests.read(ForeignModelTests.tensors {
            $0[0] = SafetensorsTensor("layer0.weight", shape: [1, 1296], .f32([Float](repeating: 0.5, count: 1296)))
            $0[1] = SafetensorsTensor("layer0.bias", shape: [1], .f32([0]))
            $0[2] = SafetensorsTensor("layer1.weight", shape: [9, 1], .f32([Float](repeating: 0.5, count: 9)))
        })
        var question = CheckQuestion()
        question.data = .strokes
        let settings = try CheckSettings(question, model, file: "m")
        #expect(settings.groups.map(\.name.label) == ["R4", "T3"])
        #expect(settings.notes.last == "no group given: measured under R4 and T3; --groups says otherwise")
    }

    private static func datasets(_ separator: String) -> String {
        DatasetName.allCases.map(\.rawValue).joined(separator: separator)
    }

    @Test func `what is wrong says what to do`() throws {
        let data = "m: its metadata do not name a data set; give --data \(Self.datasets("|"))"
        let rows: [([String: String], (inout CheckQuestion) -> Void, String)] = [
            ([:], { _ in }, data),
            (Self.facts.merging(["dataset": "digits"]) { $1 }, { _ in },
                "m: metadata dataset: expected \(Self.datasets(", ")), found 'digits'; --data overrides it"),
            (Self.facts.merging(["std": "wide"]) { $1 }, { _ in },
                "m: metadata std: expected a number, found 'wide'; --std overrides it"),
            (Self.facts.merging(["std": "0"]) { $1 }, { _ in },
                "m: metadata mean and std: expected finite numbers, std greater than 0, found 0.1 and 0.0; "
                    + "--mean and --std override them"),
            (Self.facts.filter { $0.key != "mean" }, { _ in },
                "m: metadata mean and std: expected both or neither, found std alone; --mean and --std override them"),
            (Self.facts.filter { $0.key != "std" }, { _ in },
                "m: metadata mean and std: expected both or neither, found mean alone; --mean and --std override them"),
            (Self.facts, { ($0.mean, $0.std) = (0, -1) },
                "--mean and --std: expected finite numbers, std greater than 0, found 0.0 and -1.0"),
            (Self.facts, { $0.mean = 1 }, "--std: expected a number, as the other of the two was given, found nothing"),
            (Self.facts, { $0.samples = -1 }, "--samples: expected 0 for all, or more, found -1"),
            (Self.facts, { $0.groups = ["R3"] },
                "--groups: R3 is not a group and no file; the groups are \(GroupName.listedNames), Tn and Tny for n shifts "
                    + "along x or y, and permutation files; did you mean R4?"),
            (Self.facts, { $0.groups = ["T1y"] },
                "--groups: T1y is not a group and no file; the groups are \(GroupName.listedNames), Tn and Tny for n shifts "
                    + "along x or y, and permutation files; shifts are by a half, a third, …: expected T2 or more, with a number "
                    + "that divides the width (of Tny the height)"),
            (Self.facts, { $0.groups = ["T3"] },
                "--groups: the WT model's first layer is tied to R4, and only under that can it be measured; found T3"),
            (Self.facts, { $0.groups = ["R4", "T3"] },
                "--groups: expected the one group that the WT model's first layer is tied to, R4, found R4, T3"),
            ([:], { ($0.data, $0.method) = (.strokes, .WT) },
                "--groups: expected the one group that the WT model's first layer is tied to, as in --groups R4, found none"),
            ([:], { ($0.data, $0.method, $0.pooling) = (.strokes, .DA, .max) },
                "--pooling: expected a model of --method WT, found DA"),
            (Self.facts.merging(["group": "R9"]) { $1 }, { _ in },
                "m: metadata group: expected a group such as R4, found 'R9'; --groups overrides it"),
        ]
        for (facts, change, expected) in rows {
            let error = #expect(throws: CheckError.self) { try settle(facts, change) }
            #expect(error?.description == expected)
        }
    }

    @Test func `a group of the user's own is found in the results folder, or given`() throws {
        try withTemporaryFolder { folder in
            let text = (0 ..< 2).map { k in (0 ..< 784).map { "\($0 ^ k)" }.joined(separator: " ") }.joined(separator: "\n")
            let own = try OwnGroup(name: "mine", text: text, file: "g")
            let facts = Self.facts.merging(["group": own.groupName.description]) { $1 }
            let model = folder.appendingPathComponent("models/x.safetensors").path
            let error = #expect(throws: CheckError.self) { try settle(facts, file: model) }
            #expect(error?.description.hasPrefix("the model was trained under mine, a group from a file that is not beside it (") == true)
            let path = folder.appendingPathComponent("mine.txt").path
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            #expect(try settle(facts, { $0.groups = [path] }, file: model).groups.map(\.name) == [own.groupName])
            try ResultsFolder(folder).writeGroups([own])
            #expect(try settle(facts, file: model).groups.map(\.name) == [own.groupName])
        }
    }
}
