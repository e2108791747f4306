import Foundation

/// Makes folders. Not FileManager's way: that does not tell why a folder cannot be made.
enum NewFolder {
    /// Makes a folder and those above it, where they are missing. - Throws: `FileError`.
    static func make(_ path: String) throws(FileError) {
        if mkdir(path, 0o777) == 0 { return }
        let code = errno
        var isFolder: ObjCBool = false
        if code == EEXIST, FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
            if isFolder.boolValue { return }
            throw .refused(.createFolder, path: path, code: ENOTDIR)
        }
        let parent = (path as NSString).deletingLastPathComponent
        guard code == ENOENT, !parent.isEmpty, parent != path else {
            throw .refused(.createFolder, path: path, code: code)
        }
        try make(parent)
        if mkdir(path, 0o777) != 0, errno != EEXIST { throw .refused(.createFolder, path: path, code: errno) }
    }
}
