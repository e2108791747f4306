import Foundation

/// What `sweep data list|fetch|verify` need.
extension DatasetStore {
    /// Where a set's files lie. Does not read them.
    public func status(of name: DatasetName) -> DatasetStatus {
        guard case .files(let set) = origin(of: name) else {
            return DatasetStatus(
                dataset: name, isEmbedded: true, files: [.init(name: name.rawValue, path: nil, state: .present)])
        }
        let files = set.files.map { file in
            // `find` reads only files that lie where they might be another set's.
            let path = (try? find(file, of: set)) ?? nil
            return DatasetStatus.File(name: file.name, path: path, state: path == nil ? .absent : .present)
        }
        return DatasetStatus(dataset: name, isEmbedded: false, files: files)
    }

    /// Reads every file of a set and compares it with the published one; draws all of an embedded
    /// set and compares that. Downloads nothing.
    public func verify(_ name: DatasetName) -> DatasetStatus {
        var status = status(of: name)
        let set: DatasetFiles
        switch origin(of: name) {
        case .files(let files): set = files
        case .drawn(let embedded):
            let found = embedded.drawnDigest()
            let expected = embedded.dataset.digest
            status.files[0].state =
                found == expected ? .verified : .wrong(.wrongDrawing(dataset: name, expected: expected, found: found))
            return status
        }
        for (place, file) in set.files.enumerated() {
            guard let path = status.files[place].path else { continue }
            do throws(DataError) {
                if file.role.isImages {
                    _ = try readImages(path, file, set)
                } else {
                    _ = try readLabels(path, file, set)
                }
                status.files[place].state = .verified
            } catch {
                status.files[place].state = .wrong(error)
            }
        }
        return status
    }

    /// Downloads what is absent, and what is wrong in the cache folder, which is the program's own.
    ///
    /// - Returns: the state afterwards, everything verified; of an embedded set what `verify` finds.
    /// - Throws: `.unavailable`; and the error of a wrong file that lies in `SWEEP_DATA`, which is
    ///   not the program's to replace.
    public func fetch(
        _ name: DatasetName, progress: (DataProgress) -> Void = { _ in }
    ) throws(DataError) -> DatasetStatus {
        guard case .files(let set) = origin(of: name) else { return verify(name) }
        let before = verify(name)
        let folder = folders.cacheFolder(of: set)
        var needed: [DatasetFiles.File] = []
        for (file, found) in zip(set.files, before.files) {
            if case .wrong(let error) = found.state, found.path?.hasPrefix(folder + "/") != true { throw error }
            if found.state != .verified { needed.append(file) }
        }
        if needed.isEmpty { return before }
        guard allowDownload else { throw unavailable(set, needed, attempts: []) }
        for (place, file) in needed.enumerated() {
            do throws(Downloader.Failure) {
                let path = try downloader.fetch(file, of: set, into: folder, progress: progress)
                removeOtherSpellings(of: file, in: folder, keeping: path)
            } catch {
                throw unavailable(set, Array(needed[place...]), attempts: error.attempts)
            }
        }
        return verify(name)
    }

    /// A damaged file under another spelling would go on shadowing the one just downloaded.
    private func removeOtherSpellings(of file: DatasetFiles.File, in folder: String, keeping path: String) {
        for spelling in file.spellings where folder + "/" + spelling != path {
            try? FileManager.default.removeItem(atPath: folder + "/" + spelling)
        }
    }
}
