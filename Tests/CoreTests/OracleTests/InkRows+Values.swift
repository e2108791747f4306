@testable import Core

extension InkRows {
    /// One row as the image it stands for.
    func values(_ row: Int, _ normalisation: Normalisation, pixels: Int) -> [Float] {
        var values = [Float](repeating: normalisation.values[Int(normalisation.background)], count: pixels)
        for entry in Int(begins[row]) ..< Int(ends[row]) {
            values[Int(lists.places[entry])] = normalisation.values[Int(lists.bytes[entry])]
        }
        return values
    }
}
