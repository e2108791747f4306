extension Int {
    /// `1 network`, `2 networks`.
    /// - Parameter plural: where it is not the noun with an s.
    public func of(_ noun: String, _ plural: String? = nil) -> String { "\(self) \(self == 1 ? noun : plural ?? noun + "s")" }
}
