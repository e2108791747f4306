/// Colours for a quantity from 0 to 1: growing in lightness all the way, so that they keep their order in
/// grey print and with every kind of colour vision.
public enum ColourMap: String, Sendable, CaseIterable {
    case viridis, magma

    /// - Parameter value: 0 … 1; what is outside is taken as the nearer end, NaN as 0.
    /// - Returns: red, green, blue in 0 … 255.
    public func colour(_ value: Double) -> (red: Double, green: Double, blue: Double) {
        let places = Double(anchors.count - 1)
        let position = value > 0 ? min(value, 1) * places : 0
        let index = min(Int(position), anchors.count - 2)
        let part = position - Double(index)
        func mixed(_ shift: UInt32) -> Double {
            let low = Double(anchors[index] >> shift & 0xFF)
            return low + (Double(anchors[index + 1] >> shift & 0xFF) - low) * part
        }
        return (mixed(16), mixed(8), mixed(0))
    }

    /// Every twentieth of the maps that matplotlib has by these names (van der Walt and Smith 2015, CC0).
    /// Straight lines between them are at most 4/255 away.
    private var anchors: [UInt32] {
        switch self {
        case .viridis: Self.viridisAnchors
        case .magma: Self.magmaAnchors
        }
    }

    private static let viridisAnchors: [UInt32] = [
        0x440154, 0x481467, 0x482576, 0x463480, 0x414487, 0x3B528B, 0x355F8D, 0x2F6C8E, 0x2A788E, 0x25848E, 0x21918C,
        0x1E9C89, 0x22A884, 0x2FB47C, 0x42BE71, 0x5CC863, 0x7AD151, 0x9BD93C, 0xBDDF26, 0xDDE318, 0xFDE725,
    ]

    private static let magmaAnchors: [UInt32] = [
        0x000004, 0x07061C, 0x150E38, 0x251255, 0x3B0F70, 0x51127C, 0x641A80, 0x782281, 0x8C2981, 0xA1307E, 0xB73779,
        0xCA3E72, 0xDE4968, 0xED5A5F, 0xF66E5C, 0xFB8761, 0xFE9F6D, 0xFEB77E, 0xFECF92, 0xFDE5A7, 0xFCFDBF,
    ]
}
