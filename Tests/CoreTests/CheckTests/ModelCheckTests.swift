import Foundation
import Testing

@testable import Core

/// Models from files measured under groups, against plain loops in double.
@Suite struct ModelCheckTests {
    private static let facts = [
        "dataset": "strokes", "method": "DA", "mean": "0.2", "std": "0.4", "train": "40", "test": "70", "validation": "5",
    ]

    /// - Parameter widths: the image's pixels first.
    private func tensors(_ widths: [Int]) -> [SafetensorsTensor] {
        let network = Network(
            Architecture(inputs: widths[0], hidden: Array(widths[1 ..< widths.count - 1]), classes: widths[widths.count - 1]),
            initialisation: .he, seed: 5)
        for layer in widths.indices.dropLast() {
            network.setBias(layer: layer, (0 ..< widths[layer + 1]).map { Float($0 % 5) / 10 - 0.2 })
        }
        return ModelFile.tensors(network)
    }

    private func check(
        _ tensors: [SafetensorsTensor], _ facts: [String: String], groups: [String], samples: Int = 0, workers: Int = 2
    ) throws -> (CheckReport, CheckSettings, PreparedData) {
        let model = try ForeignModelTests.read(tensors, facts)
        var question = CheckQuestion()
        (question.groups, question.samples) = (groups, samples)
        question.saliency.steps = 8
        let settings = try CheckSettings(question, model, file: "m")
        let data = try PreparedData(Strokes.dataset, request: settings.request)
        let kernels = KernelSet.of(availableSets.last ?? .portable)
        return (try ModelCheck.run(model, settings, data, file: "m", kernels: kernels, workers: workers), settings, data)
    }

    /// Activations of every layer, the image first.
    private func activations(_ tensors: [SafetensorsTensor], _ image: [Double]) -> [[Double]] {
        var result = [image]
        for layer in 0 ..< tensors.count / 2 {
            guard case .f32(let weight) = tensors[2 * layer].elements, case .f32(let bias) = tensors[2 * layer + 1].elements
            else { return [] }
            let input = result[layer]
            result.append(bias.indices.map { row in
                let sum = input.indices.reduce(Double(bias[row])) { $0 + Double(weight[row * input.count + $1]) * input[$1] }
                return layer == tensors.count / 2 - 1 ? sum : max(0, sum)
            })
        }
        return result
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var widths: [Int]
        var group: String
        var testDescription: String { "\(widths) \(group)" }
    }

    /// No padding and some; one hidden layer and more; more logits than classes; widths beyond a panel.
    static let cases = [
        Case(widths: [784, 7, 9], group: "T4"), Case(widths: [900, 40, 6, 10], group: "R4"),
        Case(widths: [900, 33, 34, 17], group: "F2"),
    ]

