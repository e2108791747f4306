/// Why data could not be had. Each case carries the file, what was expected and what was found;
/// `description` is the text a person reads, and says what to do where something can be done.
///
/// `.unavailable` alone means "not here and not to be had", which is what a fallback is for. All
/// others mean that something is here and is wrong, and a fallback would hide that.
public enum DataError: Error, Equatable, Sendable {
    /// The operating system refused to read the file.
    case unreadable(file: String, reason: String)
    /// A folder, device or pipe stands where a file is expected.
    case notAFile(String)
    /// More content than such a file can hold, compressed or not. Reading stopped at the limit.
    case tooLarge(file: String, limit: Int)
    /// The gzip stream ends before its end mark, after `produced` bytes of content.
    case gzipTruncated(file: String, produced: Int)
    case gzipCorrupt(file: String, detail: String)
    /// Bytes after the end of the gzip stream.
    case gzipTrailing(file: String, bytes: Int)
    /// Shorter than the header of its kind.
    case headerTruncated(file: String, expected: Int, found: Int)
    case wrongMagic(file: String, expected: UInt32, found: UInt32)
    /// `dimension` is "height" or "width", in pixels.
    case wrongDimension(file: String, dimension: String, expected: Int, found: Int)
    /// Fewer bytes than the header announces.
    case truncated(file: String, expected: Int, found: Int)
    /// More bytes than the header announces.
    case extraBytes(file: String, expected: Int, found: Int)
    case labelOutOfRange(file: String, index: Int, label: UInt8, classes: Int)
    case countMismatch(images: String, imageCount: Int, labels: String, labelCount: Int)
    /// The content is well-formed but is not the published one (SHA-256 of uncompressed content).
    case wrongContent(file: String, expected: String, found: String)
    /// The splits ask for more samples than there are outside the class left out.
    case tooFewSamples(dataset: DatasetName, available: Int, train: Int, test: Int, validation: Int)
    /// A value of the request that no data set can satisfy.
    case badRequest(key: String, found: Int, expected: String)
    /// An embedded set draws other bytes on this machine than everywhere else.
    case wrongDrawing(dataset: DatasetName, expected: String, found: String)
    /// Neither here nor to be downloaded.
    case unavailable(UnavailableData)
}

/// What was tried before a data set was given up.
public struct UnavailableData: Error, Equatable, Sendable {
    /// A download that failed.
    public struct Attempt: Equatable, Sendable {
        /// The file's address at a mirror; the local folder where that could not be made.
        public var url: String
        /// As it follows a colon: what the transport or the check of the file said.
        public var reason: String

        /// - Parameter reason: as it follows a colon.
        public init(url: String, reason: String) {
            self.url = url
            self.reason = reason
        }
    }

    /// The set that was asked for.
    public var dataset: DatasetName
    /// Canonical names of the files that are missing, or wrong in the cache and to be fetched anew.
    public var missing: [String]
    /// Folders looked into, in order, as people read them: with a word where `SWEEP_DATA` names none.
    public var searched: [String]
    /// Downloads that failed, of the first file that could not be had; empty where downloading was not allowed.
    public var attempts: [Attempt]
    /// Whether missing files might be downloaded.
    public var downloadAllowed: Bool
    /// Where to put the files by hand.
    public var folder: String

    /// - Parameters:
    ///   - missing: canonical names of files.
    ///   - searched: folders, in the order of looking.
    ///   - attempts: downloads of the first file that could not be had.
    ///   - folder: where a person may put the files.
    public init(
        dataset: DatasetName, missing: [String], searched: [String], attempts: [Attempt], downloadAllowed: Bool,
        folder: String
    ) {
        self.dataset = dataset
        self.missing = missing
        self.searched = searched
        self.attempts = attempts
        self.downloadAllowed = downloadAllowed
        self.folder = folder
    }
}
