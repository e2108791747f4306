import Core
import KernelReference
import Testing

/// The kernels that follow rays by runs, each against its plain reference, bit for bit.
@Suite struct RayTests {
    /// (rays, steps, units, first row): single rays and steps, odd numbers, partly filled panels.
    static let shapes: [(rays: Int, steps: Int, columns: Int, firstRow: Int)] = [
        (1, 1, 32, 0), (2, 2, 45, 1), (3, 7, 64, 1), (4, 50, 128, 3), (1, 33, 7, 0), (5, 3, 96, 2),
    ]

    private func alphas(_ steps: Int) -> [Float] { (0 ..< steps).map { (Float($0) + 0.5) / Float(steps) } }

    /// Pre-activations at the ends of runs that cover each ray; single steps among them.
    private func parents(rays: Int, steps: Int, columns: Int, index: Int) -> Reference.Runs<Float> {
        var stream = RandomStream(seed: 5, purpose: .test, index: UInt32(index))
        var parents = Reference.Runs<Float>()
        for ray in 0 ..< rays {
            var first = 0
            while first < steps {
                let last = min(steps - 1, first + [0, 0, 1, 4, 30][Int(stream.integer(below: 5))])
                parents.runs.append(.init(first: first, last: last, parent: ray))
                let a = randomFloats(columns, index: 1000 * index + parents.runs.count)
                parents.first.append(a)
                // Most units do not change.
                let b = randomFloats(columns, index: 1000 * index + 500 + parents.runs.count)
                parents.last.append(last == first ? a : zip(a, b).map { $0 + 0.3 * $1 })
                first = last + 1
            }
        }
        return parents
    }

    @Test("the ends of rays", arguments: availableSets)
    func rayEnds(set: InstructionSet) {
        for (rays, steps, columns, firstRow) in Self.shapes {
            let start = randomFloats(columns, index: 200)
            let slope = Matrix.random(rays, columns, index: 201)
            var table = RunTable(capacity: rays)
            let rows = 2 * rays + 1
            var out = emptyPanels(rows: rows, columns: columns)
            KernelSet.of(set).rayEnds(
                padded(start), slope.panels(allocatedRows: rays + firstRow + 1, firstRow: firstRow),
                rays + firstRow + 1, firstRow, rays, alphas(steps), steps, &table.entries, &out, rows,
                Panels.count(columns))
            let expected = Reference.rayEnds(start: start, slopes: slope.rowsOfElements, alphas: alphas(steps))
            expectRuns(table, expected, "\(rays) rays, \(steps) steps")
            expectEnds(out, rows, columns, table, expected, "\(rays) rays, \(steps) steps")
        }
    }

    @Test("runs are refined where units change", arguments: availableSets)
    func refineRuns(set: InstructionSet) {
        for (rays, steps, columns, _) in Self.shapes {
            for variant in 0 ..< 3 {
                var parents = parents(rays: rays, steps: steps, columns: columns, index: 210 + variant)
                if variant == 1 { parents.last = parents.first }
                if variant == 2 {
                    // Exact zeros, either sign of them, at either end; and what a diverged network has.
                    for run in parents.runs.indices where parents.runs[run].last > parents.runs[run].first {
                        parents.first[run][0] = 0
                        parents.last[run][1] = -0.0
                        parents.last[run][2] = .nan
                        parents.first[run][3] = .infinity
                        parents.last[run][4] = -.infinity
                    }
                }
                let what = "\(rays) rays, \(steps) steps, \(columns) units, variant \(variant)"
                let expected = Reference.refinedRuns(parents, alphas: alphas(steps))
                let found = refine(set, parents, steps, columns)
                expectRuns(found.runs, expected, what)
                expectEnds(found.out, found.rows, columns, found.runs, expected, what)
                for (run, pattern) in expected.patterns.enumerated() {
                    for (h, responds) in pattern.enumerated() {
                        let word = found.patterns[run * Panels.count(columns) + h / 32]
                        #expect((word >> UInt32(h % 32) & 1 == 1) == responds, "\(what): run \(run), unit \(h)")
                    }
                }
                #expect(found.children == (0 ... parents.runs.count).map { p in expected.runs.count { $0.parent < p } })
                #expect(found.heads.allSatisfy { $0 == -1 })
            }
        }
    }

    private func refine(
        _ set: InstructionSet, _ parents: Reference.Runs<Float>, _ steps: Int, _ columns: Int
    ) -> (runs: RunTable, patterns: [UInt32], out: [Float], rows: Int, children: [Int], heads: [Int32]) {
        var table = RunTable(parents.runs)
        let capacity = steps * (parents.runs.map(\.parent).max() ?? 0) + steps
        var runs = RunTable(capacity: capacity)
        let panels = Panels.count(columns)
        var patterns = [UInt32](repeating: 0, count: capacity * panels)
        var out = emptyPanels(rows: capacity + 1, columns: columns)
        var heads = [Int32](repeating: -1, count: steps)
        var links = [Int32](repeating: 0, count: panels * 32)
        let z = parents.ends(columns: columns)
        runs.count = KernelSet.of(set).refineRuns(
            z.panels(), z.rows, &table.entries, table.count, alphas(steps), &runs.entries, &patterns, &out,
            capacity + 1, panels, &heads, &links)
        let children = (0 ... table.count).map { Int(table.entries[4 * $0 + 3]) }
        return (runs, patterns, out, capacity + 1, children, heads)
    }

