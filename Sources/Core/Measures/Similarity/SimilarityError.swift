/// Why two images cannot be compared by SSIM.
public enum SimilarityError: Error, Equatable, CustomStringConvertible {
    case imageTooSmall(height: Int, width: Int, window: Int)
    case badDynamicRange(Double)

    /// For people: what was expected and what was found.
    public var description: String {
        switch self {
        case .imageTooSmall(let height, let width, let window):
            "SSIM: expected images of at least \(window)×\(window) pixels, the size of its window, found \(width)×\(height)"
        case .badDynamicRange(let value):
            "SSIM, dynamic range: expected a positive number, found \(value)"
        }
    }
}
