@testable import Core
import Foundation
import Testing

/// Every file of sweeps/, shortened and on the embedded data: what it is for is there, with a row for everything that
/// it asks for.
@Suite(.serialized) struct SweepFilesTests {
    struct File: Sendable, CustomTestStringConvertible {
        var name: String
        /// Beyond what all have.
        var sets: [String] = []
        /// Beyond `common`.
        var tables: Set<String> = []
        /// Without extension, and without those that every sweep has of its groups.
        var figures: Set<String>
        var testDescription: String { name }
    }

    /// As few samples as have all nine classes, and epochs, seeds and steps that leave deviations and curves.
    private static let short = [
        "data.train=200", "data.test=64", "data.validation=32", "training.epochs=2", "training.batch=64",
        "saliency.steps=4",
    ]
    private static let small = ["training.hidden=[16, 12]", "seeds=2"]
    /// Passes at once, with networks that have hardly begun to learn.
    private static let search = "nu={smallest: SI >= 0.001, from: 0.01, to: 1, within: 100}"
    private static let common: Set = ["jobs", "table", "nu_search", "elements", "classes", "differences"]

    static let files = [
        File(name: "quickstart", sets: small + [search], figures: ["groups"]),
        File(name: "nu_search", sets: small + [search], figures: ["groups"]),
        File(name: "table1", sets: small + [search], figures: ["groups"]),
        File(
            name: "groups", sets: ["training.hidden=[16, 12]", "seeds=1", search],
            figures: ["generality", "groups-36px", "groups-40px"]),
        File(name: "spectral", sets: small + [search], figures: ["groups", "spectral"]),
        File(name: "tradeoff", sets: small + ["nu={logspace: [1, 100, 3]}"], figures: ["groups", "tradeoff-R4", "tradeoff-T3"]),
        File(
            name: "drift", sets: small + [search, "drift.beta=[0, 0.5, 1]"], tables: ["drift", "drift_seeds"],
            figures: ["groups", "drift"]),
        File(
            name: "saliency", sets: ["training.hidden=[16, 12]"], tables: ["analyses"],
            figures: Set(["groups", "saliency-R4"] + (0 ..< 4).map { "saliency-R4-class\($0)" })),
        File(
            name: "latent",
            sets: ["training.hidden=[16, 12]", "latent={samples: 40, traced: 2, perplexity: 5, iterations: 50}"],
            tables: ["analyses", "layers", "layers_seeds"], figures: ["groups", "latent-R4", "layers"]),
        File(
            name: "decay", sets: small + ["training.track_sigma_max=16", "decay={samples: 6, steps: 10}"],
            tables: ["analyses", "decay", "decay_seeds"], figures: ["generality", "decay-R4", "decay-T3", "training"]),
        // All of its variants, of each two networks.
        File(name: "generality", sets: ["groups=[R4]", "methods=[DA, IR]", "nu=1", "seeds=1"], figures: ["generality"]),
    ]

    private static let sweeps = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("sweeps")

    @Test func everyFileIsTried() throws {
        let found = try FileManager.default.contentsOfDirectory(atPath: Self.sweeps.path).filter { $0.hasSuffix(".yaml") }
        #expect(Set(found) == Set(Self.files.map { "\($0.name).yaml" }))
    }

    private func run(
        _ name: String, _ sets: [String], in folder: URL, results: String, _ arguments: [String] = [],
        environment: [String: String] = [:]
    ) throws -> Program.Result {
        try Program().run(
            ["run", Self.sweeps.appendingPathComponent("\(name).yaml").path, "--offline", "--pin", "none", "--lanes", "2"]
                + ["--results", folder.appendingPathComponent(results).path] + arguments
                + (Self.short + sets).flatMap { ["--set", $0] },
            environment: environment.merging(["SWEEP_DATA": folder.path]) { $1 }, in: folder)
    }

