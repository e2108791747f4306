import Testing

@testable import Core

/// The ways to the first layer's inputs and weights that save work must not change a bit.
@Suite struct InkTests {
    private func task(_ method: Method, _ group: String = "R4", weightDecay: Double = 0) throws -> TrainingTask {
        var parameters = TinyData.parameters()
        parameters.weightDecay = weightDecay
        return TrainingTask(
            data: try TinyData.prepared(sparse: true), group: try TinyData.group(group), method: method, nu: 0.7, seed: 5,
            parameters: parameters)
    }

    @Test(arguments: Method.allCases, ["R4", "T4"]) func `lists made once or batch by batch give the same bits`(
        _ method: Method, _ group: String
    ) throws {
        let task = try task(method, group)
        let bits = try [0, SplitInk.defaultLimit].map { limit in
            let ink = TrainingInk(task.data, group: task.group, kernels: .of(.portable), limit: limit)
            #expect((ink.train.lists == nil) == (limit == 0))
            return try Trainer(task, kernels: .of(.portable), ink: ink).run().network.bits
        }
        #expect(bits[0] == bits[1])
    }

    /// Idle pixels share one step of Adam; here each is given its own. Decay takes a share of each weight, and
    /// weights on idle pixels differ.
    @Test(arguments: Method.allCases, availableSets) func `idle pixels are trained as if each were trained alone`(
        _ method: Method, _ set: InstructionSet
    ) throws {
        for decay in [0, 0.7, 90] { try checkIdlePixels(try task(method, weightDecay: decay), set) }
    }

    private func checkIdlePixels(_ task: TrainingTask, _ set: InstructionSet) throws {
        let known = TrainingInk(task.data, group: task.group, kernels: .of(set))
        let idle = known.train.isActive.filter { $0 == 0 }.count
        #expect(idle == 28, "the padding of 8×8 images, and nothing else")
        let unknown = TrainingInk(
            train: SplitInk(known.train, isActive: [UInt8](repeating: 1, count: 64)), validation: known.validation)
        let folded = try Trainer(task, kernels: .of(set), ink: known).run()
        let unfolded = try Trainer(task, kernels: .of(set), ink: unknown).run()
        #expect(folded.network.bits == unfolded.network.bits)
        #expect(folded.history == unfolded.history)
    }

    @Test func `pixels are active where any element moves ink to`() throws {
        let images = ImageBytes(count: 2, pixels: 64) { base in
            base[9] = 200
            base[64 + 12] = 1
        }
        for (name, places) in [
            ("R4", [9, 14, 49, 54, 12, 25, 51, 38]), ("F2", [9, 14, 12, 11]), ("T2", [9, 13, 12, 8]),
        ] {
            let ink = SplitInk(
                images, group: try TinyData.group(name), background: 0, kernels: .of(.portable))
            let active = ink.isActive.indices.filter { ink.isActive[$0] == 1 }
            #expect(active == places.sorted(), "\(name)")
        }
    }

    @Test func `ink is what differs from the commonest byte`() throws {
        // Dark on a bright ground.
        let images = ImageBytes(count: 3, pixels: 64) { base in
            for pixel in 0 ..< 192 { base[pixel] = pixel % 7 == 0 ? 10 : 250 }
        }
        let normalisation = Normalisation(of: images)
        #expect(normalisation.background == 250)
        let group = try TinyData.group("R4")
        let ink = SplitInk(images, group: group, background: 250, kernels: .of(.portable))
        let rows = InkRows(capacity: 4)
        let batch = ink.batch(rows: 4)
        rows.read(from: batch)
        let numbers = UnsafeMutableBufferPointer<Int32>.allocate(capacity: 1)
        defer { numbers.deallocate() }
        ink.append(1, image: { _ in 2 }, element: { _ in 1 }, to: batch, numbers: numbers)
        rows.show(0, at: 3)
        let expected = group.source(of: 1).map { normalisation.values[Int(images[2][Int($0)])] }
        #expect(rows.values(3, normalisation, pixels: 64) == expected)
        #expect(rows.ends[3] - rows.begins[3] < 12)
    }
}
