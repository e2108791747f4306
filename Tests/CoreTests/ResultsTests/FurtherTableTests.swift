import Foundation
import Testing

@testable import Core

/// Tables beside jobs.csv, table.csv and nu_search.csv: those of differences, elements, classes and analyses.
@Suite struct FurtherTableTests {
    private func rows(_ source: RowSource) throws -> [[String: String]] {
        let rows = try CSVReader.rows(CSVWriter.text(source.table))
        return rows.dropFirst().map { row in Dictionary(uniqueKeysWithValues: zip(rows[0], row)) }
    }

    private static func methods() -> SampleSweep {
        var sweep = SampleSweep(methods: [.WT, .DA, .IR], seeds: [0, 1, 2, 3])
        sweep.spec.nu = .values([1])
        for seed in UInt64(0) ..< 4 {
            for (method, accuracy) in [(Core.Method.WT, 0.875), (.DA, 0.75 + Double(seed) / 32), (.IR, 0.5)] {
                let job = sweep.job(method, nu: 1, seed: seed)
                sweep.train(job)
                sweep.measure(
                    job, .test, ["accuracy": accuracy, "SI": 0.5],
                    perElement: ["accuracy": [accuracy, accuracy / 2], "SI": [1, Double(seed) / 4]],
                    perClass: ["accuracy": [1, 0, accuracy]])
            }
        }
        sweep.fail(sweep.job(.IR, nu: 1, seed: 2), stage: "measuring test")
        return sweep
    }

