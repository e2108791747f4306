import Core
import Testing

@Suite struct PaperTableTests {
    private static func table1() -> SampleSweep {
        var sweep = SampleSweep(groups: ["R4", "T3"], methods: [.WT, .DA, .IR], measures: Measure.standard)
        for seed in UInt64(0) ..< 2 {
            let shift = Double(seed)
            for group in ["R4", "T3"] {
                for (job, values) in [
                    (sweep.job(group, .WT, seed: seed), ["accuracy": 0.945 + shift / 1000, "LI": 0, "DI": 0, "SI": 1]),
                    (sweep.job(group, .DA, seed: seed),
                        ["accuracy": 0.94, "LI": 98.6 + shift, "DI": 0.3 + shift / 10, "SI": 0.17]),
                    (sweep.job(group, .IR, nu: 2.371, seed: seed),
                        ["accuracy": 0.879, "LI": 0.0123 + shift / 1000, "DI": 0.00051, "SI": 0.9504]),
                ] {
                    sweep.train(job)
                    sweep.measure(job, .test, values)
                }
            }
        }
        sweep.search("passed", nu: 2.371, group: "R4")
        sweep.search("unreachable within bounds", group: "T3")
        return sweep
    }

    @Test func asInThePaper() {
        #expect(
            PaperTable.text(Self.table1().record) == """
                strokes, test split, mean ± standard deviation over 2 seeds
                group  method  ν     accuracy %  LI            DI               SI
                R4     WT            94.5±0.1     0    ±0      0      ±0        1.000±0.000
                R4     DA            94.0±0.0    99.1  ±0.7    0.35   ±0.07     0.170±0.000
                R4     IR      2.37  87.9±0.0     0.013±0.001  0.00051±0.00000  0.950±0.000
                T3     WT            94.5±0.1     0    ±0      0      ±0        1.000±0.000
                T3     DA            94.0±0.0    99.1  ±0.7    0.35   ±0.07     0.170±0.000
                T3     IR            no ν: unreachable within bounds
                ν: the smallest SI >= 0.95 on the validation split
                """ + "\n")
    }

    /// Values of one size: one number of decimals, by their deviations. Points stand under each other, those of ν too.
    @Test func aColumnReadsAsAColumn() {
        var sweep = SampleSweep(methods: [.WT, .DA, .IR], measures: [.accuracy, .LI])
        sweep.spec.nu = .values([0.5, 10])
        for seed in UInt64(0) ..< 2 {
            let shift = Double(seed)
            for (job, error) in [
                (sweep.job(.WT, seed: seed), 0), (sweep.job(.DA, seed: seed), 61.5 + 23 * shift),
                (sweep.job(.IR, nu: 0.5, seed: seed), 30.25 + 10 * shift), (sweep.job(.IR, nu: 10, seed: seed), 9.25 + shift / 2),
            ] {
                sweep.train(job)
                sweep.measure(job, .test, ["accuracy": 0.5, "LI": error])
            }
        }
        func lines() -> [Substring] { PaperTable.text(sweep.record).split(separator: "\n").dropFirst(2).map { $0 } }
        #expect(
            lines() == [
                "R4      WT              50.0 ± 0.0    0   ±  0", "R4      DA              50.0 ± 0.0   73.0 ± 16.3",
                "R4      IR        0.5   50.0 ± 0.0   35.2 ±  7.1", "R4      IR       10     50.0 ± 0.0    9.5 ±  0.4",
            ])
    }

    @Test(arguments: [55, 60, 70, 80, 120]) func keepsToTheWidth(width: Int) {
        let text = PaperTable.text(Self.table1().record, width: width)
        let table = text.split(separator: "\n").dropFirst().filter { !$0.hasPrefix("ν:") }
        #expect(table.allSatisfy { $0.count <= width })
        #expect(text.contains("accuracy %") && text.contains("SI"))
        #expect(!text.contains(" \n"))
    }

    @Test func oneSeedHasNoSign() {
        var sweep = SampleSweep(methods: [.WT], seeds: [0])
        sweep.train(sweep.job(.WT, seed: 0))
        sweep.measure(sweep.job(.WT, seed: 0), .test, ["accuracy": 0.9375, "SI": 1])
        #expect(
            PaperTable.text(sweep.record) == """
                strokes, test split, one seed
                group   method   accuracy %   SI
                R4      WT       93.8         1.000

                """)
    }

    @Test func unfinishedSweepSaysSo() {
        var sweep = SampleSweep(methods: [.WT, .DA, .IR])
        sweep.train(sweep.job(.WT, seed: 0))
        sweep.measure(sweep.job(.WT, seed: 0), .test, ["accuracy": 0.9375, "SI": 1])
        #expect(
            PaperTable.text(sweep.record) == """
                strokes, test split, mean ± standard deviation over up to 2 seeds
                group   method   ν   accuracy %   SI
                R4      WT           93.8         1.000
                R4      DA
                R4      IR           search not finished
                ν: the smallest SI >= 0.95 on the validation split
                R4 WT: 1 not done yet
                R4 DA: 2 not done yet

                """)
    }

    @Test func nothingMeasuredIsOneLine() {
        #expect(
            PaperTable.text(SampleSweep(groups: ["R4", "T3"], methods: [.WT, .DA, .IR]).record) == """
                mnist, test split, mean ± standard deviation over 2 seeds
                no row of the table yet; 8 networks and 2 ν searches to go

                """)
        #expect(
            PaperTable.text(SampleSweep(methods: [.DA], seeds: [0]).record).hasSuffix("\nno row of the table yet; 1 network to go\n"))
        // What failed is something.
        var failed = SampleSweep(methods: [.DA])
        failed.fail(failed.job(.DA, seed: 0))
        #expect(PaperTable.text(failed.record).hasSuffix("\nR4 DA: 1 failed, 1 not done yet\n"))
    }

    @Test func meansOfFewerSeedsAreNotSaidToBeOfAll() {
        func sweep(_ last: (inout SampleSweep, Job) -> Void) -> String {
            var sweep = SampleSweep(methods: [.DA])
            sweep.train(sweep.job(.DA, seed: 0))
            sweep.measure(sweep.job(.DA, seed: 0), .test, ["accuracy": 0.9375, "SI": 1])
            last(&sweep, sweep.job(.DA, seed: 1))
            return PaperTable.text(sweep.record)
        }
        let failed = sweep { $0.fail($1) }
        #expect(failed.contains("over up to 2 seeds\n") && failed.hasSuffix("\nR4 DA: 1 failed\n"), "\(failed)")
        for (value, words) in [(Double.nan, "over up to 2 seeds\n"), (1, "deviation over 2 seeds\n")] {
            let text = sweep { sweep, job in
                sweep.train(job)
                sweep.measure(job, .test, ["accuracy": 0.9375, "SI": value])
            }
            #expect(text.contains(words), "\(text)")
        }
    }

    @Test func manyUnfinishedRowsAreSummedUp() {
        var sweep = SampleSweep(groups: ["R4", "T3"], methods: [.WT, .DA])
        sweep.train(sweep.job(.WT, seed: 0))
        sweep.measure(sweep.job(.WT, seed: 0), .test, ["accuracy": 0.9375, "SI": 1])
        let text = PaperTable.text(sweep.record)
        #expect(text.hasSuffix("\nnot done yet: 7 networks in 4 rows, such as R4 WT (1)\n"), "\(text)")
        #expect(text.split(separator: "\n").count { $0.contains("not done yet") } == 1)
    }
}
