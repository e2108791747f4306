import Foundation
import Testing

@testable import Core

/// Safetensors files as other programs may write them.
@Suite struct ForeignModelTests {
    /// 784 → 2 → 9, weights telling their place.
    static func tensors(_ change: (inout [SafetensorsTensor]) -> Void = { _ in }) -> [SafetensorsTensor] {
        var tensors = [
            SafetensorsTensor("layer0.weight", shape: [2, 784], .f32((0 ..< 1568).map { Float($0) })),
            SafetensorsTensor("layer0.bias", shape: [2], .f32([-1, -2])),
            SafetensorsTensor("layer1.weight", shape: [9, 2], .f32((0 ..< 18).map { Float($0) / 8 })),
            SafetensorsTensor("layer1.bias", shape: [9], .f32((0 ..< 9).map { Float($0) })),
        ]
        change(&tensors)
        return tensors
    }

    static func read(_ tensors: [SafetensorsTensor], _ metadata: [String: String] = [:]) throws -> ForeignModel {
        try ForeignModel(bytes: SafetensorsFile(metadata: metadata, tensors: tensors).encoded(), file: "m")
    }

    @Test func `names and shapes say what the network is`() throws {
        let model = try Self.read(Self.tensors { $0.shuffle() }, ["a": "b"])
        #expect(model.network.architecture == Architecture(inputs: 784, hidden: [2], classes: 9))
        #expect(model.network.weight(layer: 0) == (0 ..< 1568).map { Float($0) })
        #expect(model.network.weight(layer: 1)[17] == 17 / 8 && model.network.bias(layer: 0) == [-1, -2])
        #expect(model.metadata == ["a": "b"] && model.extraTensors.isEmpty && !model.wasRounded)
    }

    /// Not by this program's writer: a header with other spaces, the keys in another order, no metadata.
    @Test func `a file written by hand`() throws {
        var header = "{ "
        var data: [UInt8] = []
        for (name, shape) in [("layer1.bias", [9]), ("layer0.weight", [1, 784]), ("layer0.bias", [1]), ("layer1.weight", [9, 1])] {
            let count = shape.reduce(1, *)
            let begin = data.count
            for k in 0 ..< count { withUnsafeBytes(of: (Double(k) + 0.1).bitPattern.littleEndian) { data.append(contentsOf: $0) } }
            header += (begin == 0 ? "" : " ,\n")
                + "\"\(name)\" : {\"data_offsets\": [\(begin), \(data.count)], \"shape\": \(shape), \"dtype\": \"F64\"}"
        }
        header += "}"
        var bytes: [UInt8] = []
        withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { bytes.append(contentsOf: $0) }
        let model = try ForeignModel(bytes: bytes + Array(header.utf8) + data, file: "m")
        #expect(model.wasRounded && model.metadata.isEmpty)
        #expect(model.network.weight(layer: 1) == (0 ..< 9).map { Float(Double($0) + 0.1) })
    }

    @Test func `other tensors are named`() throws {
        let model = try Self.read(
            Self.tensors { $0 += [
                SafetensorsTensor("optimizer.step", shape: [1], .i64([3])), SafetensorsTensor("layer1.scale", shape: [0], .f64([])),
                SafetensorsTensor("layer01.bias", shape: [1], .f32([1])),
            ] })
        #expect(model.extraTensors == ["optimizer.step", "layer1.scale", "layer01.bias"] && !model.wasRounded)
    }

    private static let all = "The file has: layer0.weight [2, 784], layer0.bias [2], layer1.weight [9, 2], layer1.bias [9]"

    struct Case: Sendable, CustomTestStringConvertible {
        var message: String
        var change: @Sendable (inout [SafetensorsTensor]) -> Void
        var testDescription: String { message }
    }

