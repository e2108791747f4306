import Foundation
import Testing

@testable import Core

/// Reference values in double precision; see Fixtures/README.md.
struct Oracle {
    let file: SafetensorsFile

    init() throws {
        let url = try #require(
            Bundle.module.url(forResource: "oracle", withExtension: "safetensors", subdirectory: "Fixtures"))
        file = try SafetensorsFile(contentsOf: url)
    }

    func doubles(_ name: String) throws -> [Double] {
        switch try file.tensor(name).elements {
        case .f64(let values): values
        case .f32(let values): values.map { Double($0) }
        default: throw Wrong.type(name)
        }
    }

    func scalar(_ name: String) throws -> Double { try #require(try doubles(name).first) }

    enum Wrong: Error { case type(String) }

    var architecture: Architecture { Architecture(inputs: 1296, hidden: [16, 16, 16, 16, 16], classes: 9) }

    func network() throws -> Network {
        let network = Network(architecture)
        for layer in 0 ..< 6 {
            network.setWeight(layer: layer, try doubles("layer\(layer).weight").map { Float($0) })
            network.setBias(layer: layer, try doubles("layer\(layer).bias").map { Float($0) })
        }
        return network
    }

    /// The six digits, padded to 36×36.
    func samples() throws -> PreparedData.Samples {
        guard case .u8(let bytes) = try file.tensor("images").elements else { throw Wrong.type("images") }
        guard case .i32(let labels) = try file.tensor("labels").elements else { throw Wrong.type("labels") }
        let images = ImageBytes(count: 6, pixels: 1296) { base in
            for i in 0 ..< 6 {
                for y in 0 ..< 28 {
                    for x in 0 ..< 28 { base[i * 1296 + (y + 4) * 36 + x + 4] = bytes[i * 784 + y * 28 + x] }
                }
            }
        }
        return PreparedData.Samples(images: images, labels: labels.map { UInt8($0) })
    }

    func normalisation() throws -> Normalisation {
        let meanAndDeviation = try doubles("mean_std")
        return Normalisation(mean: meanAndDeviation[0], std: meanAndDeviation[1])
    }

    func group(_ name: String) throws -> PermutationGroup {
        try PermutationGroup(try #require(GroupName(name)), height: 36, width: 36)
    }

    /// A propagation whose inputs hold the six samples under each of the given elements, one block
    /// of 8 rows each.
    func propagation(
        _ group: PermutationGroup, blocks: [Int], tying: WeightTying?, _ set: InstructionSet
    ) throws -> Propagation {
        let kernels = KernelSet.of(set)
        let blockRows = 8
        let rows = tying == nil ? blockRows * blocks.count : blockRows
        let propagation = Propagation(
            ParameterLayout(architecture), normalisation: try normalisation(), kernels: kernels, rows: rows,
            tying: tying, training: true)
        let samples = try samples()
        let lists = InkLists(lists: 6 * blocks.count, entries: 6 * blocks.count * 1296, pixels: 1296)
        propagation.inputs.read(from: lists)
        for (block, element) in blocks.enumerated() {
            for i in 0 ..< 6 {
                let list = lists.append(
                    samples.images.pointer(i), under: element, of: group, background: 0, kernels: kernels)
                propagation.inputs.show(list, at: block * blockRows + i)
            }
        }
        return withExtendedLifetime(samples) { propagation }
    }
}

/// The largest difference relative to the largest expected magnitude.
func relativeError(_ found: [Float], _ expected: [Double]) -> Double {
    guard found.count == expected.count else { return .infinity }
    let scale = expected.reduce(0) { max($0, $1.magnitude) }
    var worst = 0.0
    for (a, b) in zip(found, expected) {
        let difference = (Double(a) - b).magnitude
        // NaN must not pass as "not greater".
        if !(difference <= worst) { worst = difference }
    }
    return scale > 0 ? worst / scale : worst
}

/// Float32 against float64, forward, gradient and optimiser alike.
let oracleTolerance = 1e-4

let availableSets = InstructionSet.allCases.filter(\.isAvailable)
