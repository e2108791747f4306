import Foundation
import Testing

@testable import Core

/// What docs/architecture.md shows as additions to the program, at work. Each needs a line in its list to be known to
/// sweep files; all that the line brings is tested of the lists (`RegisteredTests`).
@Suite struct ExtensionTests {
    private let kernels = KernelSet.of(availableSets.last ?? .portable)

    @Test func aMeasure() throws {
        let data = try TinyData.prepared(train: 20, test: ImageChunk.size + 9, validation: 10)
        let group = try TinyData.group("R4")
        let network = Network(
            Architecture(inputs: data.pixels, hidden: [12, 10], classes: data.classCount), initialisation: .he, seed: 1)
        let measure = Measure(MarginChange.self)
        func measured(_ measures: [Measure], tying: WeightTying? = nil) throws -> Measurements {
            let evaluator = Evaluator(
                network, tying: tying, group: group, normalisation: data.normalisation, measures: measures,
                saliency: SaliencyOptions(), kernels: kernels)
            return try #require(evaluator.measure(data.test))
        }
        let found = try measured([.LI, measure])

        // By its definition, sample by sample.
        let logits = OrbitLogits(
            network, tying: nil, group: group, normalisation: data.normalisation, kernels: kernels)
        var sum = 0.0
        for chunk in ImageChunk.all(of: data.test) {
            logits.compute(chunk)
            for i in 0 ..< chunk.count {
                let label = chunk.label(i)
                func lead(_ element: Int) -> Double {
                    let row = (0 ..< data.classCount).map { Double(logits.row(element, i)[class: $0]) }
                    return row[label] - (row.indices.filter { $0 != label }.map { row[$0] }.max() ?? 0)
                }
                for element in 1 ..< group.order { sum += abs(lead(0) - lead(element)) }
            }
        }
        let expected = sum / Double(3 * data.test.count)
        let value = try #require(found[measure])
        #expect(expected > 0.01)
        #expect(abs(value - expected) < 1e-9 * expected)
        let perElement = try #require(found.perElement["margin_change"])
        #expect(perElement.count == 4 && perElement[0] == 0)
        #expect(found.perClass["margin_change"]?.count == data.classCount)

        // It moves nothing else, and is 0 where the network is invariant.
        #expect(try measured([.LI])[.LI] == found[.LI])
        #expect(try measured([measure], tying: WeightTying(order: 4, pooling: .max))[measure] == 0)
    }

    @Test func theGradientOfARegulariser() {
        let pairs: [([Double], [Double])] = [
            ([1, 2, -0.5], [0.3, -1, 2]), ([4, 0.1, 0], [4, 0.2, 0.1]), ([-1, -2, 3], [-2, -4, 6]),
        ]
        for (z, y) in pairs {
            let (value, dz, dy) = Self.error(z, y)
            #expect(value >= -1e-15 && value <= 2)
            for c in z.indices {
                func slope(_ change: (Double) -> ([Double], [Double])) -> Double {
                    let (up, down) = (change(1e-6), change(-1e-6))
                    return (Self.error(up.0, up.1).value - Self.error(down.0, down.1).value) / 2e-6
                }
                func moved(_ values: [Double], _ step: Double) -> [Double] {
                    var values = values
                    values[c] += step
                    return values
                }
                #expect(abs(slope { (moved(z, $0), y) } - dz[c]) < 1e-8)
                #expect(abs(slope { (z, moved(y, $0)) } - dy[c]) < 1e-8)
            }
        }
        // The same direction at another length.
        #expect(abs(Self.error([1, 2, 3], [2, 4, 6]).value) < 1e-15)
    }

    private static func error(_ z: [Double], _ y: [Double]) -> (value: Double, dz: [Double], dy: [Double]) {
        var (dz, dy) = ([Double](repeating: 9, count: z.count), [Double](repeating: 9, count: y.count))
        let value = z.withUnsafeBufferPointer { z in
            y.withUnsafeBufferPointer { y in
                dz.withUnsafeMutableBufferPointer { dz in
                    dy.withUnsafeMutableBufferPointer { dy in
                        CosineForm.error(LogitPair(z: z, y: y, dz: dz, dy: dy))
                    }
                }
            }
        }
        return (value, dz, dy)
    }

