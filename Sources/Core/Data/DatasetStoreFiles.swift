import Foundation

/// Single files: finding one, and reading one with every check there is.
extension DatasetStore {
    /// The catalog's files, or else the published ones; an embedded set has none.
    func origin(of name: DatasetName) -> DatasetOrigin {
        if let set = catalog.first(where: { $0.dataset == name }) { return .files(set) }
        return name.origin
    }

    /// The path of the first file that counts as this one, or nil.
    ///
    /// A file directly in `SWEEP_DATA` that proves to be another known set's is passed over: the
    /// sets use the same names, and somebody who keeps MNIST there may ask for Fashion-MNIST.
    func find(_ file: DatasetFiles.File, of set: DatasetFiles) throws(DataError) -> String? {
        for place in folders.candidates(for: file, of: set) where FileManager.default.fileExists(atPath: place.path) {
            if place.isShared, belongsToAnother(place.path, file, set) { continue }
            return place.path
        }
        return nil
    }

    private func belongsToAnother(_ path: String, _ file: DatasetFiles.File, _ set: DatasetFiles) -> Bool {
        let others = catalog.filter { $0.dataset != set.dataset }.compactMap { $0.file(file.role).sha256 }
        guard !others.isEmpty, let content = try? content(of: path, set) else { return false }
        return others.contains(Digest.sha256(content))
    }

    /// Uncompressed content of a file.
    private func content(of path: String, _ set: DatasetFiles) throws(DataError) -> [UInt8] {
        try GzipReader.content(
            of: FileReader.bytes(of: path, limit: set.contentLimit), file: path, limit: set.contentLimit)
    }

    func readImages(
        _ path: String, _ file: DatasetFiles.File, _ set: DatasetFiles
    ) throws(DataError) -> IDXFile.Images {
        let content = try content(of: path, set)
        let images = try IDXFile.images(content, file: path, height: set.height, width: set.width)
        try checkSum(content, path, file)
        return images
    }

    func readLabels(
        _ path: String, _ file: DatasetFiles.File, _ set: DatasetFiles
    ) throws(DataError) -> ArraySlice<UInt8> {
        let content = try content(of: path, set)
        let labels = try IDXFile.labels(content, file: path, classes: set.classes)
        try checkSum(content, path, file)
        return labels
    }

    /// After the format was read: "the height is 14" helps more than "another sum".
    private func checkSum(_ content: [UInt8], _ path: String, _ file: DatasetFiles.File) throws(DataError) {
        guard let expected = file.sha256 else { return }
        let found = Digest.sha256(content)
        if found != expected { throw .wrongContent(file: path, expected: expected, found: found) }
    }
}
