import Testing

@testable import Core

/// The linear model once more with Σ written out, step by step in plain loops.
@Suite struct DecayAnalysisTests {
    private func options(samples: Int = 6, steps: Int = 30, rate: Double = 0.2) -> DecayOptions {
        var options = DecayOptions()
        (options.samples, options.steps, options.rate) = (samples, steps, rate)
        return options
    }

    @Test(arguments: ["R4", "D4", "T4", "F2"]) func `LI, σmax and the closed form`(group: String) throws {
        let context = try AnalysisExample(group: group).context()
        let found = try #require(try DecayAnalysis.run(options(), context)).measurements
        let task = context.task
        let slow = SlowActivations(context)
        let cases = DecayAnalysis.cases(of: task.group)
        #expect(cases.map(\.name) == (group == "D4" ? ["g1", "g4", "orbit"] : ["g1", "orbit"]))
        for (name, elements) in cases {
            let n = task.data.pixels
            var sigma = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
            for sample in 0 ..< 6 {
                let bytes = Array(task.data.train.images[sample])
                for g in elements {
                    let e = zip(slow.image(bytes, 0), slow.image(bytes, g)).map { $0 - $1 }
                    for i in 0 ..< n {
                        for j in 0 ..< n { sigma[i][j] += e[i] * e[j] / Double(6 * elements.count) }
                    }
                }
            }
            let rate = try #require(found.values["decay_learning_rate[\(name)]"])
            #expect((rate / (0.2 * 2 / largestEigenvalue(sigma)) - 1).magnitude < 1e-8)
            let start = rows(LinearDecay.initialWeights(seed: task.seed, outputs: 3, pixels: n), n)
            var w = start
            let steps = try #require(found.series["decay_step[\(name)]"])
            #expect(steps == (0 ... 30).map(Double.init))
            let errors = try #require(found.series["decay_LI[\(name)]"])
            let sigmaMax = try #require(found.series["decay_sigma_max[\(name)]"])
            let times = try #require(found.series["decay_time[\(name)]"])
            for step in 0 ... 30 {
                let moved = SquareMatrix(rows: w) * SquareMatrix(rows: sigma)
                let error = zip(moved.rows.joined(), w.joined()).reduce(0) { $0 + $1.0 * $1.1 } / 2
                #expect((errors[step] / error - 1).magnitude < 1e-9)
                #expect((sigmaMax[step] / (singularValues(w).first ?? 0) - 1).magnitude < 1e-9)
                #expect(times[step] == rate * Double(step))
                if step == 30 { break }
                w = zip(w, moved.rows).map { zip($0, $1).map { $0 - rate * $1 } }
            }
            let flow = SquareMatrix(rows: start) * ((-30 * rate) * SquareMatrix(rows: sigma)).exponential
            let distance = try #require(found.series["decay_distance[\(name)]"])
            #expect((distance[30] / SquareMatrix(rows: w).distance(to: flow) - 1).magnitude < 1e-6)
            #expect(distance[0] < 1e-12 && distance[30] > 1e-6)
            #expect(found.values["decay_bound_holds[\(name)]"] == 1)
            #expect((found.values["decay_rounding[\(name)]"] ?? 1) < 1e-10)
        }
        #expect(found.samples == 6 && found.series.count == 5 * cases.count)
    }

    private func rows(_ values: [Double], _ width: Int) -> [[Double]] {
        stride(from: 0, to: values.count, by: width).map { Array(values[$0 ..< $0 + width]) }
    }

    /// By the power iteration, from whose end Rayleigh's quotient gives twice the digits.
    private func largestEigenvalue(_ matrix: [[Double]]) -> Double {
        var v = matrix.indices.map { 1 + Double($0 % 7) }
        var quotient = 0.0
        for _ in 0 ..< 300 {
            let next = matrix.map { zip($0, v).reduce(0) { $0 + $1.0 * $1.1 } }
            quotient = zip(v, next).reduce(0) { $0 + $1.0 * $1.1 }
            let length = next.reduce(0) { $0 + $1 * $1 }.squareRoot()
            v = next.map { $0 / length }
        }
        return quotient
    }

    @Test func `too large a step breaks the bound, and the journal is told`() throws {
        let found = try #require(
            try DecayAnalysis.run(options(rate: 1.5), try AnalysisExample().context())).measurements
        #expect(found.values["decay_bound_holds[g1]"] == 0 && found.values["decay_bound_holds[orbit]"] == 0)
        #expect(found.series.values.joined().allSatisfy { $0.isFinite })
        #expect(found.values.values.allSatisfy { $0.isFinite })
    }

    @Test func `other seeds draw other weights`() throws {
        var context = try AnalysisExample().context()
        let first = try #require(try DecayAnalysis.run(options(), context)).measurements
        context.task.seed = 6
        let second = try #require(try DecayAnalysis.run(options(), context)).measurements
        #expect(first.series["decay_sigma_max[g1]"]?.first != second.series["decay_sigma_max[g1]"]?.first)
        #expect(first.values["decay_learning_rate[g1]"] == second.values["decay_learning_rate[g1]"])
    }

    @Test func `long runs keep about 200 points, the last among them`() throws {
        var reported = 0
        let context = try AnalysisExample(group: "F2").context(progress: { done, all in
            #expect(all == 2 * 1001)
            reported = done
        })
        let found = try #require(try DecayAnalysis.run(options(samples: 2, steps: 1001), context)).measurements
        let steps = try #require(found.series["decay_step[g1]"])
        #expect(steps.count <= 202 && steps.first == 0 && steps.last == 1001)
        #expect(reported == 2002)
    }

    @Test func `generators`() throws {
        for (name, expected) in [("R4", [1]), ("T4", [1]), ("F2", [1]), ("D4", [1, 4])] {
            #expect(DecayAnalysis.generators(of: try TinyData.group(name)) == expected)
        }
        let trivial = try PermutationGroup(name: "one", height: 1, width: 2, elements: [("e", [0, 1])])
        #expect(DecayAnalysis.generators(of: trivial) == [])
    }

    @Test func `stops`() throws {
        var asked = 0
        let context = try AnalysisExample().context(shouldStop: {
            asked += 1
            return asked == 40
        })
        #expect(try DecayAnalysis.run(options(), context) == nil)
        #expect(asked == 40)
    }

    @Test func `bad input is named`() throws {
        let raw = RawDataset(
            name: .strokes, images: [UInt8](repeating: 9, count: 36 * 60), labels: (0 ..< 60).map { UInt8($0 % 3) },
            height: 6, width: 6, classCount: 3, leftOut: nil)
        var context = try AnalysisExample().context()
        context.task.data = try PreparedData(raw, request: TinyData.request(train: 40, test: 10, validation: 10))
        #expect { try DecayAnalysis.run(options(), context) } throws: {
            "\($0)" == "decay: expected train samples that g1 changes, found 6 that it leaves as they are, so that nothing "
                + "decays; take more decay.samples or another group"
        }
        var many = try AnalysisExample(group: "D4").context()
        many.task.data = try TinyData.prepared(train: 80)
        #expect { try DecayAnalysis.run(options(samples: 80, steps: 1), many) } throws: {
            "\($0)" == "decay: decay of 80 inputs under 7 elements: expected at most 512 differences, found 560; take at "
                + "most 73 inputs"
        }
    }
}