    @Test(arguments: files)
    func aShortenedFileLeavesAllThatItIsFor(_ file: File) throws {
        try withFolder { folder in
            let result = try run(file.name, file.sets, in: folder, results: "r")
            #expect(result.status == 0, "\(result.output.suffix(2000)) \(result.errors)")
            let results = folder.appendingPathComponent("r")
            let spec = try SpecLoader.load(
                path: Self.sweeps.appendingPathComponent("\(file.name).yaml").path, overrides: Self.short + file.sets).spec
            let names = try FileManager.default.contentsOfDirectory(atPath: results.path).filter { $0.hasSuffix(".csv") }
            #expect(Set(names) == Set(Self.common.union(file.tables).map { "\($0).csv" }))
            let cells = Set(spec.parts.flatMap(Self.cells))
            for name in names {
                let table = try Table(results.appendingPathComponent(name))
                #expect(!table.rows.isEmpty || name == "nu_search.csv", "\(name)")
                #expect(table.unfit.isEmpty, "\(name)")
                switch name {
                case "nu_search.csv", "differences.csv": break
                case _ where name.hasPrefix("decay") || name == "analyses.csv" && spec.analyses == [.decay]:
                    // Beside the networks of one method.
                    #expect(Set(table.rows.map(Self.cell)) == cells.filter { $0.contains(" DA ") }, "\(name)")
                default: #expect(Set(table.rows.map { Self.cell($0, spec) }) == cells, "\(name)")
                }
            }
            let table = try Table(results.appendingPathComponent("table.csv"))
            #expect(table.rows.count == cells.count && table.rows.allSatisfy { $0["n_failed"] == "0" && $0["n_nonfinite"] == "0" })
            for measure in spec.measures {
                let key = MeasureColumn.name(measure.rawValue)
                #expect(table.rows.allSatisfy { $0["\(key)_n"] == "\(spec.seeds.count)" && $0["\(key)_mean"]?.isEmpty == false })
            }
            let jobs = try Table(results.appendingPathComponent("jobs.csv"))
            #expect(jobs.rows.allSatisfy { $0["state"] == "done" && $0["error"] == "" })
            try checkFigures(results.appendingPathComponent("figures"), file.figures.union(Self.ofGroups(spec)))
            // Networks are called by their variants.
            for part in spec.variants {
                let variant = try #require(part.variant)
                let job = ": \(part.groups[0].label) \(part.methods[0].rawValue) seed 0: trained in"
                // Two may have the same network: without the real data `base` and `strokes` have.
                let named = result.output.split(separator: "\n").contains { line in
                    line.contains(job) && (line.contains(" \(variant): ") || line.contains(" \(variant), "))
                }
                #expect(named, "\(variant)\(job)")
            }
        }
    }

    /// Learning curves and searches: of a sweep with many groups and variants those of the first.
    private static func ofGroups(_ spec: SweepSpec) -> [String] {
        func names(_ kind: String, _ parts: [SweepSpec], _ limit: Int) -> [String] {
            Array(parts.flatMap { part in part.groups.map { "\(kind)-\($0.label)\(part.variant.map { "-\($0)" } ?? "")" } }.prefix(limit))
        }
        let searching = spec.parts.filter { $0.nuSearch != nil && $0.methods.contains(.IR) }
        return names("curves", spec.parts, ReportLimits.curveGroups) + names("search", searching, ReportLimits.searches)
    }