    @Test("the last layer's runs need no activations", arguments: availableSets)
    func withoutOutput(set: InstructionSet) {
        let parents = parents(rays: 2, steps: 20, columns: 40, index: 220)
        let expected = refine(set, parents, 20, 40)
        var table = RunTable(parents.runs)
        var runs = RunTable(capacity: 40)
        var patterns = [UInt32](repeating: 0, count: 80)
        var heads = [Int32](repeating: -1, count: 20)
        var links = [Int32](repeating: 0, count: 64)
        let z = parents.ends(columns: 40)
        runs.count = KernelSet.of(set).refineRuns(
            z.panels(), z.rows, &table.entries, table.count, alphas(20), &runs.entries, &patterns, nil, 0, 2, &heads,
            &links)
        #expect(runs.runs == expected.runs.runs)
        #expect(patterns == expected.patterns)
    }

    @Test("runs of pooled responses, in whatever order the group's elements come", arguments: availableSets)
    func pooledRuns(set: InstructionSet) {
        for (rays, steps, columns, firstRow) in Self.shapes {
            for (mean, order) in [(false, 4), (false, 1), (true, 3)] {
                let start = randomFloats(columns, index: 230)
                var slopes = (0 ..< rays).map { ray in
                    (0 ..< order).map { randomFloats(columns, index: 231 + 10 * ray + $0).map { 3 * $0 } }
                }
                // Two lines that are the same one.
                if order > 2 { slopes[0][2] = slopes[0][0] }
                let what = "\(rays) rays, \(steps) steps, \(columns) units, \(order) elements"
                let expected = Reference.pooledRuns(mean: mean, start: start, slopes: slopes, alphas: alphas(steps))
                var sums: [[[Float]]] = []
                let gradient = Matrix.random(expected.runs.count, columns, index: 239)
                for reversed in [false, true] {
                    let lines = slopes.map { reversed ? $0.reversed() : $0 }
                    let found = pool(set, mean, start, lines, steps, firstRow, gradient)
                    expectRuns(found.runs, expected, what)
                    expectEnds(found.out, found.rows, columns, found.runs, expected, what)
                    sums.append(found.sums)
                    expectSameBits(
                        found.sums.flatMap { $0 },
                        Reference.pooledRunGradients(
                            mean: mean, start: start, slopes: lines, alphas: alphas(steps), runs: expected.runs,
                            gradient: gradient.rowsOfElements
                        ).flatMap { $0.flatMap { $0 } }, "\(what): gradients")
                }
                // Equal lines share, so that their order cannot matter either.
                let turned = (0 ..< rays).flatMap { ray in
                    (0 ..< order).map { sums[1][ray * order + order - 1 - $0] }
                }
                expectSameBits(sums[0].flatMap { $0 }, turned.flatMap { $0 }, "\(what): order")
            }
        }
    }

    private func pool(
        _ set: InstructionSet, _ mean: Bool, _ start: [Float], _ slopes: [[[Float]]], _ steps: Int, _ firstRow: Int,
        _ gradient: Matrix
    ) -> (runs: RunTable, out: [Float], rows: Int, sums: [[Float]]) {
        let (rays, order, columns) = (slopes.count, slopes[0].count, start.count)
        let panels = Panels.count(columns)
        let blockRows = firstRow + rays + 1
        var blocks = Matrix(
            rows: blockRows * order, columns: columns, [Float](repeating: .nan, count: blockRows * order * columns))
        for (ray, lines) in slopes.enumerated() {
            for (g, line) in lines.enumerated() {
                let row = g * blockRows + firstRow + ray
                blocks.elements.replaceSubrange(row * columns ..< (row + 1) * columns, with: line)
            }
        }
        let kernels = KernelSet.of(set)
        var table = RunTable(capacity: rays)
        var runs = RunTable(capacity: rays * steps)
        let rows = rays * steps + 1
        var out = emptyPanels(rows: rows, columns: columns)
        var heads = [Int32](repeating: -1, count: steps)
        var scratch = [Float](repeating: 0, count: order * 16)
        runs.count = kernels.pooledRuns(
            mean, padded(start), blocks.panels(), blocks.rows, firstRow, blockRows, order, alphas(steps), steps,
            &table.entries, rays, &runs.entries, &out, rows, panels, &heads, &scratch)
        #expect(heads.allSatisfy { $0 == -1 })
        var sums = emptyPanels(rows: blocks.rows, columns: columns)
        kernels.pooledRunGradients(
            mean, padded(start), blocks.panels(), blocks.rows, firstRow, blockRows, order, alphas(steps),
            table.entries, rays, runs.entries, gradient.panels(), gradient.rows, &sums, panels)
        #expect(untouchedRows(sums, allocatedRows: blocks.rows) == blocks.rows - rays * order)
        let all = Matrix(sums, allocatedRows: blocks.rows, rows: blocks.rows, columns: columns).rowsOfElements
        let raySums = (0 ..< rays).flatMap { ray in (0 ..< order).map { all[$0 * blockRows + firstRow + ray] } }
        return (runs, out, rows, raySums)
    }

