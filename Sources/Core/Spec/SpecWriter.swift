/// Writes a sweep as it was resolved: every key, defaults filled in, always in the same form. Reading
/// the text gives an equal sweep, where the permutation files that it names lie beside it.
///
/// The key `on` is quoted: to readers of YAML 1.1, PyYAML for one, the bare word is `true`.
public enum SpecWriter {
    /// Whether `yaml` wrote the text, or did when it left `on` unquoted.
    static func wrote(_ text: String, of spec: SweepSpec) -> Bool {
        let written = yaml(spec)
        return text == written || text == written.replacing("\"on\":", with: "on:")
    }

    /// The text of `sweep.yaml`, with a line break at its end.
    public static func yaml(_ spec: SweepSpec) -> String {
        """
        name: \(quotedIfNeeded(spec.name))
        \(block("data", pairs(spec.data)))
        groups: \(list(spec.groups.map(group)))
        methods: \(list(spec.methods.map(\.rawValue)))
        seeds: \(list(spec.seeds.map { "\($0)" }))
        \(nu(spec.nu))
        regularisers: \(list(spec.regularisers.map(\.rawValue)))
        \(block("training", pairs(spec.training)))
        saliency:
          target: \(spec.saliency.target.rawValue)
          steps: \(spec.saliency.steps)
          rule: \(spec.saliency.rule.rawValue)
          baseline: \(spec.saliency.baseline.rawValue)
          threshold: \(number(spec.saliency.threshold))
        measure: \(list(spec.measures.map(\.rawValue) + spec.analyses.map(\.rawValue)))
        \(options(spec))\(variants(spec))limits:
          minutes_per_job: \(number(spec.limits.minutesPerJob ?? 0))
          retries: \(spec.limits.retries)

        """
    }

    /// The shortest decimal text that reads back as the same double; whole numbers without a point.
    public static func number(_ value: Double) -> String {
        if value == value.rounded(), abs(value) < 1e15 { return "\(Int(value))" }
        let text = "\(value)"
        // YAML 1.1 takes `1e-05` for text: it wants a point in front of the exponent.
        guard let exponent = text.firstIndex(of: "e"), !text.contains(".") else { return text }
        return text[..<exponent] + ".0" + text[exponent...]
    }

    // MARK: - Keys that variants replace

    /// Keys with values, as YAML writes both, in the order of the schema.
    private typealias Pairs = [(key: String, value: String)]

    private static func pairs(_ data: DataRequest) -> Pairs {
        [
            ("source", data.source.rawValue), ("fallback", data.fallback?.rawValue ?? "none"), ("train", "\(data.train)"),
            ("test", "\(data.test)"), ("validation", "\(data.validation)"), ("split_seed", "\(data.splitSeed)"),
            ("pad", "\(data.pad)"),
        ]
    }

    private static func pairs(_ training: TrainingParameters) -> Pairs {
        [
            ("epochs", "\(training.epochs)"), ("batch", "\(training.batch)"), ("learning_rate", number(training.learningRate)),
            ("hidden", list(training.hidden.map { "\($0)" })), ("initialisation", training.initialisation.rawValue),
            ("pooling", training.pooling.rawValue), ("weight_decay", number(training.weightDecay)),
            ("track_sigma_max", "\(training.trackedSamples)"),
        ]
    }

    private static func pairs(_ settings: NuSearchSettings) -> Pairs {
        [
            ("smallest", "\(settings.measure.rawValue) >= \(number(settings.threshold))"), ("\"on\"", settings.split.rawValue),
            ("from", number(settings.from)), ("to", number(settings.to)), ("within", number(settings.within)),
            ("max_probes", "\(settings.maxProbes)"),
        ]
    }

    /// A line for each, set in below the key.
    private static func block(_ key: String, _ pairs: Pairs) -> String {
        (["\(key):"] + pairs.map { "  \($0.key): \($0.value)" }).joined(separator: "\n")
    }

