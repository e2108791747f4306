import Testing

@testable import Core

/// What cannot be measured is said, never guessed and never a crash.
@Suite struct DriftErrorTests {
    private func failure(_ options: DriftOptions = DriftOptions(), _ context: AnalysisContext) -> String {
        do throws(AnalysisError) {
            _ = try DriftAnalysis.run(options, context)
            return "no error"
        } catch {
            return error.description
        }
    }

    @Test func `sets that do not fit each other`() throws {
        let first = try DriftSets.prepared(.strokes, sparse: true, seed: 1)
        func against(_ second: PreparedData?, samples: Int = 0) throws -> String {
            failure(DriftSets.options([0.5], samples: samples), try DriftSets.context(first, second))
        }
        #expect(
            try against(nil)
                == "drift: no second data set was given; expected the samples of fashion-mnist")
        #expect(
            try against(DriftSets.prepared(.silhouettes, sparse: true, seed: 2, classes: 4))
                == "drift: strokes has 3 classes, silhouettes has 4: sets of different classes cannot be mixed; choose another "
                + "set as drift.with")
        #expect(
            try against(DriftSets.prepared(.silhouettes, sparse: true, seed: 2, pad: 2))
                == "drift: images of strokes are 8×8 pixels, those of silhouettes 10×10, padding included; choose another set "
                + "as drift.with, or another data.pad")
        let few = try DriftSets.prepared(.silhouettes, sparse: true, test: 20, seed: 2)
        #expect(
            try against(few)
                == "drift: 30 test samples of strokes were to be mixed with as many of silhouettes, which has 20; lower "
                + "drift.samples to at most 20, or cut both sets alike")
        #expect(try against(few, samples: 20) == "no error")
        #expect(try against(few, samples: 21) != "no error")
        let empty = try DriftSets.context(try DriftSets.prepared(.strokes, sparse: true, test: 0, seed: 1), few)
        #expect(
            failure(DriftOptions(), empty) == "drift: the test split of strokes is empty; raise data.test")
    }

    @Test(arguments: [
        ([-0.1], "β = -0.1"), ([0, 1.5], "β = 1.5"), ([.nan], "β = nan"), ([0.5, .infinity], "β = inf"),
    ]) func `β outside its range`(betas: [Double], name: String) throws {
        let first = try DriftSets.prepared(.strokes, sparse: true, seed: 1)
        #expect(
            failure(DriftSets.options(betas), try DriftSets.context(first, first))
                == "drift: \(name) in drift.beta; expected numbers from 0 (no drift) to 1 (the other set alone)")
    }

    @Test func `nothing to measure, or what mixtures do not have`() throws {
        let first = try DriftSets.prepared(.strokes, sparse: true, seed: 1)
        let context = try DriftSets.context(first, first)
        #expect(
            failure(DriftSets.options([]), context)
                == "drift: drift.beta is empty; expected at least one number from 0 to 1")
        #expect(
            failure(DriftSets.options([0], []), context)
                == "drift: drift.measure is empty; expected some of accuracy, LI, DI, SI")
        #expect(
            failure(DriftSets.options([0], [.LI, .sigmaMax]), context)
                == "drift: sigma_max in drift.measure is not measured of mixtures; expected some of accuracy, LI, DI, SI")
    }
}
