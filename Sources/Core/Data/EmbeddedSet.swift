/// A data set that the program draws itself, so that it needs no files.
protocol EmbeddedSet {
    /// The whole set, with its digest as written down.
    static var dataset: RawDataset { get }
    /// SHA-256 over all images and labels as this machine draws them.
    static func drawnDigest() -> String
}

extension Strokes: EmbeddedSet {}
extension Silhouettes: EmbeddedSet {}

/// Where a data set comes from.
enum DatasetOrigin {
    case files(DatasetFiles)
    case drawn(any EmbeddedSet.Type)
}

extension DatasetName {
    /// As published, whatever a store's catalog holds.
    var origin: DatasetOrigin {
        switch self {
        case .mnist: .files(.mnist)
        case .fashionMNIST: .files(.fashionMNIST)
        case .strokes: .drawn(Strokes.self)
        case .silhouettes: .drawn(Silhouettes.self)
        }
    }

    /// The embedded set most like this one: what a machine without its files can use.
    var likeness: DatasetName {
        switch self {
        case .mnist, .strokes: .strokes
        case .fashionMNIST, .silhouettes: .silhouettes
        }
    }
}
