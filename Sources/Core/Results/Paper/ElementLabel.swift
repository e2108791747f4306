/// How a group element is named in pictures.
enum ElementLabel {
    /// `e` → x, `r90` → 90°, `mr90` → mirrored 90°, `x12` → 12 px right; other names as they are.
    static func text(_ name: String) -> String {
        if name == "e" { return "x" }
        if name == "m" { return "mirrored" }
        if name.hasPrefix("mr"), let angle = Int(name.dropFirst(2)) { return "mirrored \(angle)°" }
        if name.hasPrefix("r"), let angle = Int(name.dropFirst()) { return "\(angle)°" }
        if name.hasPrefix("x"), let shift = Int(name.dropFirst()) { return "\(shift) px right" }
        if name.hasPrefix("y"), let shift = Int(name.dropFirst()) { return "\(shift) px down" }
        return name
    }
}
