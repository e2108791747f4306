/// Shapes that tell series apart without colour.
public enum MarkerShape: Int, Sendable, CaseIterable {
    case circle, square, triangle, diamond, cross, downTriangle, plus, star, pentagon, bar

    /// Whether it is made of lines only and has nothing to fill.
    var isOpen: Bool { self == .cross || self == .plus || self == .bar }

    /// Its lines around (0, 0), for radius 1; none for the circle. The areas are about equal: a triangle
    /// of the circle's radius would look small. Numbers, not sines: the same on every machine.
    var outlines: [[FigurePoint]] {
        func points(_ values: [(Double, Double)]) -> [FigurePoint] { values.map { FigurePoint($0.0, $0.1) } }
        switch self {
        case .circle: return []
        case .square: return [points([(-0.89, -0.89), (0.89, -0.89), (0.89, 0.89), (-0.89, 0.89)])]
        case .triangle: return [points([(0, -1.25), (1.12, 0.75), (-1.12, 0.75)])]
        case .downTriangle: return [points([(0, 1.25), (-1.12, -0.75), (1.12, -0.75)])]
        case .diamond: return [points([(0, -1.3), (1.1, 0), (0, 1.3), (-1.1, 0)])]
        case .cross: return [points([(-0.9, -0.9), (0.9, 0.9)]), points([(-0.9, 0.9), (0.9, -0.9)])]
        case .plus: return [points([(-1.15, 0), (1.15, 0)]), points([(0, -1.15), (0, 1.15)])]
        case .bar: return [points([(-1.2, 0), (1.2, 0)])]
        case .star:
            return [
                points([
                    (0, -1.4), (0.37, -0.51), (1.33, -0.43), (0.60, 0.19), (0.82, 1.13), (0, 0.63), (-0.82, 1.13),
                    (-0.60, 0.19), (-1.33, -0.43), (-0.37, -0.51),
                ])
            ]
        case .pentagon: return [points([(0, -1.12), (1.07, -0.35), (0.66, 0.91), (-0.66, 0.91), (-1.07, -0.35)])]
        }
    }
}