    static let wrong = [
        Case(message: "expected tensors layer0.weight [out, in], layer0.bias [out], layer1.weight, …; rename them. "
            + "The file has: fc1.weight [1]") { $0 = [SafetensorsTensor("fc1.weight", shape: [1], .f32([0]))] },
        Case(message: "expected tensors layer0.weight [out, in], layer0.bias [out], layer1.weight, …; rename them. "
            + "The file has no tensors") { $0 = [] },
        Case(message: "expected tensor layer0.bias [2], found none; a layer without a bias needs one of zeros. "
            + "The file has: layer0.weight [2, 784], layer1.weight [9, 2], layer1.bias [9]") { $0.remove(at: 1) },
        Case(message: "expected tensor layer1.weight [out, 2], found none; layers count from 0 without a gap. "
            + "The file has: layer0.weight [2, 784], layer0.bias [2], layer2.weight [9, 2], layer1.bias [9]") {
                $0[2].name = "layer2.weight"
            },
        Case(message: "expected at least two layers, of which the last gives the logits; found layer0 alone. "
            + "The file has: layer0.weight [2, 784], layer0.bias [2]") { $0.removeLast(2) },
        Case(message: "tensor layer1.weight: expected shape [out, 2], found [2, 9]; transpose it: rows are outputs, as in "
            + "torch.nn.Linear. " + all.replacingOccurrences(of: "[9, 2]", with: "[2, 9]")) { $0[2].shape = [2, 9] },
        Case(message: "tensor layer1.weight: expected shape [out, 2], found [6, 3]; it does not follow from the layer before. "
            + all.replacingOccurrences(of: "[9, 2]", with: "[6, 3]")) { $0[2].shape = [6, 3] },
        Case(message: "tensor layer1.weight: expected shape [out, 2], found [18]; it does not follow from the layer before. "
            + all.replacingOccurrences(of: "[9, 2]", with: "[18]")) { $0[2].shape = [18] },
        Case(message: "tensor layer1.bias: expected shape [9], found [9, 1]; it does not follow from the layer before. "
            + all.replacingOccurrences(of: "layer1.bias [9]", with: "layer1.bias [9, 1]")) { $0[3].shape = [9, 1] },
        Case(message: "tensor layer0.weight: expected shape [out, in], in being the pixels of a square image of 28×28 and its "
            + "padding (784 for none, 1296 for 4 on each side), found [784, 2]; transpose it: rows are outputs, as in "
            + "torch.nn.Linear. " + all.replacingOccurrences(of: "[2, 784]", with: "[784, 2]")) { $0[0].shape = [784, 2] },
        Case(message: "tensor layer0.weight: expected shape [out, in], in being the pixels of a square image of 28×28 and its "
            + "padding (784 for none, 1296 for 4 on each side), found [4, 392]. "
            + all.replacingOccurrences(of: "[2, 784]", with: "[4, 392]")) { $0[0].shape = [4, 392] },
        Case(message: "tensor layer1.weight: expected 9 to 32 outputs, a logit for each of the classes 0 … 8 first, found 8. "
            + all.replacingOccurrences(of: "[9, 2]", with: "[8, 2]").replacingOccurrences(of: "bias [9]", with: "bias [8]")) {
                $0[2] = SafetensorsTensor("layer1.weight", shape: [8, 2], .f32([Float](repeating: 0, count: 16)))
                $0[3] = SafetensorsTensor("layer1.bias", shape: [8], .f32([Float](repeating: 0, count: 8)))
            },
        Case(message: "tensor layer0.bias: expected dtype F32 or F64, found I64; convert it. " + all) {
            $0[1].elements = .i64([1, 2])
        },
        Case(message: "tensor layer0.weight: expected finite numbers, but 2 values are not, the first at [1, 3]: nan; a network "
            + "that diverged cannot be measured") { tensors in
                var values = [Float](repeating: 0, count: 1568)
                (values[787], values[1000]) = (.nan, .infinity)
                tensors[0].elements = .f32(values)
            },
        Case(message: "tensor layer0.bias: expected finite numbers, but one value is not, the first at [1]: -inf (too large for "
            + "F32)") { $0[1].elements = .f64([0, -1e300]) },
    ]

    @Test(arguments: wrong) func `what is no perceptron`(_ example: Case) {
        let error = #expect(throws: ForeignModelError.self) { try Self.read(Self.tensors(example.change)) }
        #expect(error?.description == "m: \(example.message)")
    }

    @Test func `damage, and no file at all`() throws {
        let bytes = try SafetensorsFile(tensors: Self.tensors()).encoded()
        for length in [0, 7, 8, 20, 300, bytes.count - 1] {
            #expect(throws: SafetensorsError.self) { try ForeignModel(bytes: Array(bytes.prefix(length)), file: "m") }
        }
        try withTemporaryFolder { folder in
            #expect(throws: FileError.self) { try ForeignModel(contentsOf: folder.appendingPathComponent("none")) }
            #expect(throws: FileError.refused(.read, path: folder.relativePath, code: EISDIR)) {
                try ForeignModel(contentsOf: folder)
            }
        }
    }
}
