import Testing

@testable import Core

@Suite struct JobIdentityTests {
    private static func group(_ name: String) throws -> GroupName { try #require(GroupName(name)) }

    private func job(_ method: Method, nu: Double? = nil) throws -> Job {
        let data = DataIdentity(dataset: .mnist, digest: "abc", request: DataRequest())
        return Job(
            data: data, group: try Self.group("R4"), method: method, regulariser: nu == nil ? nil : .logit, nu: nu,
            seed: 2, training: TrainingParameters())
    }

    @Test func canonicalText() throws {
        #expect(
            Identity.canonicalText(try job(.IR, nu: 3.162).identityParameters) == """
                data.dataset=mnist
                data.digest=abc
                data.pad=4
                data.split_seed=0
                data.test=50000
                data.train=10000
                data.validation=2000
                group=R4
                kind=job
                method=IR
                nu=3.162
                numerics=\(NumericsVersion.current)
                regulariser=logit
                seed=2
                training.batch=512
                training.epochs=300
                training.hidden=128,128,128,128,128
                training.initialisation=uniform
                training.learning_rate=0.0008

                """)
    }

    /// Computed by another program from the text above and its like. They hold for version 2 of the
    /// numerics; a change here orphans every result on every disk.
    @Test func goldenValues() throws {
        try #require(NumericsVersion.current == 2)
        #expect(try job(.IR, nu: 3.162).id == "dbe02898837f1ffc")
        #expect(try job(.WT).id == "a443c9a83711c282")
        #expect(try job(.DA).id == "e1e0cd20f7218c38")
        let evaluation = Evaluation(
            job: "0123456789abcdef", split: .test, measures: Measure.standard, saliency: SaliencyOptions())
        #expect(evaluation.id == "dde2245a7eb7eb89")
    }

    @Test func everyParameterThatMattersChangesTheIdentity() throws {
        let changes: [(String, [Method], (inout Job) -> Void)] = [
            ("dataset", Method.allCases, { $0.data.dataset = .strokes }),
            ("digest", Method.allCases, { $0.data.digest = "abd" }),
            ("train", Method.allCases, { $0.data.train += 1 }),
            ("test", Method.allCases, { $0.data.test += 1 }),
            ("validation", Method.allCases, { $0.data.validation += 1 }),
            ("split seed", Method.allCases, { $0.data.splitSeed += 1 }),
            ("pad", Method.allCases, { $0.data.pad += 1 }),
            ("group", Method.allCases, { if let t4 = GroupName("T4") { $0.group = t4 } }),
            ("seed", Method.allCases, { $0.seed += 1 }),
            ("epochs", Method.allCases, { $0.training.epochs += 1 }),
            ("batch", Method.allCases, { $0.training.batch += 1 }),
            ("learning rate", Method.allCases, { $0.training.learningRate = $0.training.learningRate.nextUp }),
            ("hidden", Method.allCases, { $0.training.hidden = [128, 128, 128, 128] }),
            ("hidden, regrouped", Method.allCases, { $0.training.hidden = [12, 8128, 128, 128, 128] }),
            ("initialisation", Method.allCases, { $0.training.initialisation = .he }),
            ("pooling", [.WT], { $0.training.pooling = .mean }),
            ("regulariser", [.IR], { $0.regulariser = .kl }),
            ("nu", [.IR], { $0.nu = ($0.nu ?? 1).nextUp }),
        ]
        for method in Method.allCases {
            let original = try job(method, nu: 1)
            var seen: Set<String> = [original.id]
            for (name, methods, change) in changes {
                var changed = original
                change(&changed)
                if methods.contains(method) {
                    #expect(seen.insert(changed.id).inserted, "\(method): \(name)")
                } else {
                    #expect(changed.id == original.id, "\(method): \(name)")
                }
            }
            for other in Method.allCases where other != method {
                var changed = original
                changed.method = other
                #expect(changed.id != original.id)
            }
        }
    }

    @Test func evaluations() {
        let original = Evaluation(job: "j", split: .test, measures: [.accuracy, .SI], saliency: SaliencyOptions())
        var seen: Set<String> = [original.id]
        let changes: [(inout Evaluation) -> Void] = [
            { $0.job = "k" }, { $0.split = .validation }, { $0.measures = [.SI] }, { $0.saliency.target = .predicted },
            { $0.saliency.steps = 51 }, { $0.saliency.rule = .gaussLegendre }, { $0.saliency.baseline = .black },
            { $0.saliency.threshold = 0.8 },
        ]
        for change in changes {
            var changed = original
            change(&changed)
            #expect(seen.insert(changed.id).inserted)
        }
        var reordered = original
        reordered.measures = [.SI, .accuracy]
        #expect(reordered.id == original.id)
        var plain = original
        plain.measures = [.accuracy]
        let before = plain.id
        plain.saliency.steps = 7
        #expect(plain.id == before)
    }

    @Test func labels() throws {
        #expect(try job(.IR, nu: 3.16).label == "R4 IR logit ν=3.16 seed 2")
        #expect(try job(.IR, nu: 10).label == "R4 IR logit ν=10 seed 2")
        #expect(try job(.WT).label == "R4 WT seed 2")
    }
}
