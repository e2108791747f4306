/// The form of the invariance error R, by its name in sweep files (paper, section 4.4).
public struct Regulariser: Registered {
    /// ½‖f(x') − f(gx')‖² (equation 2).
    public static let logit = Regulariser(LogitForm.self)
    /// KL(softmax f(x') ‖ softmax f(gx')) (equation 1).
    public static let kl = Regulariser(DivergenceForm.self)
    /// ‖f(x') − f(gx')‖² / ‖f(x')‖².
    public static let logitNormalised = Regulariser(NormalisedForm.self)

    /// The list: a form that stands here is known to sweep files, `sweep explain`, journals and tables.
    public static let allCases: [Regulariser] = [.logit, .kl, .logitNormalised]

    let form: any InvarianceForm.Type

    init(_ form: any InvarianceForm.Type) { self.form = form }

    /// As sweep files, tables and journals write it.
    public var rawValue: String { form.name }

    /// By the form behind the name.
    public static func == (a: Regulariser, b: Regulariser) -> Bool { a.form == b.form }
    /// By what `==` compares.
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(form)) }
}

/// What a form of the regulariser is. A new one is a `RowForm`.
protocol InvarianceForm: Sendable {
    /// In sweep files, journals and tables.
    static var name: String { get }
    /// One sentence, for `sweep explain`.
    static var meaning: String { get }
    static var computation: InvarianceComputation { get }
}

enum InvarianceComputation {
    /// The `form` argument of the `invarianceError` kernel.
    case kernel(Int)
    /// One pair of rows at a time.
    case rows((LogitPair) -> Double)
}

/// A form that is written down for one pair of logits.
protocol RowForm: InvarianceForm {
    /// R of one pair. Writes all C entries of both gradients.
    ///
    /// Only + − × ÷ √ and `PortableMath`, sums from class 0 up: the same bits everywhere.
    static func error(_ pair: LogitPair) -> Double
}

extension RowForm {
    static var computation: InvarianceComputation { .rows { error($0) } }
}

/// The logits of x' and of gx', and where the gradients by them go; C values each.
struct LogitPair {
    /// f(x') and f(gx').
    let z, y: UnsafeBufferPointer<Double>
    /// ∂R/∂z and ∂R/∂y.
    let dz, dy: UnsafeMutableBufferPointer<Double>
}

private enum LogitForm: InvarianceForm {
    static var name: String { "logit" }
    static var meaning: String { "R = ½‖f(x') − f(gx')‖², on logits (equation 2)." }
    static var computation: InvarianceComputation { .kernel(0) }
}

private enum DivergenceForm: InvarianceForm {
    static var name: String { "kl" }
    static var meaning: String { "R = KL(softmax f(x') ‖ softmax f(gx')), on predicted distributions (equation 1)." }
    static var computation: InvarianceComputation { .kernel(1) }
}

private enum NormalisedForm: InvarianceForm {
    static var name: String { "logit-normalised" }
    static var meaning: String { "R = ‖f(x') − f(gx')‖² / ‖f(x')‖²: small logits alone do not make it small." }
    static var computation: InvarianceComputation { .kernel(2) }
}
