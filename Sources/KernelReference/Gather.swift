extension Reference {
    /// out(m, p) = table[image_m[source_{g(m)}(p)]]: row m is image m under element g(m).
    @inlinable
    public static func gatherImages<Real: BinaryFloatingPoint>(
        _ images: [[UInt8]], elements: [Int], sources: [[Int]], table: [Real]
    ) -> [Real] {
        zip(images, elements).flatMap { image, element in sources[element].map { table[Int(image[$0])] } }
    }
}
