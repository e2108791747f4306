/// What the words of a sweep file stand for: methods, measures, analyses, forms, data sets.
public enum WordMeaning {
    /// One sentence; nil for words that speak for themselves.
    public static func of(_ word: String) -> String? {
        if let meaning = meanings[word] { return meaning }
        // Tn and Tny of any n.
        guard word.first == "T", GroupName(word) != nil else { return nil }
        return meanings[word.last == "y" ? "Tny" : "T3"]
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
        ("T3", "Cyclic shifts along x by n-ths of the width, for any n from 2 on that divides it; Tny along y."),
        ("Tn", "Cyclic shifts along x by n-ths of the width, for any n from 2 that divides it: T2, T3, T4, …"),
        ("Tny", "Cyclic shifts along y by n-ths of the height, for any n from 2 that divides it: T2y, T3y, T4y, …"),
    ]

    /// The groups by name, for `sweep explain groups`.
    static var groups: [(String, String)] {
        GroupName.listed.map { ($0.name, $0.meaning) } + shifts.dropFirst()
    }

    /// How to bring a group of one's own.
    static let ownGroup =
        "A group of your own is {name: mine, permutations: my_group.txt}. The file has one line per element, the identity "
        + "among them, and on it one index per pixel: out[i] = in[index[i]], pixels counted from 0, rows from the top. These "
        + "are 784 for the bare 28×28 image, or (28 + 2·pad)² with the padding, 1296 for data.pad 4. docs/own.md has more."
}
