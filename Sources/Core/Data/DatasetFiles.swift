/// The four files of a published data set and where they can be had.
public struct DatasetFiles: Sendable, Equatable {
    /// Which of the four files; the raw value begins its published name.
    public enum Role: String, Sendable, CaseIterable {
        case trainImages = "train-images"
        case trainLabels = "train-labels"
        case testImages = "t10k-images"
        case testLabels = "t10k-labels"

        /// Whether it holds images (idx3), not labels (idx1).
        public var isImages: Bool { self == .trainImages || self == .testImages }
    }

    /// One file of the set: its name follows from its role.
    public struct File: Sendable, Equatable {
        /// Which of the four.
        public var role: Role
        /// SHA-256 of the uncompressed content. Nil only for sets that a test makes up.
        public var sha256: String?

        /// - Parameter sha256: of the uncompressed content; nil only for sets that a test makes up.
        public init(role: Role, sha256: String?) {
            self.role = role
            self.sha256 = sha256
        }

        /// `train-images-idx3-ubyte`: the published name without `.gz`.
        public var name: String { role.rawValue + (role.isImages ? "-idx3-ubyte" : "-idx1-ubyte") }

        /// Spellings found in the wild, the published one first: compressed or not, and with the
        /// dot that some unpacking programs leave.
        public var spellings: [String] {
            let dotted = role.rawValue + (role.isImages ? ".idx3-ubyte" : ".idx1-ubyte")
            return [name, name + ".gz", dotted, dotted + ".gz"]
        }
    }

    /// The set that the files make up.
    public var dataset: DatasetName
    /// Train images, train labels, test images, test labels.
    public var files: [File]
    /// Folder addresses, each ending in a slash; tried in this order.
    public var mirrors: [String]
    /// Folders inside a data folder that may hold the files, the program's own layout first.
    public var subfolders: [String]
    /// Rows of an image in pixels, without padding.
    public var height = 28
    /// Columns of an image in pixels, without padding.
    public var width = 28
    /// Classes in the files, before one is left out.
    public var classes = 10

    /// Images of 28×28 pixels in ten classes.
    /// - Parameters:
    ///   - mirrors: folder addresses, each ending in a slash.
    ///   - subfolders: inside a data folder, the program's own layout first.
    public init(dataset: DatasetName, files: [File], mirrors: [String], subfolders: [String]) {
        self.dataset = dataset
        self.files = files
        self.mirrors = mirrors
        self.subfolders = subfolders
    }

    /// The file of a role; one without a checksum where the set lists none.
    public func file(_ role: Role) -> File {
        files.first { $0.role == role } ?? File(role: role, sha256: nil)
    }

    /// No file of these sets has more content than this many bytes.
    public var contentLimit: Int { 16 + 100_000 * height * width }
}

extension DatasetFiles {
    /// Sets whose files are published, with their SHA-256, in the order of `DatasetName.allCases`.
    public static let published: [DatasetFiles] = DatasetName.allCases.compactMap { name in
        if case .files(let files) = name.origin { files } else { nil }
    }

    /// LeCun, Cortes and Burges: 60,000 + 10,000 digits.
    public static let mnist = DatasetFiles(
        dataset: .mnist,
        files: [
            File(role: .trainImages, sha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
            File(role: .trainLabels, sha256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
            File(role: .testImages, sha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
            File(role: .testLabels, sha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
        ],
        mirrors: [
            "https://ossci-datasets.s3.amazonaws.com/mnist/",
            "https://storage.googleapis.com/cvdf-datasets/mnist/",
        ],
        subfolders: ["mnist", "MNIST/raw"])

    /// Xiao, Rasul and Vollgraf, 2017: 60,000 + 10,000 pictures of clothes.
    public static let fashionMNIST = DatasetFiles(
        dataset: .fashionMNIST,
        files: [
            File(role: .trainImages, sha256: "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
            File(role: .trainLabels, sha256: "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
            File(role: .testImages, sha256: "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
            File(role: .testLabels, sha256: "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
        ],
        mirrors: [
            "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
            "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
        ],
        subfolders: ["fashion-mnist", "FashionMNIST/raw"])
}
