/// What a measure is. A new one is a `PairMeasure`.
protocol MeasureDefinition: Sendable {
    /// In sweep files, journals and columns.
    static var name: String { get }
    /// One sentence, for `sweep explain`.
    static var meaning: String { get }
    /// How its values spread.
    static var scale: MeasureScale { get }
    /// Whether saliency maps are made on the way.
    static var needsSaliency: Bool { get }
    /// Its value for one image; nil where `Evaluator` has a way of its own.
    static var pairValue: ((_ x: LogitRow, _ gx: LogitRow, _ label: Int) -> Double)? { get }
}

extension MeasureDefinition {
    static var needsSaliency: Bool { false }
    static var pairValue: ((_ x: LogitRow, _ gx: LogitRow, _ label: Int) -> Double)? { nil }
}

/// How values spread: what axes and rounding for people go by.
enum MeasureScale: Hashable, Sendable {
    /// Within these bounds: three decimals.
    case bounded(ClosedRange<Double>)
    /// Errors over decades, from 0 up: two significant digits, logarithmic axes.
    case decades
    /// From 0 up, within a decade or two: two decimals.
    case plain
}

/// A measure that is written down for one image x and one group element.
///
/// Its value in tables is the mean over the test images and over g ≠ e, with all that other measures have: values per
/// group element and per class, deviations and intervals over seeds.
protocol PairMeasure: MeasureDefinition {
    /// - Parameters:
    ///   - x, gx: the logits f(x) and f(gx).
    ///   - label: the class of x.
    /// - Returns: one number; a value that is not finite makes the mean so, and is counted.
    static func value(_ x: LogitRow, _ gx: LogitRow, label: Int) -> Double
}

extension PairMeasure {
    static var pairValue: ((_ x: LogitRow, _ gx: LogitRow, _ label: Int) -> Double)? { { value($0, $1, label: $2) } }
}

/// The measures that `Evaluator` takes in ways of their own: by a kernel, from saliency maps, from the Jacobian.
enum Measures {
    enum Accuracy: MeasureDefinition {
        static var name: String { "accuracy" }
        static var meaning: String { "The fraction of images gx that are classified correctly, averaged over all g of the group." }
        static var scale: MeasureScale { .bounded(0 ... 1) }
    }

    enum LogitError: MeasureDefinition {
        static var name: String { "LI" }
        static var meaning: String { "Logit invariance error: ½‖f(x) − f(gx)‖², averaged over images and g ≠ e (equation 2)." }
        static var scale: MeasureScale { .decades }
    }

    enum DistributionError: MeasureDefinition {
        static var name: String { "DI" }
        static var meaning: String {
            "Distribution invariance error: the Kullback-Leibler divergence of the predicted distributions on x and gx, "
                + "in nats (equation 1)."
        }
        static var scale: MeasureScale { .decades }
    }

    enum SaliencySimilarity: MeasureDefinition {
        static var name: String { "SI" }
        static var meaning: String {
            "Saliency invariance similarity: the cosine between the saliency map of gx, moved back by g⁻¹, and that of x (equation 3)."
        }
        // Maps are nowhere negative.
        static var scale: MeasureScale { .bounded(0 ... 1) }
        static var needsSaliency: Bool { true }
    }

    enum SigmaMax: MeasureDefinition {
        static var name: String { "sigma_max" }
        static var meaning: String {
            "The largest singular value of the logits' Jacobian by the image: how strongly the network reacts to any small change."
        }
        static var scale: MeasureScale { .plain }
    }

    enum Consistency: MeasureDefinition {
        static var name: String { "consistency" }
        static var meaning: String { "The fraction of images gx, g not the identity, that get the same class as x." }
        static var scale: MeasureScale { .bounded(0 ... 1) }
    }

    enum SaliencyRanks: MeasureDefinition {
        static var name: String { "SI_spearman" }
        static var meaning: String { "As SI, by Spearman's rank correlation in place of the cosine." }
        static var scale: MeasureScale { .bounded(-1 ... 1) }
        static var needsSaliency: Bool { true }
    }

    enum SaliencyStructure: MeasureDefinition {
        static var name: String { "SI_ssim" }
        static var meaning: String { "As SI, by structural similarity (SSIM) in place of the cosine." }
        static var scale: MeasureScale { .bounded(-1 ... 1) }
        static var needsSaliency: Bool { true }
    }

    enum Residual: MeasureDefinition {
        static var name: String { "IG_residual" }
        static var meaning: String {
            "Completeness of integrated gradients: how far the attributions' sum is from the difference of logits that they should explain."
        }
        static var scale: MeasureScale { .decades }
        static var needsSaliency: Bool { true }
    }
}
