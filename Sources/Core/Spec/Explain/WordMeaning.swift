/// What the words of a sweep file stand for: methods, measures, analyses, forms, data sets.
public enum WordMeaning {
    /// One sentence; nil for words that speak for themselves.
    public static func of(_ word: String) -> String? {
        if let meaning = meanings[word] { return meaning }
        // Tn of any n.
        return word.first == "T" && GroupName(word) != nil ? meanings["T3"] : nil
    }

    static let meanings: [String: String] = Dictionary(
        uniqueKeysWithValues: Method.allCases.map { ($0.rawValue, meaning($0)) }
            + Measure.allCases.map { ($0.rawValue, $0.definition.meaning) }
            + Analysis.allCases.map { ($0.rawValue, meaning($0)) }
            + Regulariser.allCases.map { ($0.rawValue, $0.form.meaning) }
            + DatasetName.allCases.map { ($0.rawValue, $0.definition.meaning) }
            + GroupName.listed.map { ($0.name, $0.meaning) } + shifts)

    private static func meaning(_ method: Method) -> String {
        switch method {
        case .WT:
            "Weight tying: the first layer sees the whole orbit with one set of weights and pools over it, so the network is "
                + "invariant by construction."
        case .DA: "Data augmentation: every batch is transformed by random elements of the group."
        case .IR: "Invariance regularisation: augmentation, and ν times the invariance error R is added to the loss."
        }
    }

    private static func meaning(_ analysis: Analysis) -> String {
        switch analysis {
        case .layers: "The invariance error of every layer's activations: where in the network invariance appears."
        case .drift: "Invariance and accuracy as the test data drifts to another set (figure 4)."
        case .latent: "t-SNE of the penultimate layer with orbits traced through it (figure 2)."
        case .saliencyMaps: "Pictures of saliency maps of single images over their orbits (figures 1 and 3)."
        case .decay: "Proposition 3.1 on a linear model, step by step beside its closed form."
        }
    }

    private static let shifts = [
        ("T3", "Cyclic shifts along x by thirds of the width; Tn for any n that divides the width, Tny along y.")
    ]
}
