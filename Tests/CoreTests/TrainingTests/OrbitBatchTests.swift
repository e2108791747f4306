import Testing

@testable import Core

/// Which transformed image stands in which row. The losses themselves cannot tell all orders
/// apart: they pool or average over the blocks.
@Suite struct OrbitBatchTests {
    @Test(arguments: Method.allCases, ["R4", "D4", "T4"])
    func `every block holds the element that the method asks for`(_ method: Method, _ name: String) throws {
        let task = TrainingTask(
            data: try TinyData.prepared(), group: try TinyData.group(name), method: method, seed: 0,
            parameters: TinyData.parameters())
        let group = task.group
        let reference = ReferenceTrainer(task)
        let train = task.data.train
        let blocks = method == .DA ? 1 : group.order
        let (count, stride) = (10, 12)
        let batch = OrbitBatch(
            OrbitImages(group: group, table: task.data.normalisation.values, kernels: .of(.portable)),
            method: method, capacity: stride, placeholder: train.images.base)
        defer { batch.deallocate() }
        #expect(batch.blocks == blocks)
        let out = FloatBuffer(count: Panels.count(64) * stride * blocks * Panels.width)
        // Samples in no order, and elements that are not the same as the samples' numbers.
        let sample = { (i: Int) in (7 * i + 3) % train.count }
        let drawn = { (i: Int) in (3 * i + 1) % group.order }
        batch.write(
            count: count, image: { train.images.pointer(sample($0)) }, drawn: drawn, to: out,
            outRows: stride * blocks, stride: stride)

        for block in 0 ..< blocks {
            for i in 0 ..< count {
                let drawnImage = reference.moved(reference.image(train, sample(i)), by: drawn(i))
                let expected =
                    switch method {
                    case .DA: drawnImage
                    case .IR: reference.moved(drawnImage, by: block)
                    case .WT: reference.movedBack(drawnImage, by: block)
                    }
                let found = (0 ..< 64).map {
                    Double(out[Panels.offset(rows: stride * blocks, row: block * stride + i, feature: $0)])
                }
                #expect(found == expected, "block \(block), row \(i)")
            }
        }
    }
}
