import Foundation

/// Finds, downloads, checks and prepares data sets: the one way from a request to images.
///
/// A file is looked for in `SWEEP_DATA`, then in the user's cache folder, then downloaded there.
/// The first file found counts; a wrong one is an error and is never passed over in favour of
/// another, for its owner believes to be using it.
public struct DatasetStore: Sendable {
    /// Where files are looked for, and where downloads go.
    public let folders: DataFolders
    /// Where false, what is missing is an error.
    public let allowDownload: Bool
    let catalog: [DatasetFiles]
    let downloader: Downloader

    /// - Parameters:
    ///   - environment: `SWEEP_DATA`, `XDG_CACHE_HOME` and `HOME` are read.
    ///   - allowDownload: whether absent files may be downloaded.
    ///   - catalog: the sets that are read from files, with their mirrors; a set that is not among
    ///     them is the published one.
    public init(
        environment: [String: String] = ProcessInfo.processInfo.environment, allowDownload: Bool = true,
        catalog: [DatasetFiles] = DatasetFiles.published, transport: any Transport = URLSessionTransport()
    ) {
        folders = DataFolders(environment: environment)
        self.allowDownload = allowDownload
        self.catalog = catalog
        downloader = Downloader(transport: transport)
    }

    /// From a request to splits that networks can be trained on.
    ///
    /// The fallback is taken only where files are absent and cannot be downloaded; the result's
    /// `notices` then say so.
    ///
    /// - Throws: `DataError`; `.unavailable` where there is no fallback either.
    public func prepare(
        _ request: DataRequest, progress: (DataProgress) -> Void = { _ in }
    ) throws(DataError) -> PreparedData {
        var notices = folderNotices()
        let raw: RawDataset
        do throws(DataError) {
            raw = try load(request.source, notices: &notices, progress: progress)
        } catch {
            guard case .unavailable(let reason) = error, let fallback = request.fallback, fallback != request.source
            else { throw error }
            do throws(DataError) {
                raw = try load(fallback, notices: &notices, progress: progress)
            } catch .unavailable {
                throw error
            }
            notices.append(.fallback(wanted: request.source, used: fallback, because: reason))
        }
        var prepared = try PreparedData(raw, request: request)
        prepared.notices = notices
        return prepared
    }

    /// A whole set, pooled, as published. What is absent is downloaded, where that is allowed, and `notices` tell so.
    /// - Throws: `DataError`.
    public func load(
        _ name: DatasetName, notices: inout [DataNotice], progress: (DataProgress) -> Void = { _ in }
    ) throws(DataError) -> RawDataset {
        switch origin(of: name) {
        case .drawn(let embedded): return embedded.dataset
        case .files(let set): return try read(set, notices: &notices, progress: progress)
        }
    }

    private func read(
        _ set: DatasetFiles, notices: inout [DataNotice], progress: (DataProgress) -> Void
    ) throws(DataError) -> RawDataset {
        let paths = try locate(set, notices: &notices, progress: progress)
        var images: [UInt8] = []
        var labels: [UInt8] = []
        for (imageRole, labelRole) in [
            (DatasetFiles.Role.trainImages, DatasetFiles.Role.trainLabels), (.testImages, .testLabels),
        ] {
            let (imagePath, labelPath) = (paths[imageRole] ?? "", paths[labelRole] ?? "")
            let some = try readImages(imagePath, set.file(imageRole), set)
            let theirs = try readLabels(labelPath, set.file(labelRole), set)
            guard some.count == theirs.count else {
                throw .countMismatch(
                    images: imagePath, imageCount: some.count, labels: labelPath, labelCount: theirs.count)
            }
            images.append(contentsOf: some.pixels)
            labels.append(contentsOf: theirs)
        }
        return RawDataset(
            name: set.dataset, images: images, labels: labels, height: set.height, width: set.width, classCount: set.classes,
            leftOut: UInt8(set.classes - 1))
    }

    private func folderNotices() -> [DataNotice] {
        guard let user = folders.user else { return [] }
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: user, isDirectory: &isFolder)
        return exists && isFolder.boolValue ? [] : [.noSuchFolder(user)]
    }

    /// Paths of all files of a set, after downloading what is absent.
    private func locate(
        _ set: DatasetFiles, notices: inout [DataNotice], progress: (DataProgress) -> Void
    ) throws(DataError) -> [DatasetFiles.Role: String] {
        var paths: [DatasetFiles.Role: String] = [:]
        for file in set.files { paths[file.role] = try find(file, of: set) }
        let missing = set.files.filter { paths[$0.role] == nil }
        if missing.isEmpty { return paths }
        guard allowDownload else { throw unavailable(set, missing, attempts: []) }
        let folder = folders.cacheFolder(of: set)
        for (place, file) in missing.enumerated() {
            do throws(Downloader.Failure) {
                paths[file.role] = try downloader.fetch(file, of: set, into: folder, progress: progress)
            } catch {
                throw unavailable(set, Array(missing[place...]), attempts: error.attempts)
            }
        }
        notices.append(.downloaded(dataset: set.dataset, files: missing.map(\.name), folder: folder))
        return paths
    }

    func unavailable(
        _ set: DatasetFiles, _ missing: [DatasetFiles.File], attempts: [UnavailableData.Attempt]
    ) -> DataError {
        // The folder that somebody named may have a slip in it. Others need not be there.
        let isUserMissing = !folderNotices().isEmpty
        let searched = folders.searched(for: set).map { $0 == folders.user && isUserMissing ? "\($0) (no such folder)" : $0 }
        return .unavailable(
            UnavailableData(
                dataset: set.dataset, missing: missing.map(\.name), searched: searched,
                attempts: attempts, downloadAllowed: allowDownload, folder: folders.cacheFolder(of: set)))
    }
}
