/// A data set by name. Real sets are read from files; `strokes` (digits) and `silhouettes` (garments)
/// are drawn by the program.
public struct DatasetName: Registered {
    /// `mnist`: published files, downloaded on demand.
    public static let mnist = DatasetName(MNIST.self)
    /// `fashion-mnist`: published files, downloaded on demand.
    public static let fashionMNIST = DatasetName(FashionMNIST.self)
    /// `strokes`: digits that the program draws itself.
    public static let strokes = DatasetName(Strokes.self)
    /// `silhouettes`: clothes that the program draws itself.
    public static let silhouettes = DatasetName(Silhouettes.self)

    /// The list: a set that stands here is known to sweep files, `sweep data`, `sweep explain`, journals and tables.
    public static let allCases: [DatasetName] = [.mnist, .fashionMNIST, .strokes, .silhouettes]

    let definition: any DatasetDefinition.Type

    init(_ definition: any DatasetDefinition.Type) { self.definition = definition }

    /// As sweep files, tables and journals write it.
    public var rawValue: String { definition.name }

    /// Whether the program draws this set itself, so that it needs no files.
    public var isEmbedded: Bool {
        if case .drawn = origin { true } else { false }
    }

    /// By the definition behind the name.
    public static func == (a: DatasetName, b: DatasetName) -> Bool { a.definition == b.definition }
    /// By what `==` compares.
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(definition)) }
}

/// What a data set is. A new one is an `EmbeddedSet` or a `PublishedSet`.
///
/// Images are 28×28 bytes, 0 the ink-less ground; there may be up to 32 classes.
protocol DatasetDefinition: Sendable {
    /// In sweep files, journals and tables.
    static var name: String { get }
    /// One sentence, for `sweep explain`.
    static var meaning: String { get }
    /// Samples without a class that is left out, of the train and test files together.
    static var pooledSamples: Int { get }
    /// The embedded set most like this one: what a machine without its files can use.
    static var likeness: DatasetName { get }
    static var origin: DatasetOrigin { get }
}

/// Where a data set comes from.
enum DatasetOrigin {
    case files(DatasetFiles)
    case drawn(any EmbeddedSet.Type)
}

extension DatasetName {
    /// As published, whatever a store's catalog holds.
    var origin: DatasetOrigin { definition.origin }
    var likeness: DatasetName { definition.likeness }
    var pooledSamples: Int { definition.pooledSamples }
}
