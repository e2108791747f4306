/// An identity is a hash of what decides a result: of its parameters by name, in alphabetical order,
/// one `key=value` per line, and of the version of the numerics. It depends on no order of fields or
/// files, and on no parameter that its result does not depend on.
enum Identity {
    /// The first 16 hexadecimal digits of the SHA-256.
    static func id(_ parameters: [String: String]) -> String {
        String(Digest.sha256(canonicalText(parameters)).prefix(16))
    }

    static func canonicalText(_ parameters: [String: String]) -> String {
        var all = parameters
        all["numerics"] = "\(NumericsVersion.current)"
        return all.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)\n" }.joined()
    }

    /// Swift's description of a double is the shortest that reads back as the same, on every machine.
    static func text(_ value: Double) -> String { (value + 0.0).description }
}

extension Job {
    /// The identity of the trained network. ν and the regulariser count for IR alone, the pooling for
    /// WT alone.
    public var id: String { packedID.text }

    /// As `id`, in 64 bits.
    public var packedID: PackedID {
        var writer = JobIdentityWriter(data: data, training: training)
        return writer.id(self)
    }

    /// What is hashed, by name: the plain form, beside which the quick one is tested.
    var identityParameters: [String: String] {
        var parameters = [
            "kind": "job",
            "data.dataset": data.dataset.rawValue,
            "data.digest": data.digest,
            "data.train": "\(data.train)",
            "data.test": "\(data.test)",
            "data.validation": "\(data.validation)",
            "data.split_seed": "\(data.splitSeed)",
            "data.pad": "\(data.pad)",
            "group": group.description,
            "method": method.rawValue,
            "seed": "\(seed)",
            "training.epochs": "\(training.epochs)",
            "training.batch": "\(training.batch)",
            "training.learning_rate": Identity.text(training.learningRate),
            "training.hidden": training.hidden.map { "\($0)" }.joined(separator: ","),
            "training.initialisation": training.initialisation.rawValue,
        ]
        if method == .WT { parameters["training.pooling"] = training.pooling.rawValue }
        // Where they have no effect they are not named: results of earlier versions stay what they are.
        if training.weightDecay != 0 { parameters["training.weight_decay"] = Identity.text(training.weightDecay) }
        if training.trackedSamples != 0 { parameters["training.track_sigma_max"] = "\(training.trackedSamples)" }
        if method == .IR {
            parameters["regulariser"] = regulariser?.rawValue ?? "none"
            parameters["nu"] = nu.map(Identity.text) ?? "none"
        }
        return parameters
    }

    /// For people: `R4 IR logit ν=3.16 seed 2`. Not unique across data sets or training parameters.
    public var label: String {
        var parts = [group.label, method.rawValue]
        if method == .IR {
            if let regulariser { parts.append(regulariser.rawValue) }
            if let nu { parts.append("ν=\(SpecWriter.number(nu))") }
        }
        return (parts + ["seed \(seed)"]).joined(separator: " ")
    }
}

extension NuSearchUnit {
    /// The identity of the question: an answer holds for these seeds, this training, this data and
    /// these numerics alone.
    public var id: String {
        var parameters = job(nu: 0, seed: 0).identityParameters
        parameters["kind"] = "search"
        parameters["nu"] = nil
        parameters["seed"] = Set(seeds).sorted().map { "\($0)" }.joined(separator: ",")
        parameters["measure"] = settings.measure.rawValue
        parameters["threshold"] = Identity.text(settings.threshold)
        parameters["split"] = settings.split.rawValue
        parameters["from"] = Identity.text(settings.from)
        parameters["to"] = Identity.text(settings.to)
        parameters["within"] = Identity.text(settings.within)
        parameters["max_probes"] = "\(settings.maxProbes)"
        parameters.merge(saliency.identityParameters) { $1 }
        return Identity.id(parameters)
    }
}

extension SaliencyOptions {
    var identityParameters: [String: String] {
        [
            "saliency.target": target.rawValue, "saliency.steps": "\(steps)", "saliency.rule": rule.rawValue,
            "saliency.baseline": baseline.rawValue, "saliency.threshold": Identity.text(threshold),
        ]
    }
}

extension Evaluation {
    /// The identity of the measurements. The order of the measures does not count; how saliency is
    /// made counts where saliency is compared.
    public var id: String { packedID.text }

    /// As `id`, in 64 bits.
    public var packedID: PackedID {
        // Of analyses there are few.
        if analysis != nil { return PackedID(Identity.id(identityParameters)) ?? PackedID(bits: 0) }
        var writer = EvaluationIdentityWriter(split: split, measures: measures, saliency: saliency)
        return writer.id(job: job)
    }

    /// What is hashed, by name: the plain form, beside which the quick one is tested.
    var identityParameters: [String: String] {
        var parameters = [
            "kind": "evaluation",
            "job": job,
            "split": split.rawValue,
            "measures": Set(measures.map(\.rawValue)).sorted().joined(separator: ","),
        ]
        if measures.contains(where: \.needsSaliency) || analysis?.needsSaliency == true {
            parameters.merge(saliency.identityParameters) { $1 }
        }
        if let analysis { parameters.merge(analysis.identityParameters) { $1 } }
        return parameters
    }
}

extension AnalysisRequest {
    var identityParameters: [String: String] {
        func list(_ values: [String]) -> String { values.joined(separator: ",") }
        var parameters = ["analysis": analysis.rawValue]
        switch self {
        case .layers(let options): parameters["analysis.samples"] = "\(options.samples)"
        case .drift(let options, let data):
            parameters["analysis.with"] = data.dataset.rawValue
            parameters["analysis.with_digest"] = data.digest
            parameters["analysis.beta"] = list(options.betas.map(Identity.text))
            parameters["analysis.measures"] = list(Set(options.measures.map(\.rawValue)).sorted())
            parameters["analysis.samples"] = "\(options.samples)"
        case .latent(let options):
            parameters["analysis.samples"] = "\(options.samples)"
            parameters["analysis.traced"] = "\(options.traced)"
            parameters["analysis.perplexity"] = Identity.text(options.perplexity)
            parameters["analysis.iterations"] = "\(options.iterations)"
        case .saliencyMaps(let options): parameters["analysis.samples"] = "\(options.samples)"
        case .decay(let options):
            parameters["analysis.samples"] = "\(options.samples)"
            parameters["analysis.steps"] = "\(options.steps)"
            parameters["analysis.rate"] = Identity.text(options.rate)
        }
        return parameters
    }
}
