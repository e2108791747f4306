import Core
import KernelReference
import Testing

@Suite struct LogitGradientTests {
    @Test(arguments: availableSets) func `the gradient of one logit by the last hidden layer`(set: InstructionSet) {
        for columns in [32, 45, 128] {
            var hidden = Matrix.random(20, columns, index: 220)
            hidden.elements.replaceSubrange(0 ..< 3, with: [0, -0.0, .leastNonzeroMagnitude])
            let weights = Matrix.random(9, columns, index: 221)
            let classes = (0 ..< 20).map { Int32($0 * 7 % 9) }
            var out = emptyPanels(rows: 24, columns: columns)
            KernelSet.of(set).logitGradient(
                hidden.panels(allocatedRows: 24), 24, classes, 20, weights.panels(allocatedRows: 11), 11, &out,
                Panels.count(columns))
            #expect(untouchedRows(out, allocatedRows: 24) == 4)
            expectSameBits(
                Matrix(out, allocatedRows: 24, rows: 20, columns: columns).elements,
                Reference.logitGradient(
                    hidden: hidden.elements, classes: classes.map { Int($0) }, weights: weights.elements, width: columns),
                "\(columns) columns")
        }
    }
}
