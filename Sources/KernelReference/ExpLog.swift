import Foundation

extension Reference {
    /// eˣ of each element.
    public static func exponentials(_ x: [Double]) -> [Double] { x.map { exp($0) } }

    /// ln x of each element.
    public static func logarithms(_ x: [Double]) -> [Double] { x.map { log($0) } }
}
