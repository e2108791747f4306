import Foundation

extension Figure {
    /// Writes `name.svg`, `name.png` and `name.csv`, each whole or not at all; the folder is made where it is
    /// missing. Files that are right already are not written again.
    ///
    /// - Parameters:
    ///   - name: a file name without extension.
    ///   - dotsPerInch: fewer where cairo has no raster of that size: of dozens of groups a figure is metres long.
    /// - Throws: `FigureError`.
    public func write(
        to folder: URL, name: String, csv: CSVDialect = .standard, dotsPerInch: Double = 300
    ) throws(FigureError) {
        let allowed = name.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || ("0" ... "9").contains(scalar) || "-_. ".unicodeScalars.contains(scalar)
        }
        guard allowed, !name.isEmpty, !name.hasPrefix("."), name.utf8.count <= FigureError.longestName else {
            throw .badName(name)
        }
        let size = size
        let finest = 72 * (CairoCanvas.largestSide - 1) / max(size.width, size.height)
        let picture = try png(dotsPerInch: min(dotsPerInch, finest))
        let files = [
            ("svg", Array(svg(name: name).utf8)), ("png", picture), ("csv", CSVWriter.bytes(table, csv)),
        ]
        do throws(FileError) {
            if mkdir(folder.path, 0o777) != 0, errno != EEXIST {
                throw .refused(.createFolder, path: folder.path, code: errno)
            }
            for (ending, bytes) in files {
                var file = ReplacingFile(folder.appendingPathComponent("\(name).\(ending)"))
                try file.append(bytes)
                try file.finish()
            }
        } catch {
            throw .file(error)
        }
    }
}
