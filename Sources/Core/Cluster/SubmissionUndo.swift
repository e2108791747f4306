import Foundation

/// How to leave a folder as it was where Slurm says no. Nothing is deleted that this submission did not make: no folder
/// with anything in it, and no file that somebody else wrote.
public struct SubmissionUndo {
    /// Made by this submission, those above first.
    private var folders: [String] = []
    /// What files held; nil for what was not there.
    private var files: [(url: URL, content: [UInt8]?)] = []
    private var last: [URL] = []

    /// Nothing to undo yet.
    public init() {}

    /// Makes a folder and those above it, where they are missing. - Throws: `FileError`.
    public mutating func make(_ url: URL) throws(FileError) { try make(path: url.standardizedFileURL.path) }

    private mutating func make(path: String) throws(FileError) {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue { return }
        let parent = (path as NSString).deletingLastPathComponent
        if !parent.isEmpty, parent != path { try make(path: parent) }
        if mkdir(path, 0o777) == 0 {
            folders.append(path)
        } else if errno != EEXIST {
            throw .refused(.createFolder, path: path, code: errno)
        } else {
            // Somebody else's, made meanwhile; or a file, which this says.
            try NewFolder.make(path)
        }
    }

    /// Before a file is written, which need not be there. Only by whoever has the folder to himself.
    /// - Throws: `FileError` where it cannot be read, and so not be put back.
    public mutating func remember(_ url: URL) throws(FileError) {
        guard !files.contains(where: { $0.url == url }) else { return }
        guard access(url.path, F_OK) == 0 else { return files.append((url, nil)) }
        guard let content = try? Data(contentsOf: url) else {
            throw .refused(.read, path: url.path, code: access(url.path, R_OK) == 0 ? EIO : errno)
        }
        files.append((url, [UInt8](content)))
    }

    /// Of a file that was made meanwhile, and goes only with the folder: the lock, which keeps others out until then.
    public mutating func made(_ url: URL) { last.append(url) }

    /// From now on there is nothing to undo.
    public mutating func keep() { self = SubmissionUndo() }

    /// Puts files back, or takes them away, as far as it can be done.
    public mutating func putBack() {
        for (url, content) in files.reversed() {
            guard let content else {
                unlink(url.path)
                continue
            }
            let now = try? Data(contentsOf: url)
            if now.map({ [UInt8]($0) }) != content { try? AtomicFile.write(content, to: url) }
        }
        files = []
    }

    /// As long as the lock is held: takes away those folders that this submission made and in which nothing lies.
    public mutating func removeFolders() {
        for url in last { unlink(url.path) }
        for path in folders.reversed() { rmdir(path) }
        (last, folders) = ([], [])
    }
}
