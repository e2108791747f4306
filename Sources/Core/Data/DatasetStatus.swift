/// Where a set's files lie and what is known of them.
public struct DatasetStatus: Sendable, Equatable {
    /// What is known of one file without a download.
    public enum State: Sendable, Equatable {
        case absent
        /// Here; its content was not looked at.
        case present
        /// Here, and its content is the published one.
        case verified
        /// Here, and wrong.
        case wrong(DataError)
    }

    /// One file of the set, or the drawing of an embedded one.
    public struct File: Sendable, Equatable {
        /// Canonical name.
        public var name: String
        /// Where it lies; nil where absent or embedded.
        public var path: String?
        /// As far as was looked: content is checked only where that was asked for.
        public var state: State

        /// - Parameter path: nil where absent or embedded.
        public init(name: String, path: String?, state: State) {
            self.name = name
            self.path = path
            self.state = state
        }
    }

    /// The set in question.
    public var dataset: DatasetName
    /// The set is drawn by the program: it has no files, and `files` has one entry for the drawing.
    public var isEmbedded: Bool
    /// Train images, train labels, test images, test labels; one entry for an embedded set.
    public var files: [File]

    /// - Parameter files: one for the drawing where the set is embedded.
    public init(dataset: DatasetName, isEmbedded: Bool, files: [File]) {
        self.dataset = dataset
        self.isEmbedded = isEmbedded
        self.files = files
    }

    /// Nothing is absent and nothing is known to be wrong.
    public var isUsable: Bool { files.allSatisfy { $0.state == .present || $0.state == .verified } }
    /// The content of every file was read and is the published one.
    public var isVerified: Bool { files.allSatisfy { $0.state == .verified } }
}