    /// All on one line.
    private static func flow(_ pairs: Pairs) -> String {
        "{\(pairs.map { "\($0.key): \($0.value)" }.joined(separator: ", "))}"
    }

    private static func flow(_ choice: NuChoice) -> String {
        switch choice {
        case .values(let values): list(values.map(number))
        case .smallest(let settings): flow(pairs(settings))
        }
    }

    private static func nu(_ choice: NuChoice) -> String {
        switch choice {
        case .values: "nu: \(flow(choice))"
        case .smallest(let settings): block("nu", pairs(settings))
        }
    }

    /// A line each: what a variant may replace, as resolved.
    private static func variants(_ spec: SweepSpec) -> String {
        guard !spec.variants.isEmpty else { return "" }
        return "variants:\n" + spec.variants.map { part in
            let keys = VariantReader.keys.compactMap { name in
                SpecWriter.yaml(part, key: name).map { "\(name): \($0)" }
            }
            return "  - {name: \(quotedIfNeeded(part.variant ?? "")), \(keys.joined(separator: ", "))}\n"
        }.joined()
    }

    /// The value of a key that variants may replace, on one line; nil for one that is another's alias.
    private static func yaml(_ spec: SweepSpec, key: String) -> String? {
        switch key {
        case "data": flow(pairs(spec.data))
        case "groups": list(spec.groups.map(group))
        case "methods": list(spec.methods.map(\.rawValue))
        case "seeds": list(spec.seeds.map { "\($0)" })
        case "regularisers": list(spec.regularisers.map(\.rawValue))
        case "nu": flow(spec.nu)
        case "training": flow(pairs(spec.training))
        default: nil
        }
    }

    /// Of the analyses that are asked for; those of others decide nothing.
    private static func options(_ spec: SweepSpec) -> String {
        let options = spec.options
        return Analysis.allCases.filter(spec.analyses.contains).map { analysis in
            let lines =
                switch analysis {
                case .layers: ["samples: \(options.layers.samples)"]
                case .drift:
                    [
                        "with: \(options.drift.with.rawValue)", "fallback: \(options.drift.fallback?.rawValue ?? "none")",
                        "beta: \(list(options.drift.betas.map(number)))",
                        "measure: \(list(options.drift.measures.map(\.rawValue)))", "samples: \(options.drift.samples)",
                    ]
                case .latent:
                    [
                        "samples: \(options.latent.samples)", "traced: \(options.latent.traced)",
                        "perplexity: \(number(options.latent.perplexity))",
                        "iterations: \(options.latent.iterations)", "seeds: \(options.latent.seeds)",
                    ]
                case .saliencyMaps:
                    ["samples: \(options.saliencyMaps.samples)", "seeds: \(options.saliencyMaps.seeds)"]
                case .decay:
                    [
                        "samples: \(options.decay.samples)", "steps: \(options.decay.steps)",
                        "rate: \(number(options.decay.rate))",
                    ]
                }
            return "\(analysis.rawValue):\n" + lines.map { "  \($0)\n" }.joined()
        }.joined()
    }

    /// A group of the user's own lies beside the resolved file, under its name (`ResultsFolder.group`).
    private static func group(_ name: GroupName) -> String {
        guard case .own(let own, let digest, _) = name.kind else { return name.description }
        return "{name: \(quotedIfNeeded(own)), permutations: groups/\(own).txt, digest: \"\(digest)\"}"
    }

    private static func list(_ words: [String]) -> String { "[\(words.joined(separator: ", "))]" }

    /// A name such as `2024`, `1e5`, `on` or `null` would be read as something else by other programs.
    static func quotedIfNeeded(_ name: String) -> String {
        let reserved = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
        let plain = name.first.map { $0.isLetter } ?? false
        return plain && !reserved.contains(name.lowercased()) ? name : "\"\(name)\""
    }
}
