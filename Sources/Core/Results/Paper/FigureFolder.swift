import Foundation

/// `results/<name>/figures/`: each figure as SVG, PNG and CSV.
public enum FigureFolder {
    /// Writes the figures that are not there as they should be. Figures that an earlier run left and that are no
    /// longer made are removed; files that are not the program's are not touched.
    ///
    /// A PNG is drawn only where its SVG or CSV changed, or where it is damaged: drawing takes longer than all tables.
    /// - Throws: `FigureError`, at the first figure that cannot be written; others may have been.
    public static func write(
        _ figures: [PaperFigures.Named], to folder: URL, csv: CSVDialect = .standard
    ) throws(FigureError) {
        for (name, figure) in figures where !isThere(name, figure, folder, csv) {
            try figure.write(to: folder, name: name, csv: csv)
        }
        try removeStale(keeping: Set(figures.map(\.name)), folder)
    }

    private static func file(_ name: String, _ ending: String, _ folder: URL) -> URL {
        folder.appendingPathComponent("\(name).\(ending)")
    }

    private static func isThere(_ name: String, _ figure: Figure, _ folder: URL, _ dialect: CSVDialect) -> Bool {
        guard let svg = try? Data(contentsOf: file(name, "svg", folder)), svg == Data(figure.svg(name: name).utf8),
            let csv = try? Data(contentsOf: file(name, "csv", folder)),
            csv == Data(CSVWriter.bytes(figure.table, dialect)), let png = try? Data(contentsOf: file(name, "png", folder))
        else { return false }
        // The first and the last bytes of every PNG.
        return png.starts(with: [0x89, 0x50, 0x4E, 0x47]) && png.suffix(8) == Data([0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82])
    }

    /// A figure of ours is known by its SVG, which has the ids that `SVGCanvas` makes of its name.
    private static func removeStale(keeping names: Set<String>, _ folder: URL) throws(FigureError) {
        let found = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for entry in found.sorted() where entry.hasSuffix(".svg") {
            let name = String(entry.dropLast(4))
            guard !names.contains(name), let svg = try? Data(contentsOf: folder.appendingPathComponent(entry)),
                SVGCanvas.isOwn(svg, name: name)
            else { continue }
            do throws(FileError) {
                // The SVG last: without it the others would no longer be known.
                for ending in ["csv", "png", "svg"] { try AtomicFile.remove(file(name, ending, folder)) }
            } catch {
                throw .file(error)
            }
        }
    }
}