    /// Rows of panels: one gradient is added to, the other replaced, and zero beyond the classes.
    @Test func rowsOfARegulariser() {
        let (rows, classes) = (2, 3)
        let count = rows * Panels.width
        let (z, y) = (FloatBuffer(count: count), FloatBuffer(count: count))
        let (dz, dy) = (FloatBuffer(count: count), FloatBuffer(count: count))
        let values = FloatBuffer(count: rows)
        let numbers: [[Double]] = [[1, 2, -0.5], [0.3, -1, 2], [-1, 0.25, 3], [2, -4, 6]]
        for c in 0 ..< classes {
            for row in 0 ..< rows {
                z[row * Panels.width + c] = Float(numbers[row][c])
                y[row * Panels.width + c] = Float(numbers[rows + row][c])
            }
        }
        for place in 0 ..< count { (dz[place], dy[place]) = (1, 7) }
        InvarianceRows(Regulariser(CosineForm.self), kernels: kernels, classes: classes).compute(
            z.pointer, y.pointer, rows, scale: 2, dz.base, dy.base, into: values.base)
        for row in 0 ..< rows {
            let (value, first, second) = Self.error(
                numbers[row].map { Double(Float($0)) }, numbers[rows + row].map { Double(Float($0)) })
            #expect(values[row] == Float(value))
            for c in 0 ..< Panels.width {
                let place = row * Panels.width + c
                #expect(dz[place] == (c < classes ? 1 + Float(2 * first[c]) : 1))
                #expect(dy[place] == (c < classes ? Float(2 * second[c]) : 0))
            }
        }
    }

    @Test func aRegulariserTrains() throws {
        func last(nu: Double) throws -> EpochReport {
            let task = TrainingTask(
                data: try TinyData.prepared(), group: try TinyData.group("R4"), method: .IR,
                regulariser: Regulariser(CosineForm.self), nu: nu, seed: 3, parameters: TinyData.parameters(epochs: 6))
            return try #require(try Trainer(task, kernels: kernels).run().history.last)
        }
        let (free, held) = (try last(nu: 0), try last(nu: 10))
        let (first, second) = (try #require(free.regulariser), try #require(held.regulariser))
        #expect(first > 0.01, "\(first)")
        #expect(second < first / 2, "\(first), \(second)")
    }

    @Test func aGroup() throws {
        let name = GroupName(Mirrors.self)
        #expect(name.description == "K4" && name.label == "K4" && name.order == 4 && !name.isOwn)
        // Its axioms are checked as it is made; not square, as its definition says.
        let group = try PermutationGroup(name, height: 6, width: 8)
        #expect(group.elementNames == ["e", "mx", "my", "r180"] && group.inverses == [0, 1, 2, 3])
        #expect(group.product(1, 2) == 3)
        // The upper left pixel of the image mirrored left-right was the upper right one.
        #expect(group.sources[48] == 7 && group.sources[2 * 48] == 40 && group.sources[3 * 48] == 47)
        #expect(throws: GroupError.notSquare(group: "R4", height: 6, width: 8)) {
            try PermutationGroup(GroupName(Rotations.self), height: 6, width: 8)
        }
    }

    @Test func aDataSet() throws {
        #expect(Bars.drawnDigest() == Bars.digest)
        let name = DatasetName(Bars.self)
        #expect(name.isEmbedded && name.rawValue == "bars" && name.pooledSamples == 9000 && name.likeness == name)
        var request = DataRequest()
        request.source = name
        (request.train, request.test, request.validation, request.pad) = (500, 300, 100, 1)
        let data = try DatasetStore(environment: [:], allowDownload: false).prepare(request)
        #expect(data.dataset == name && data.classCount == 9 && data.digest == Bars.digest && data.notices.isEmpty)

        let group = try PermutationGroup(GroupName(Flip.self), height: 30, width: 30)
        var parameters = TrainingParameters()
        (parameters.epochs, parameters.batch, parameters.learningRate, parameters.hidden) = (12, 50, 0.003, [24])
        let trained = try Trainer(
            TrainingTask(data: data, group: group, method: .DA, seed: 0, parameters: parameters), kernels: kernels
        ).run()
        // Nine heights: nothing is easier.
        let last = try #require(trained.history.last)
        #expect(last.validationAccuracy > 0.9, "\(last.validationAccuracy)")
    }
}
