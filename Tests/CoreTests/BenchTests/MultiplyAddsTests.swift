import Testing

@testable import Core

/// Counts against sums made by hand, for the network 6 → 4 → 3 → 2: 6·4 = 24 weights in the first
/// layer, 4·3 + 3·2 = 18 in the others. One row takes a multiply-add per weight and pass.
@Suite struct MultiplyAddsTests {
    let architecture = Architecture(inputs: 6, hidden: [4, 3], classes: 2)

    private func training(_ method: Method, _ first: MultiplyAdds.FirstLayer) -> Double {
        MultiplyAdds.training(architecture, method: method, order: 4, samples: 10, first: first)
    }

    private func validation(_ method: Method, _ first: MultiplyAdds.FirstLayer) -> Double {
        MultiplyAdds.validation(architecture, method: method, order: 4, samples: 10, first: first)
    }

    @Test func product() {
        #expect(MultiplyAdds.product(rows: 512, depth: 1296, columns: 128) == 84_934_656)
    }

    @Test func denseTraining() {
        // 10 rows: 2·24 in the first layer, 3·18 in the others.
        #expect(training(.DA, .dense) == 10 * (48 + 54))
        // 40 rows in the first layer, 10 after the pooling.
        #expect(training(.WT, .dense) == 40 * 48 + 10 * 54)
        #expect(training(.IR, .dense) == 40 * (48 + 54))
    }

    @Test func inkedTraining() {
        // 13 inked pixels in all images: 13·4 forward and again for the weight gradient.
        #expect(training(.DA, .ink(13)) == 2 * 52 + 10 * 54)
        #expect(training(.WT, .ink(13)) == 4 * 2 * 52 + 10 * 54)
        #expect(training(.IR, .ink(13)) == 4 * 2 * 52 + 40 * 54)
        #expect(training(.DA, .ink(60)) == training(.DA, .dense))
    }

    @Test func validationIsOneForwardPass() {
        #expect(validation(.DA, .dense) == 10 * (24 + 18))
        #expect(validation(.IR, .dense) == 10 * (24 + 18))
        #expect(validation(.WT, .dense) == 10 * (4 * 24 + 18))
        #expect(validation(.DA, .ink(13)) == 52 + 180)
    }

    @Test func attribution() {
        // First layer once and once transposed; 5 steps through the 12 weights between the hidden
        // layers, forward and backward.
        #expect(MultiplyAdds.attribution(architecture, steps: 5) == 2 * 24 + 5 * 2 * 12)
        #expect(MultiplyAdds.naiveAttribution(architecture, steps: 5) == 5 * 2 * (24 + 12 + 6))
    }

    @Test func inkIsWhatIsNotBackground() {
        let images = ImageBytes(count: 2, pixels: 3) { base in
            base[1] = 1
            base[2] = 255
            base[5] = 7
        }
        #expect(MultiplyAdds.ink(in: images, background: 0) == 3)
    }

    @Test func ofATrainingTask() throws {
        let data = try TinyData.prepared(train: 50, test: 1, validation: 20)
        let task = TrainingTask(
            data: data, group: try TinyData.group("R4"), method: .IR, seed: 0,
            parameters: TinyData.parameters())
        // Batches of 18, 18, 14.
        #expect(task.stepsPerEpoch == 3)
        #expect(
            task.denseMultiplyAdds
                == MultiplyAdds.training(task.architecture, method: .IR, order: 4, samples: 50, first: .dense)
                + MultiplyAdds.validation(task.architecture, method: .IR, order: 4, samples: 20, first: .dense))
        // The margin of one pixel is background: at most 36 of 64 pixels have ink, and all of these
        // images' do.
        let others = 12.0 * 10 + 10 * 3
        #expect(
            task.neededMultiplyAdds
                == 4 * 2 * 50 * 36 * 12 + 4 * 50 * 3 * others + 20 * 36 * 12 + 20 * others)
        #expect(task.neededMultiplyAdds < task.cost.perEpoch)
    }
}
