extension Int {
    /// `1 network`, `2 networks`.
    func of(_ noun: String, _ plural: String? = nil) -> String { "\(self) \(self == 1 ? noun : plural ?? noun + "s")" }
}
