import Foundation

/// Paths as the file system knows them.
enum RealPath {
    /// Symbolic links followed, as far as the path exists.
    static func of(_ url: URL) -> String {
        let url = url.standardizedFileURL
        if let real = realpath(url.path, nil) {
            defer { free(real) }
            return String(cString: real)
        }
        guard url.path != "/" else { return "/" }
        let parent = of(url.deletingLastPathComponent())
        return (parent == "/" ? "" : parent) + "/" + url.lastPathComponent
    }
}
