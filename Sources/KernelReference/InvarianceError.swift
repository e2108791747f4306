extension Reference {
    /// The forms of the invariance error; the raw value is the kernel's `form` argument.
    public enum InvarianceForm: Int, CaseIterable, Sendable {
        /// ½‖z − y‖².
        case logit = 0
        /// KL(softmax z ‖ softmax y), nats.
        case kl = 1
        /// ‖z − y‖²/‖z‖².
        case logitNormalised = 2
    }

    /// The error between one row of logits z(C) and the transformed y(C).
    public static func invarianceError(_ form: InvarianceForm, _ z: [Double], _ y: [Double]) -> Double {
        let distance = zip(z, y).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        switch form {
        case .logit: return distance / 2
        case .logitNormalised: return distance / z.reduce(0) { $0 + $1 * $1 }
        case .kl:
            let p = softmax(z)
            let difference = zip(logSoftmax(z), logSoftmax(y)).map { $0 - $1 }
            return zip(p, difference).reduce(0) { $0 + $1.0 * $1.1 }
        }
    }

    /// Its gradients by z and by y.
    public static func invarianceErrorGradient(
        _ form: InvarianceForm, _ z: [Double], _ y: [Double]
    ) -> (z: [Double], y: [Double]) {
        let value = invarianceError(form, z, y)
        switch form {
        case .logit:
            return (zip(z, y).map { $0 - $1 }, zip(z, y).map { $1 - $0 })
        case .logitNormalised:
            // The quotient rule, with value = distance / norm put in.
            let norm = z.reduce(0) { $0 + $1 * $1 }
            return (zip(z, y).map { 2 * ($0 - $1 - value * $0) / norm }, zip(z, y).map { 2 * ($1 - $0) / norm })
        case .kl:
            let p = softmax(z)
            let difference = zip(logSoftmax(z), logSoftmax(y)).map { $0 - $1 }
            return (
                zip(p, difference).map { $0 * ($1 - value) },
                zip(softmax(y), p).map { $0 - $1 }
            )
        }
    }
}
