import Foundation

/// Reads whole files without trusting them: only regular files (a pipe would block for ever), and
/// no more than a bound.
enum FileReader {
    static func bytes(of path: String, limit: Int) throws(DataError) -> [UInt8] {
        let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let size: Int
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: resolved)
            guard attributes[.type] as? FileAttributeType == .typeRegular else { throw DataError.notAFile(path) }
            size = (attributes[.size] as? NSNumber)?.intValue ?? 0
        } catch let error as DataError {
            throw error
        } catch {
            throw .unreadable(file: path, reason: error.localizedDescription)
        }
        if size > limit { throw .tooLarge(file: path, limit: limit) }
        guard let file = fopen(resolved, "rb") else {
            throw .unreadable(file: path, reason: String(cString: strerror(errno)))
        }
        defer { fclose(file) }
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = size == 0 ? 0 : fread(buffer.baseAddress, 1, size, file)
        }
        if ferror(file) != 0 { throw .unreadable(file: path, reason: String(cString: strerror(errno))) }
        return bytes
    }
}
