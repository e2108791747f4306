import Testing

@testable import Core

/// Variants of one sweep: each a table of its own, jobs that several have trained once.
@Suite struct VariantTests {
    /// `base` and `more` (a third seed) share jobs; `deep` has its own.
    private static func sample() -> SampleSweep {
        var sweep = SampleSweep(methods: [.DA])
        sweep.variant("deep") { $0.training.hidden = [64] }
        sweep.variant("base")
        sweep.variant("more") { $0.seeds = [0, 1, 2] }
        for (index, part) in [sweep.spec.variants[2], sweep.spec.variants[0]].enumerated() {
            for seed in part.seeds {
                let job = sweep.job(in: part, .DA, seed: seed)
                sweep.train(job)
                sweep.measure(job, .test, ["accuracy": 0.5 + Double(seed) / 8, "SI": 0.25 + Double(index) / 2])
            }
        }
        return sweep
    }

    @Test func aJobOfSeveralVariantsCountsInEach() {
        let record = Self.sample().record
        #expect(record.jobs.count == 5)
        #expect(record.parts.map(\.jobs.count) == [2, 2, 3])
        #expect(
            CSVWriter.text(SummaryTable.table(record)) == csv(
                "variant," + TableTests.summaryHeader, "deep,strokes,R4,DA,,,,,56.25,8.838834764831844,79.41377960109183,2,0.75,0,0,2,0,0",
                "base,strokes,R4,DA,,,,,56.25,8.838834764831844,79.41377960109183,2,0.25,0,0,2,0,0",
                "more,strokes,R4,DA,,,,,62.5,12.5,31.05172139687912,3,0.25,0,0,3,0,0"))
    }

    @Test func jobsStandOncePerVariant() throws {
        let record = Self.sample().record
        let rows = try CSVReader.rows(CSVWriter.text(JobsTable.table(record)))
        #expect(rows[0][0] == "variant" && rows[0][1] == "dataset")
        let seed = try #require(rows[0].firstIndex(of: "seed"))
        let places = rows.dropFirst().map { [$0[0], $0[seed]] }
        #expect(
            places == [
                ["deep", "0"], ["deep", "1"], ["base", "0"], ["base", "1"], ["more", "0"], ["more", "1"], ["more", "2"],
            ])
        #expect(rows[3].last == rows[5].last && rows[1].last != rows[3].last)
        var written: [UInt8] = []
        try JobsTable.write(record) { bytes throws(FileError) in written += bytes }
        #expect(String(decoding: written, as: UTF8.self) == CSVWriter.text(JobsTable.table(record)))
    }

    /// A variant on the data that another falls back to is not that other's.
    @Test func aFallbackThatWasNotNeededIsNotTaken() {
        var sweep = SampleSweep(methods: [.DA])
        sweep.variant("base")
        sweep.variant("strokes") { ($0.data.source, $0.data.fallback) = (.strokes, nil) }
        let drawn = sweep.job(in: sweep.spec.variants[1], .DA, seed: 0)
        sweep.train(drawn)
        #expect(sweep.record.parts.map(\.jobs.count) == [1, 1], "the source was never used")
        sweep.dataset = .mnist
        sweep.train(sweep.job(in: sweep.spec.variants[0], .DA, seed: 0))
        #expect(sweep.record.parts.map(\.datasets) == [[.mnist], [.strokes]])
        #expect(sweep.record.parts.map(\.jobs.count) == [1, 1])
    }

    @Test func terminalHasATableEach() {
        let text = PaperTable.text(Self.sample().record)
        #expect(text.hasPrefix("variant deep\nstrokes, test split, mean ± standard deviation over 2 seeds\ngroup"))
        #expect(text.contains("\nvariant more\nstrokes, test split, mean ± standard deviation over 3 seeds\n"))
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }

    /// The same question asked of other networks is another search.
    @Test func searchesOfVariantsStayApart() throws {
        var sweep = SampleSweep(methods: [.IR])
        sweep.spec.nu = .smallest(SampleSweep.searchSettings)
        sweep.variant("base")
        sweep.variant("deep") { $0.training.hidden = [64] }
        for (index, part) in sweep.spec.variants.enumerated() {
            for nu in [1.0, 2] {
                for seed in part.seeds {
                    let job = sweep.job(in: part, .IR, nu: nu, seed: seed)
                    sweep.train(job)
                    sweep.measure(job, .validation, ["SI": nu > Double(index) ? 0.96875 : 0.5])
                    sweep.measure(job, .test, ["accuracy": nu / 4, "SI": 0.96875])
                }
            }
            let unit = NuSearchUnit(
                data: sweep.job(in: part, .IR, nu: 1, seed: 0).data, group: part.groups[0], regulariser: .logit,
                settings: SampleSweep.searchSettings, seeds: part.seeds, training: part.training, saliency: part.saliency)
            sweep.events.append(
                .searched(
                    SearchedEvent(
                        group: unit.group, regulariser: .logit, outcome: "passed", nu: index == 0 ? 1 : 2,
                        dataset: .strokes, settings: unit.settings, search: unit.id)))
        }
        let rows = Summary.rows(sweep.record)
        #expect(rows.map(\.variant) == ["base", "deep"])
        #expect(rows.map(\.nu) == [1, 2])
        #expect(rows.map { $0.statistics[.accuracy]?.mean } == [25, 50])
        let search = try CSVReader.rows(CSVWriter.text(SearchTable.table(sweep.record)))
        #expect(search[0].prefix(2) == ["variant", "dataset"])
        #expect(search.dropFirst().filter { $0.contains("answer") }.map { [$0[0], $0[4]] } == [["base", "1"], ["deep", "2"]])
    }
}
