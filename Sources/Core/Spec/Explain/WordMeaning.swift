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
            + Measure.allCases.map { ($0.rawValue, meaning($0)) } + Analysis.allCases.map { ($0.rawValue, meaning($0)) }
            + Regulariser.allCases.map { ($0.rawValue, meaning($0)) } + DatasetName.allCases.map { ($0.rawValue, meaning($0)) }
            + groups)

    private static func meaning(_ method: Method) -> String {
        switch method {
        case .WT: "Weight tying: the first layer sees the whole orbit with one set of weights and pools over it, so the network is invariant by construction."
        case .DA: "Data augmentation: every batch is transformed by random elements of the group."
        case .IR: "Invariance regularisation: augmentation, and ν times the invariance error R is added to the loss."
        }
    }

    private static func meaning(_ measure: Measure) -> String {
        switch measure {
        case .accuracy: "The fraction of images gx that are classified correctly, averaged over all g of the group."
        case .LI: "Logit invariance error: ½‖f(x) − f(gx)‖², averaged over images and g (equation 2)."
        case .DI: "Distribution invariance error: the Kullback-Leibler divergence of the predicted distributions on x and gx, in nats (equation 1)."
        case .SI: "Saliency invariance similarity: the cosine between the saliency map of gx, moved back by g⁻¹, and that of x (equation 3)."
        case .sigmaMax: "The largest singular value of the logits' Jacobian by the image: how strongly the network reacts to any small change."
        case .consistency: "The fraction of images gx, g not the identity, that are given the class of x."
        case .SISpearman: "As SI, by Spearman's rank correlation in place of the cosine."
        case .SISSIM: "As SI, by structural similarity (SSIM) in place of the cosine."
        case .residual: "Completeness of integrated gradients: how far the attributions' sum is from the difference of logits that they should explain."
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

    private static func meaning(_ form: Regulariser) -> String {
        switch form {
        case .logit: "R = ½‖f(x') − f(gx')‖², on logits (equation 2)."
        case .kl: "R = KL(softmax f(x') ‖ softmax f(gx')), on predicted distributions (equation 1)."
        case .logitNormalised: "R = ‖f(x') − f(gx')‖² / ‖f(x')‖²: small logits alone do not make it small."
        }
    }

    private static func meaning(_ dataset: DatasetName) -> String {
        switch dataset {
        case .mnist: "Handwritten digits, without the nines."
        case .fashionMNIST: "Photographs of garments, without the last class."
        case .strokes: "Digits that the program draws itself: nothing to download."
        case .silhouettes: "Garments that the program draws itself: nothing to download."
        }
    }

    private static let groups = [
        ("R4", "Rotations by 0°, 90°, 180° and 270°."), ("D4", "Rotations by 90° and their mirror images, eight in all."),
        ("F2", "The image and its left-right mirror image."),
        ("T3", "Cyclic shifts along x by thirds of the width; Tn for any n that divides the width, Tny along y."),
    ]
}