    @Test(arguments: cases) func `errors per element and per layer`(_ example: Case) throws {
        let tensors = tensors(example.widths)
        let (report, _, data) = try check(tensors, Self.facts, groups: [example.group])
        let group = try PermutationGroup(#require(GroupName(example.group)), height: data.height, width: data.width)
        let samples = data.test
        let layers = example.widths.count
        var (hits, logitErrors) = ([Double](repeating: 0, count: group.order), [Double](repeating: 0, count: group.order))
        var agreements = logitErrors
        var differences = [[Double]](repeating: [Double](repeating: 0, count: layers), count: group.order)
        var lengths = differences
        for i in 0 ..< samples.count {
            let image = samples.images[i].map { (Double($0) / 255 - 0.2) / 0.4 }
            let own = activations(tensors, image)
            for element in 0 ..< group.order {
                let moved = activations(tensors, group.source(of: element).map { image[Int($0)] })
                let logits = moved[layers - 1]
                let prediction = logits.firstIndex(of: logits.max() ?? 0)
                if prediction == Int(samples.labels[i]) { hits[element] += 1 }
                if prediction == own[layers - 1].firstIndex(of: own[layers - 1].max() ?? 0) { agreements[element] += 1 }
                for layer in 0 ..< layers {
                    let difference = zip(own[layer], moved[layer]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
                    differences[element][layer] += difference
                    lengths[element][layer] += (own[layer] + moved[layer]).reduce(0) { $0 + $1 * $1 }
                    if layer == layers - 1 { logitErrors[element] += difference / 2 }
                }
            }
        }
        func isNear(_ a: Double, _ b: Double) -> Bool { (a - b).magnitude <= 1e-4 * max(b.magnitude, 1e-3) }
        let n = Double(samples.count)
        let found = try #require(report.groups.first)
        #expect(report.samples == 70 && report.splitSize == 70 && report.parameters > 0 && found.elements.count == group.order)
        #expect(found.perElement["accuracy"] == hits.map { $0 / n })
        if let consistency = found.perElement["consistency"] { #expect(consistency == agreements.map { $0 / n }) }
        for element in 0 ..< group.order {
            #expect(isNear(found.perElement["LI"]?[element] ?? .nan, logitErrors[element] / n))
            for layer in 0 ..< layers {
                #expect(isNear(found.layerErrorsPerElement[element][layer], differences[element][layer] / 2 / n))
                #expect(
                    isNear(found.relativeLayerErrorsPerElement[element][layer], differences[element][layer] / lengths[element][layer]))
            }
        }
        let others = Double(group.order - 1)
        #expect(isNear(found.values["LI"] ?? .nan, logitErrors.reduce(0, +) / n / others))
        for layer in 0 ..< layers {
            let sums = (differences.dropFirst().reduce(0) { $0 + $1[layer] }, lengths.dropFirst().reduce(0) { $0 + $1[layer] })
            #expect(isNear(found.layerErrors[layer], sums.0 / 2 / n / others) && isNear(found.relativeLayerErrors[layer], sums.0 / sums.1))
        }
        #expect(found.layers.first == "image" && found.layers.last == "logits" && found.layers.count == layers)
        #expect((found.values["sigma_max"] ?? 0) > 0 && (found.values["SI"] ?? 0) > 0)
    }

    @Test func `a tied first layer is invariant from its pooling on`() throws {
        for pooling in ["max", "mean"] {
            let facts = Self.facts.merging(["method": "WT", "group": "R4", "pooling": pooling]) { $1 }
            let (report, _, _) = try check(tensors([900, 8, 8, 9]), facts, groups: [], samples: 66)
            let found = try #require(report.groups.first)
            #expect(found.values["LI"] == 0 && found.values["SI"] == 1 && report.pooling?.rawValue == pooling)
            #expect(found.layerErrors[0] > 0 && found.layerErrors.dropFirst().allSatisfy { $0 == 0 })
            #expect(Set(found.perElement["accuracy"] ?? []).count == 1)
        }
    }

    @Test func `the numbers depend on no number of workers`() throws {
        let reports = try [1, 3, 64].map { workers in
            try check(tensors([900, 8, 9]), Self.facts, groups: ["R4", "T2"], workers: workers).0.json()
        }
        #expect(Set(reports).count == 1)
        let object = try #require(JSONSerialization.jsonObject(with: reports[0]) as? [String: Any])
        #expect(object["dataset"] as? String == "strokes" && (object["groups"] as? [Any])?.count == 2)
        #expect(object["normalisation"] as? String == "metadata" && object["sha256"] as? String != nil)
    }

    @Test func `without mean and deviation those of the train split`() throws {
        var facts = Self.facts
        (facts["mean"], facts["std"]) = (nil, nil)
        let (report, _, data) = try check(tensors([900, 8, 9]), facts, groups: ["F2"])
        #expect(report.mean == data.mean && report.std == data.std && report.normalisation == .trainSplit)
    }

    /// Eight elements, eleven layers, and notes: no line beyond the narrowest terminal.
    @Test func `the table fits in 80 columns`() throws {
        var many = tensors([900] + [Int](repeating: 4, count: 10) + [12])
        many += (0 ..< 9).map { SafetensorsTensor("something.else.\($0)", shape: [1], .f32([0])) }
        let (report, _, _) = try check(many, Self.facts, groups: ["D4", "T30"], samples: 4)
        let lines = CheckTable.lines(report)
        #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines.filter { $0.count > 80 })")
        #expect(lines.contains { $0.hasPrefix("g7 mr270") } && lines.contains { $0.hasPrefix("g29 ") })
        #expect(lines.contains { $0.hasPrefix("hidden 10") } && lines.contains { $0.contains("something.else.8") })
        #expect(lines.first == "m" && lines.count { $0.hasPrefix("under ") } == 2)
        #expect(CheckTable.lines(report, columns: 200) == lines && lines.last == "at right angles")
        for columns in [40, 60, 80] {
            let narrow = CheckTable.lines(report, columns: columns)
            #expect(narrow.allSatisfy { $0.count < columns || !$0.contains(" ") }, "\(columns): \(narrow)")
            // Every value is there, in one block or another.
            for word in ["consistency", "accuracy", "g29", "relative", "something.else.8", "right", "identity"] {
                #expect(narrow.contains { $0.contains(word) }, "\(columns): \(word): \(narrow)")
            }
        }
    }

    @Test func `an empty split is no division by zero`() throws {
        let facts = Self.facts.merging(["test": "0"]) { $1 }
        #expect(throws: CheckError.noSamples(.test)) { try check(tensors([900, 8, 9]), facts, groups: ["R4"]) }
    }
}