    private func checkFigures(_ folder: URL, _ expected: Set<String>) throws {
        let files = Set(expected.flatMap { name in ["svg", "png", "csv"].map { "\(name).\($0)" } })
        #expect(Set(try FileManager.default.contentsOfDirectory(atPath: folder.path)) == files)
        for file in files {
            let url = folder.appendingPathComponent(file)
            let bytes = (try? Data(contentsOf: url)) ?? Data()
            #expect(bytes.count > 100, "\(file)")
            if file.hasSuffix(".svg") {
                #expect(Self.words(bytes).isDisjoint(with: ["nan", "inf"]), "\(file)")
            }
            if file.hasSuffix(".csv") { #expect(try Table(url).unfit.isEmpty, "\(file)") }
        }
    }

    /// Without the real data two variants ask for the same in two ways, each with a group of its own.
    @Test func variantsWhoseFallbackIsAnothersSource() throws {
        try withFolder { folder in
            let result = try run(
                "generality",
                [
                    "methods=[DA]", "seeds=1", "training.epochs=1", "training.hidden=[8]", "measure=[accuracy]",
                    "variants=[{name: base, groups: [R4]}, {name: drawn, groups: [T3], data: {source: strokes, fallback: none}}]",
                ], in: folder, results: "r")
            #expect(result.status == 0, "\(result.output.suffix(2000)) \(result.errors)")
            let jobs = try Table(folder.appendingPathComponent("r/jobs.csv"))
            let states = jobs.rows.map { "\($0["group"] ?? "") \($0["state"] ?? "")" }
            #expect(states.sorted() == ["R4 done", "T3 done"])
        }
    }

    /// Variants on several data sets: a run in which two networks failed, gone on with, has the tables of one that
    /// went well.
    @Test func variantsThatFailedAreDoneByTheNextRun() throws {
        try withFolder { folder in
            let sets = [
                "groups=[R4]", "methods=[WT, DA]", "seeds=2", "training.hidden=[12]", "training.epochs=1", "limits.retries=0",
                "measure=[accuracy, LI]",
                "variants=[{name: base}, {name: wide, training: {hidden: [20]}}, {name: more, seeds: 3}, "
                    + "{name: clothes, data: {source: silhouettes, fallback: none}}, {name: split-1, data: {split_seed: 1}}]",
            ]
            let whole = try run("generality", sets, in: folder, results: "a")
            #expect(whole.status == 0, "\(whole.errors)")
            let faults = "throw@clothes: R4 DA seed 1:1;throw@base, more: R4 WT seed 0:measure"
            let failed = try run("generality", sets, in: folder, results: "b", environment: ["SWEEP_FAULT": faults])
            #expect(failed.status == 1 && !failed.errors.contains("no job of this sweep"), "\(failed.errors)")
            for name in ["clothes: R4 DA seed 1", "base, more: R4 WT seed 0"] {
                #expect(failed.output.contains("\nfailed: \(name): "), "\(failed.output.suffix(1000))")
            }
            let again = try run("generality", sets, in: folder, results: "b", ["--retry-failed"])
            #expect(again.status == 0, "\(again.output.suffix(1000)) \(again.errors)")
            #expect(again.output.contains("done 16 · "), "networks of several variants count once")
            let (expected, found) = (
                try comparable(folder.appendingPathComponent("a")), try comparable(folder.appendingPathComponent("b"))
            )
            #expect(Set(found.keys) == Set(expected.keys) && expected.count > 20)
            for (name, bytes) in expected { #expect(found[name] == bytes, "\(name)") }
        }
    }

    // MARK: - Rows

    /// What rows are about, as one text each: `wide R4 IR kl 3.16`, without ν where it is searched for.
    private static func cells(_ part: SweepSpec) -> [String] {
        part.groups.flatMap { group in
            part.methods.flatMap { method -> [String] in
                let start = "\(part.variant ?? "") \(group.label) \(method.rawValue) "
                guard method == .IR else { return [start] }
                return part.regularisers.flatMap { form -> [String] in
                    guard case .values(let values) = part.nu else { return ["\(start)\(form.rawValue)"] }
                    return values.map { "\(start)\(form.rawValue) \(SpecWriter.number($0))" }
                }
            }
        }
    }

    private static func cell(_ row: [String: String]) -> String {
        "\(row["variant"] ?? "") \(row["group"] ?? "") \(row["method"] ?? "") \(row["regulariser"] ?? "")"
    }

    private static func cell(_ row: [String: String], _ spec: SweepSpec) -> String {
        let part = spec.parts.first { $0.variant == row["variant"] } ?? spec
        guard case .values = part.nu, let nu = row["nu"], !nu.isEmpty else { return cell(row) }
        return "\(cell(row)) \(nu)"
    }

    /// The words and numbers of a picture; those in an image's base64 have other neighbours.
    private static func words(_ bytes: Data) -> Set<String> {
        let parts = bytes.split { byte in
            !(0x30 ... 0x39).contains(byte) && !(0x41 ... 0x5A).contains(byte & 0xDF) && !"+/=".utf8.contains(byte)
        }
        return Set(parts.filter { $0.count < 8 }.map { String(decoding: $0, as: UTF8.self).lowercased() })
    }

    private struct Table {
        var rows: [[String: String]]
        /// Cells that are no finite numbers.
        var unfit: [String] = []

        init(_ url: URL) throws {
            let all = try CSVReader.rows(String(contentsOf: url, encoding: .utf8))
            rows = all.dropFirst().map { row in Dictionary(zip(all[0], row)) { first, _ in first } }
            for row in rows {
                for (key, value) in row where ["nan", "inf", "-inf", "-nan"].contains(value.lowercased()) {
                    unfit.append("\(key): \(value)")
                }
            }
        }
    }
}
