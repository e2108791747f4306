import Testing

@testable import Core

/// Which transformed image stands in which row. The losses themselves cannot tell all orders
/// apart: they pool or average over the blocks.
@Suite struct OrbitBatchTests {
    @Test(arguments: Method.allCases, ["R4", "D4", "T4"])
    func `every block holds the element that the method asks for`(_ method: Method, _ name: String) throws {
        for limit in [0, SplitInk.defaultLimit] { try check(method, name, limit: limit) }
    }

    private func check(_ method: Method, _ name: String, limit: Int) throws {
        let task = TrainingTask(
            data: try TinyData.prepared(), group: try TinyData.group(name), method: method, seed: 0,
            parameters: TinyData.parameters())
        let group = task.group
        let reference = ReferenceTrainer(task)
        let train = task.data.train
        let blocks = method == .DA ? 1 : group.order
        let (count, stride) = (10, 12)
        let ink = SplitInk(
            train.images, group: group, background: task.data.normalisation.background, kernels: .of(.portable),
            limit: limit)
        #expect((ink.lists == nil) == (limit == 0))
        let batch = OrbitBatch(ink, method: method, capacity: stride * blocks)
        #expect(batch.blocks == blocks)
        let rows = InkRows(capacity: stride * blocks)
        // Samples in no order, and elements that are not the same as the samples' numbers.
        let sample = { (i: Int) in (7 * i + 3) % train.count }
        let drawn = { (i: Int) in (3 * i + 1) % group.order }
        // Twice: what a batch leaves behind must not show in the next.
        batch.write(count: stride, sample: { $0 }, drawn: { _ in 0 }, to: rows, stride: stride)
        batch.write(count: count, sample: sample, drawn: drawn, to: rows, stride: stride)

        for block in 0 ..< blocks {
            for i in 0 ..< count {
                let drawnImage = reference.moved(reference.image(train, sample(i)), by: drawn(i))
                let expected =
                    switch method {
                    case .DA: drawnImage
                    case .IR: reference.moved(drawnImage, by: block)
                    case .WT: reference.movedBack(drawnImage, by: block)
                    }
                let found = rows.values(block * stride + i, task.data.normalisation, pixels: 64)
                #expect(found.map { Double($0) } == expected, "block \(block), row \(i)")
            }
            for i in count ..< stride {
                let row = block * stride + i
                #expect(rows.begins[row] == rows.ends[row], "block \(block): padding row \(i) has ink")
            }
        }
    }
}
