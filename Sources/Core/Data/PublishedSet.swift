/// A data set whose four files somebody has published, in the IDX format; its last class is left out.
protocol PublishedSet: DatasetDefinition {
    /// Their sums, and where they can be had.
    static var files: DatasetFiles { get }
}

extension PublishedSet {
    static var origin: DatasetOrigin { .files(files) }
}

enum MNIST: PublishedSet {
    static var name: String { "mnist" }
    static var meaning: String { "Handwritten digits, without the nines." }
    // 70,000 less 5,949 + 1,009 nines.
    static var pooledSamples: Int { 63_042 }
    static var likeness: DatasetName { .strokes }
    static var files: DatasetFiles { .mnist }
}

enum FashionMNIST: PublishedSet {
    static var name: String { "fashion-mnist" }
    static var meaning: String { "Photographs of garments, without the last class." }
    // 7,000 of each class.
    static var pooledSamples: Int { 63_000 }
    static var likeness: DatasetName { .silhouettes }
    static var files: DatasetFiles { .fashionMNIST }
}
