import Testing

@testable import Core

@Suite struct PackedIDTests {
    @Test func digitsThereAndBack() {
        for text in ["0000000000000000", "0123456789abcdef", "ffffffffffffffff", "dbe02898837f1ffc"] {
            #expect(PackedID(text)?.text == text)
        }
        for text in ["", "0", "0123456789abcde", "0123456789abcdef0", "0123456789ABCDEF", "0123456789abcdeg", "ééééééé"] {
            #expect(PackedID(text) == nil, "\(text)")
        }
    }

    /// The quick way against the plain one, over all that a sweep may vary.
    @Test func theQuickIdentityIsThePlainOne() throws {
        var seen: Set<String> = []
        for (index, name) in ["R4", "T3", "T4y", "D4", "F2"].enumerated() {
            for method in Method.allCases {
                for nu in [nil, 0, -0.0, 0.1 + 0.2, 1e-9, 3.162, 1000] as [Double?] {
                    var training = TrainingParameters()
                    training.hidden = index == 0 ? [] : [128, index]
                    training.learningRate = 0.0008 * Double(index + 1)
                    training.pooling = index % 2 == 0 ? .max : .mean
                    training.initialisation = Initialisation.allCases[index % 3]
                    var request = DataRequest()
                    request.splitSeed = .max
                    let job = Job(
                        data: DataIdentity(dataset: DatasetName.allCases[index % 3], digest: "é\(index)", request: request),
                        group: try #require(GroupName(name)), method: method,
                        regulariser: nu == nil ? nil : Regulariser.allCases[index % 3], nu: nu, seed: .max - UInt64(index),
                        training: training)
                    #expect(job.id == Identity.id(job.identityParameters))
                    seen.insert(job.id)
                    for measures in [[], [.SI, .accuracy], [.LI, .SI, .LI], Measure.allCases] as [[Measure]] {
                        for split in SplitName.allCases {
                            var saliency = SaliencyOptions()
                            saliency.steps = index
                            saliency.threshold = 1 / Double(index + 3)
                            let evaluation = Evaluation(job: job.id, split: split, measures: measures, saliency: saliency)
                            #expect(evaluation.id == Identity.id(evaluation.identityParameters))
                        }
                    }
                }
            }
        }
        // For WT and DA ν does not count, and −0 is 0 for IR.
        #expect(seen.count == 5 * (1 + 1 + 6))
    }

    @Test func aPlanHoldsTheIdsOfItsJobs() throws {
        var spec = SweepSpec(name: "s", groups: ["R4", "T3"].compactMap(GroupName.init), methods: Method.allCases)
        spec.nu = .values([0, 0.5, 2])
        // More than one chunk.
        spec.seeds = (0 ..< 400).map { UInt64($0 * 7) }
        let plan = SweepPlan(spec: spec, data: DataIdentity(dataset: .mnist, digest: "d", request: spec.data))
        #expect(plan.jobs.count == 2 * 400 * 5)
        #expect(plan.ids.map(\.text) == plan.jobs.map(\.id))
        #expect(plan.evaluationIDs.map(\.text) == plan.jobs.map { plan.evaluation(of: $0).id })
        #expect(plan.evaluation(at: 1234) == plan.evaluation(of: plan.jobs[1234]))
    }

    @Test func tablesByIdentity() {
        var table = IDTable<Int>()
        for index in 0 ..< 100 { table[PackedID(bits: UInt64(index)).text] = index }
        table["j1"] = 1000
        #expect(table.count == 101 && table["j1"] == 1000 && table["j2"] == nil)
        #expect(table[PackedID(bits: 7)] == 7 && table.contains(PackedID(bits: 99)) && !table.contains(PackedID(bits: 100)))
        table["0000000000000007"] = nil
        #expect(table.count == 100 && !table.contains(PackedID(bits: 7)) && table["0000000000000007"] == nil)
        table["0000000000000007"] = 70
        table.update(EventID("j1"), default: 0) { $0 += 1 }
        table.update(EventID("j3"), default: 5) { $0 += 1 }
        #expect(table["j1"] == 1001 && table["j3"] == 6 && table.count == 102)
        #expect(Array(table.values) == (0 ..< 100).map { $0 == 7 ? 70 : $0 } + [1001, 6])
    }
}
