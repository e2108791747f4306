import Foundation
import Testing

/// Every analysis in one short sweep: the figures that it leaves, and a file of tensors that is damaged afterwards.
@Suite struct AnalysisFigureTests {
    private let file = """
        name: analyses
        data: {source: strokes, train: 300, test: 200, validation: 100}
        groups: [R4]
        methods: [DA, IR]
        seeds: [0, 1]
        nu: 1
        training: {epochs: 2, batch: 64, hidden: [32, 32], track_sigma_max: 10}
        saliency: {steps: 10}
        measure: [accuracy, layer_LI, drift, latent, saliency_maps, decay]
        drift: {with: silhouettes, beta: [0, 1]}
        latent: {samples: 100, traced: 2, perplexity: 10, iterations: 60}
        saliency_maps: {samples: 1}
        decay: {samples: 4, steps: 10}
        """

    @Test func figuresOfAnalyses() throws {
        let program = try Program()
        try withFolder { folder in
            let sweep = try write(file, to: folder)
            let results = folder.appendingPathComponent("r")
            func content(_ name: String) throws -> [String: Data] {
                let url = results.appendingPathComponent(name)
                let names = try FileManager.default.contentsOfDirectory(atPath: url.path)
                return try Dictionary(
                    uniqueKeysWithValues: names.map { ($0, try Data(contentsOf: url.appendingPathComponent($0))) })
            }
            let arguments = ["run", sweep, "--results", results.path, "--pin", "none"]
            let first = try program.run(arguments, in: folder)
            #expect(first.status == 0, "\(first.errors)")
            let figures = try content("figures")
            let names = [
                "curves-R4", "decay-R4", "drift", "groups", "latent-R4", "layers", "saliency-R4", "saliency-R4-class0", "training",
            ]
            #expect(figures.keys.sorted() == names.flatMap { ["\($0).csv", "\($0).png", "\($0).svg"] }.sorted())
            let artefacts = try content("artefacts")
            // Maps and embeddings of DA and IR, of the first seed alone.
            #expect(artefacts.count == 4)
            for (name, bytes) in artefacts {
                try bytes.prefix(bytes.count / 2).write(to: results.appendingPathComponent("artefacts/\(name)"))
            }
            let second = try program.run(arguments, in: folder)
            #expect(second.status == 0 && !second.errors.contains("is left out"), "\(second.errors)")
            #expect(try content("artefacts") == artefacts, "made again from the same networks")
            #expect(try content("figures") == figures)
        }
    }
}