    @Test func differencesAreThoseOfTheSeeds() throws {
        let rows = try rows(DifferencesTable.source(Self.methods().record))
        #expect(rows.map { "\($0["method"] ?? "")-\($0["minus_method"] ?? "") \($0["measure"] ?? "")" } == [
            "DA-WT accuracy_percent", "DA-WT SI", "IR-WT accuracy_percent", "IR-WT SI", "IR-DA accuracy_percent", "IR-DA SI",
        ])
        // By hand: -12.5, -9.375, -6.25, -3.125.
        let values = [-12.5, -9.375, -6.25, -3.125]
        let mean = values.reduce(0, +) / 4
        let deviation = (values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 3).squareRoot()
        func number(_ row: [String: String], _ key: String) throws -> Double { try #require(Double(row[key] ?? "")) }
        #expect(try number(rows[0], "mean") == mean)
        #expect(abs(try number(rows[0], "std") - deviation) < 1e-12)
        // t of a table of quantiles: 3.18244630528371 for three degrees of freedom.
        #expect(abs(try number(rows[0], "ci95") - 3.18244630528371 * deviation / 2) < 1e-12)
        #expect(abs(try number(rows[0], "t") - mean * 2 / deviation) < 1e-12)
        #expect(abs(try number(rows[0], "p") - 0.030466291662170977) < 1e-12)
        #expect(rows[0]["n"] == "4" && rows[0]["n_left_out"] == "0" && rows[0]["seeds_left_out"] == "")
        #expect(rows[4]["n"] == "3" && rows[4]["n_left_out"] == "1" && rows[4]["seeds_left_out"] == "2")
        #expect(rows[4]["regulariser"] == "logit" && rows[4]["nu"] == "1" && rows[4]["nu_choice"] == "fixed")
        #expect(rows[1]["mean"] == "0" && rows[1]["t"] == "" && rows[1]["p"] == "", "no spread")
    }

    /// Class 1 is in no split, class 2 in that of the second seed alone.
    @Test func classesWithoutSamplesHaveNoRow() throws {
        var sweep = SampleSweep(methods: [.DA], seeds: [0, 1])
        for (seed, samples) in [[4.0, 0, 0], [5, 0, 2]].enumerated() {
            let job = sweep.job(.DA, seed: UInt64(seed))
            sweep.train(job)
            sweep.measure(
                job, .test, ["accuracy": 0.5],
                perClass: ["accuracy": [0.5, 0, samples[2] > 0 ? 0.25 : 0], Measurements.classSamples: samples])
        }
        let classes = try rows(ListTables.classes(sweep.record))
        #expect(classes.map { $0["class"] } == ["0", "2"])
        #expect(classes.map { $0["accuracy_percent_mean"] } == ["50", "25"])
        #expect(classes.map { $0["accuracy_percent_n"] } == ["2", "1"])
        #expect(classes.map { $0["samples_mean"] } == ["4.5", "2"])
    }

    @Test func elementsAndClassesHaveARowEach() throws {
        let record = Self.methods().record
        let elements = try rows(ListTables.elements(record))
        #expect(elements.map { "\($0["method"] ?? "")\($0["element"] ?? "")" } == ["WT0", "WT1", "DA0", "DA1", "IR0", "IR1"])
        #expect(elements[1]["accuracy_percent_mean"] == "43.75" && elements[1]["SI_mean"] == "0.375")
        #expect(elements[1]["SI_n"] == "4" && elements[5]["SI_n"] == "3", "a failed job is in no mean")
        let classes = try rows(ListTables.classes(record))
        #expect(classes.map { $0["class"] } == ["0", "1", "2", "0", "1", "2", "0", "1", "2"])
        #expect(classes.prefix(3).map { $0["accuracy_percent_mean"] } == ["100", "0", "87.5"])
        #expect(classes[0]["SI_mean"] == nil, "was not measured by class")
    }

    private static func drifting() -> (sweep: SampleSweep, options: DriftOptions, data: DataIdentity) {
        var sweep = SampleSweep(methods: [.DA])
        sweep.spec.analyses = [.drift, .latent]
        sweep.spec.options.drift.betas = [0, 0.5]
        sweep.spec.options.drift.fallback = .silhouettes
        let data = DataIdentity(dataset: .silhouettes, digest: "d2", request: sweep.spec.data)
        return (sweep, sweep.spec.options.drift, data)
    }

    @Test func analysesAreNoMeasuringsOfTheirSplit() throws {
        var (sweep, options, data) = Self.drifting()
        let job = sweep.job(.DA, seed: 0)
        sweep.train(job)
        sweep.measure(job, .test, ["accuracy": 0.5, "SI": 0.25])
        sweep.analyse(job, .drift(options, with: data), values: ["accuracy": 0.125], series: ["accuracy": [0.5, 0.25]])
        let record = sweep.record.jobs[0]
        #expect(record.measurements(.test)?.values == ["accuracy": 0.5, "SI": 0.25])
        #expect(record.splits == [.test] && record.analyses.count == 1)
        #expect(record.analyses[0].measurements.series == ["accuracy": [0.5, 0.25]])
        // Another question, asked earlier.
        options.betas = [1]
        sweep.analyse(job, .drift(options, with: data), series: ["accuracy": [0]], name: "old")
        #expect(sweep.record.jobs[0].analyses.map(\.id) == record.analyses.map(\.id))
        sweep.spec.analyses = []
        #expect(sweep.record.jobs[0].analyses.isEmpty)
    }

    @Test func curvesHaveMeansAndSeeds() throws {
        var (sweep, options, data) = Self.drifting()
        for seed in UInt64(0) ..< 2 {
            let job = sweep.job(.DA, seed: seed)
            sweep.train(job)
            sweep.analyse(
                job, .drift(options, with: data), series: ["accuracy": [0.5, 0.25 + Double(seed) / 4], "DI": [0.125, 1]])
        }
        let seeds = CSVWriter.text(AnalysisTables.seeds(.drift, sweep.record).table)
        #expect(
            seeds == csv(
                "dataset,group,method,regulariser,nu_choice,nu,seed,with,point,beta,accuracy_percent,DI_nats",
                "strokes,R4,DA,,,,0,silhouettes,0,0,50,0.125", "strokes,R4,DA,,,,0,silhouettes,1,0.5,25,1",
                "strokes,R4,DA,,,,1,silhouettes,0,0,50,0.125", "strokes,R4,DA,,,,1,silhouettes,1,0.5,50,1"))
        let means = try rows(AnalysisTables.means(.drift, sweep.record))
        #expect(means.map { $0["accuracy_percent_mean"] } == ["50", "37.5"])
        #expect(means.map { $0["accuracy_percent_n"] } == ["2", "2"] && means.map { $0["beta"] } == ["0", "0.5"])
        #expect(try rows(AnalysisTables.means(.layers, sweep.record)).isEmpty)
    }

    @Test func singleNumbersOfAnalysesAreKept() throws {
        var (sweep, _, _) = Self.drifting()
        let job = sweep.job(.DA, seed: 1)
        sweep.train(job)
        var latent = LatentOptions()
        latent.seeds = 3
        sweep.analyse(job, .latent(latent), values: ["KL": 1.5])
        #expect(
            CSVWriter.text(AnalysesTable.source(sweep.record).table) == csv(
                "dataset,group,method,regulariser,nu_choice,nu,seed,analysis,with,split,samples,name,value,evaluation",
                "strokes,R4,DA,,,,1,latent,,test,10,KL,1.5,strokes/d1/R4/DA/1/latent/a"))
    }

    @Test func theJournalKeepsAnalysesAndClasses() throws {
        var (sweep, options, data) = Self.drifting()
        let job = sweep.job(.DA, seed: 0)
        sweep.train(job)
        sweep.measure(job, .test, ["accuracy": 0.5], perElement: ["SI": [1, 0.5]], perClass: ["accuracy": [0.5, 1]])
        sweep.analyse(job, .drift(options, with: data), series: ["DI": [0, 1]])
        let owned = try OwnedFolder()
        let journal = try JournalWriter(folder: owned.path, shard: "main")
        for event in sweep.events { try journal.append(event) }
        try journal.close()
        var builder = SweepRecordBuilder(spec: sweep.spec)
        var tail = JournalTail(folder: owned.path)
        let damage = try tail.visit(isWhole: true) { builder.add($0, isCurrent: { _, _ in true }, isCurrentSearch: { _ in true }) }
        #expect(damage.isEmpty)
        let record = builder.record().jobs[0]
        #expect(record.measurements(.test)?.perClass == ["accuracy": [0.5, 1]])
        #expect(record.measurements(.test)?.perElement == ["SI": [1, 0.5]])
        #expect(record.analyses.map(\.measurements.series) == [["DI": [0, 1]]])
    }

    @Test func filesWithoutRowsAreNotThere() throws {
        try withTemporaryFolder { url in
            let folder = ResultsFolder(url)
            var sweep = Self.methods()
            try folder.writeTables(sweep.record)
            let names = ["differences", "elements", "classes"]
            for name in names {
                let source = try #require(Tables.optional(sweep.record).first { $0.name == name }?.source)
                #expect(try String(contentsOf: folder.table(name), encoding: .utf8) == CSVWriter.text(source.table))
            }
            sweep.events = []
            try folder.writeTables(sweep.record)
            for name in names + ["drift", "analyses"] {
                #expect(!FileManager.default.fileExists(atPath: folder.table(name).path))
            }
        }
    }

    /// More rows than one piece holds.
    @Test func longTablesAreTheSameInPieces() throws {
        try withTemporaryFolder { url in
            let source = RowSource(columns: ["unit", "row"], units: 1000) { unit, take in
                for row in 0 ..< unit % 200 { take([.integer(unit), .number(Double(row) / 3)]) }
            }
            let file = url.appendingPathComponent("t.csv")
            try source.write(to: file)
            #expect(try String(contentsOf: file, encoding: .utf8) == CSVWriter.text(source.table))
        }
    }

    @Test func thePapersValuesStandBesideOurs() throws {
        var sweep = SampleSweep(groups: ["R4", "D4"], methods: [.DA, .IR], measures: [.accuracy, .sigmaMax])
        sweep.dataset = .mnist
        func header() -> String { CSVWriter.text(SummaryTable.table(sweep.record)).prefix { $0 != "\r\n" }.description }
        let rows = try CSVReader.rows(CSVWriter.text(SummaryTable.table(sweep.record)))
        let place = try #require(rows[0].firstIndex(of: "accuracy_percent_paper_mean"))
        #expect(rows[0][place + 1] == "accuracy_percent_paper_std" && rows[0][place - 1] == "accuracy_percent_n")
        #expect(rows.dropFirst().map { $0[place] } == ["94", "87.9", "", ""], "the paper has no D4")
        #expect(!header().contains("sigma_max_paper"))
        sweep.spec.nu = .values([1])
        #expect(try CSVReader.rows(CSVWriter.text(SummaryTable.table(sweep.record)))[2][place] == "", "ν was not tuned")
        sweep.spec.training.hidden = [64]
        #expect(!header().contains("paper"), "another network")
    }
}
