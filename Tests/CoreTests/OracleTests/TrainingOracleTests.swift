import Testing

@testable import Core

/// Logits, losses, gradients and optimiser steps against float64 (method: "Models", "Training").
@Suite struct TrainingOracleTests {
    let oracle: Oracle

    init() throws { oracle = try Oracle() }

    private func logits(_ propagation: Propagation, block: Int = 0) -> [Float] {
        (0 ..< 6).flatMap { row in (0 ..< 9).map { propagation.logits[(block * 8 + row) * 32 + $0] } }
    }

    private func expectGradient(
        _ propagation: Propagation, matches prefix: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let layout = propagation.layout
        for (index, layer) in layout.layers.enumerated() {
            var weight: [Float] = []
            for output in 0 ..< layer.outputs {
                for input in 0 ..< layer.inputs {
                    weight.append(
                        propagation.gradient[layout.weightOffset(layer: index, output: output, input: input)])
                }
            }
            let bias = (0 ..< layer.outputs).map {
                propagation.gradient[layout.biasOffset(layer: index, output: $0)]
            }
            let weightError = relativeError(weight, try oracle.doubles("\(prefix).layer\(index).weight"))
            let biasError = relativeError(bias, try oracle.doubles("\(prefix).layer\(index).bias"))
            #expect(weightError < oracleTolerance, "\(prefix) layer \(index) weight", sourceLocation: sourceLocation)
            #expect(biasError < oracleTolerance, "\(prefix) layer \(index) bias", sourceLocation: sourceLocation)
        }
    }

    @Test(arguments: availableSets) func `network inputs are the padded, normalised digits`(set: InstructionSet) throws {
        let propagation = try oracle.propagation(try oracle.group("R4"), blocks: [0], tying: nil, set)
        let normalisation = try oracle.normalisation()
        let x = (0 ..< 6).flatMap { propagation.inputs.values($0, normalisation, pixels: 1296) }
        #expect(relativeError(x, try oracle.doubles("x")) < 1e-6)
    }

    @Test(arguments: ["R4", "T3"]) func `group elements move pixels as the reference does`(name: String) throws {
        let group = try oracle.group(name)
        let x = try oracle.doubles("x")
        let orbit = try oracle.doubles("\(name).orbit_x")
        for element in 0 ..< group.order {
            let moved = group.source(of: element).map { x[Int($0)] }
            #expect(moved == Array(orbit[element * 1296 ..< (element + 1) * 1296]))
        }
    }

    @Test(arguments: ["R4", "T3"], availableSets) func `orbit logits and cross-entropy`(
        name: String, set: InstructionSet
    ) throws {
        let group = try oracle.group(name)
        let propagation = try oracle.propagation(group, blocks: Array(0 ..< group.order), tying: nil, set)
        propagation.prepare(try oracle.network())
        propagation.forward(rows: 8 * group.order)
        let found = (0 ..< group.order).flatMap { logits(propagation, block: $0) }
        #expect(relativeError(found, try oracle.doubles("\(name).orbit_logits")) < oracleTolerance)
        let head = LossHead(
            kernels: .of(set), classes: 9, blocks: 1, regulariser: .logit, nu: 0, capacity: 8)
        let sums = head.apply(propagation, labels: try oracle.samples().labels, count: 6, stride: 8)
        #expect(relativeError([Float(sums.crossEntropy / 6)], [try oracle.scalar("ce")]) < oracleTolerance)
    }

    @Test(arguments: ["R4", "T3"], [OrbitPooling.max, .mean]) func `weight tying: logits and gradients`(
        name: String, pooling: OrbitPooling
    ) throws {
        for set in availableSets {
            let group = try oracle.group(name)
            let propagation = try oracle.propagation(
                group, blocks: group.inverses, tying: WeightTying(order: group.order, pooling: pooling), set)
            let network = try oracle.network()
            propagation.prepare(network)
            propagation.forward(rows: 6)
            let prefix = "\(name).WT.\(pooling)"
            #expect(relativeError(logits(propagation), try oracle.doubles("\(prefix).logits")) < oracleTolerance)
            let head = LossHead(
                kernels: .of(set), classes: 9, blocks: 1, regulariser: .logit, nu: 0, capacity: 8)
            _ = head.apply(propagation, labels: try oracle.samples().labels, count: 6, stride: 8)
            propagation.backward(rows: 6)
            try expectGradient(propagation, matches: "\(prefix).grad")
        }
    }

    @Test(arguments: ["R4", "T3"], Regulariser.allCases) func `invariance regularisation: loss and gradients`(
        name: String, regulariser: Regulariser
    ) throws {
        for set in availableSets {
            let group = try oracle.group(name)
            let propagation = try oracle.propagation(group, blocks: Array(0 ..< group.order), tying: nil, set)
            let network = try oracle.network()
            propagation.prepare(network)
            propagation.forward(rows: 8 * group.order)
            let head = LossHead(
                kernels: .of(set), classes: 9, blocks: group.order, regulariser: regulariser, nu: 0.7,
                capacity: 8 * group.order)
            let sums = head.apply(propagation, labels: try oracle.samples().labels, count: 6, stride: 8)
            let loss = (sums.crossEntropy + 0.7 * sums.regulariser) / 6
            let prefix = "\(name).IR.\(regulariser.rawValue)"
            #expect(relativeError([Float(loss)], [try oracle.scalar("\(prefix).loss_nu0.7")]) < oracleTolerance)
            propagation.backward(rows: 8 * group.order)
            try expectGradient(propagation, matches: "\(prefix).grad")
        }
    }

    @Test(arguments: ["R4", "T3"], availableSets) func `three steps of Adam`(name: String, set: InstructionSet) throws {
        let group = try oracle.group(name)
        let propagation = try oracle.propagation(group, blocks: Array(0 ..< group.order), tying: nil, set)
        let network = try oracle.network()
        let head = LossHead(
            kernels: .of(set), classes: 9, blocks: group.order, regulariser: .logit, nu: 0.7,
            capacity: 8 * group.order)
        var optimiser = Adam(
            learningRate: 0.0008, layout: network.layout, isActive: [UInt8](repeating: 1, count: 1296))
        var losses: [Float] = []
        for _ in 0 ..< 3 {
            propagation.prepare(network)
            propagation.forward(rows: 8 * group.order)
            let sums = head.apply(propagation, labels: try oracle.samples().labels, count: 6, stride: 8)
            losses.append(Float((sums.crossEntropy + 0.7 * sums.regulariser) / 6))
            propagation.backward(rows: 8 * group.order)
            optimiser.step(
                network, gradient: propagation.gradient, backgroundGradient: propagation.backgroundGradient,
                kernels: .of(set))
        }
        #expect(relativeError(losses, try oracle.doubles("\(name).adam.losses")) < oracleTolerance)
        for layer in 0 ..< 6 {
            let prefix = "\(name).adam.step3.layer\(layer)"
            #expect(relativeError(network.weight(layer: layer), try oracle.doubles("\(prefix).weight")) < oracleTolerance)
            #expect(relativeError(network.bias(layer: layer), try oracle.doubles("\(prefix).bias")) < oracleTolerance)
        }
    }
}