    @Test("gradients along runs", arguments: availableSets)
    func gradients(set: InstructionSet) {
        let kernels = KernelSet.of(set)
        for (rays, steps, columns, firstRow) in Self.shapes {
            let what = "\(rays) rays, \(steps) steps, \(columns) units"
            let parents = parents(rays: rays, steps: steps, columns: columns, index: 240)
            let refined = Reference.refinedRuns(parents, alphas: alphas(steps))
            let found = refine(set, parents, steps, columns)
            var table = RunTable(parents.runs)
            for (parent, child) in found.children.enumerated() { table.entries[4 * parent + 3] = Int32(child) }
            let panels = Panels.count(columns)

            let gradient = Matrix.random(refined.runs.count, columns, index: 241)
            let rows = firstRow + parents.runs.count + 1
            var sums = emptyPanels(rows: rows, columns: columns)
            kernels.runGradientSums(
                gradient.panels(), gradient.rows, found.patterns, table.entries, table.count, &sums, rows, firstRow,
                panels)
            #expect(untouchedRows(sums, allocatedRows: rows) == firstRow + 1)
            expectSameBits(
                Matrix(sums, allocatedRows: rows, firstRow: firstRow, rows: table.count, columns: columns).elements,
                Reference.runGradientSums(
                    gradient.rowsOfElements, runs: refined.runs, patterns: refined.patterns, parents: table.count
                ).flatMap { $0 }, "\(what): sums")

            let cumulated = (0 ... steps).map { Double($0 * $0) / Double(steps * steps) }
            let runWeights = refined.runs.map { Float(cumulated[$0.last + 1] - cumulated[$0.first]) }
            let classes = (0 ..< rays).map { $0 * 7 % 9 }
            let logitWeights = Matrix.random(9, columns, index: 242)
            var top = emptyPanels(rows: refined.runs.count + 1, columns: columns)
            kernels.logitRows(
                found.runs.entries, found.runs.count, classes.map { Int32($0) }, logitWeights.panels(allocatedRows: 11),
                11, cumulated, &top, refined.runs.count + 1, panels)
            let rayOfParent = parents.runs.map(\.parent)
            expectSameBits(
                Matrix(top, allocatedRows: refined.runs.count + 1, rows: refined.runs.count, columns: columns).elements,
                Reference.logitRows(
                    rays: refined.runs.map { rayOfParent[$0.parent] }, runWeights: runWeights, classes: classes,
                    weights: logitWeights.rowsOfElements
                ).flatMap { $0 }, "\(what): logit rows")

            for inputs in [20, 64, 128, 200] {
                let weights = Matrix.random(columns, inputs, index: 243)
                var out = emptyPanels(rows: table.count + 1, columns: inputs)
                kernels.logitRunGradients(
                    table.entries, table.count, found.runs.entries, found.patterns, panels, classes.map { Int32($0) },
                    logitWeights.panels(allocatedRows: 11), 11, weights.panels(allocatedRows: panels * 32), panels * 32,
                    cumulated, &out, table.count + 1, Panels.count(inputs))
                #expect(untouchedRows(out, allocatedRows: table.count + 1) == 1)
                let elements = Matrix(out, allocatedRows: table.count + 1, rows: table.count, columns: inputs).elements
                expectSameBits(
                    elements,
                    Reference.logitRunGradients(
                        rays: rayOfParent, runs: refined.runs, patterns: refined.patterns, runWeights: runWeights,
                        classes: classes, logitWeights: logitWeights.rowsOfElements, weights: weights.rowsOfElements
                    ).flatMap { $0 }, "\(what), \(inputs) inputs: logit gradients")
                // Without the kernel's order: each run for itself, in double.
                var truth = [Double](repeating: 0, count: table.count * inputs)
                for (run, pattern) in refined.patterns.enumerated() {
                    let parent = refined.runs[run].parent
                    for h in pattern.indices where pattern[h] {
                        let value = logitWeights.elements[classes[rayOfParent[parent]] * columns + h]
                        for k in 0 ..< inputs {
                            truth[parent * inputs + k] +=
                                Double(runWeights[run]) * Double(value) * Double(weights.elements[h * inputs + k])
                        }
                    }
                }
                expectClose(elements, truth, relative: 1e-5, "\(what), \(inputs) inputs, against double")
            }
        }
    }
}
