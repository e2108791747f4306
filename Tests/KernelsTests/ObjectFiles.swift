#if os(Linux) && arch(x86_64)
import Foundation

/// The compiled kernels of one module, as they lie in the build folder: symbols and instructions.
struct ObjectFiles {
    let module: String
    let files: [URL]

    enum Failure: Error, CustomStringConvertible {
        case noObjects(module: String, searched: [String])

        var description: String {
            switch self {
            case .noObjects(let module, let searched):
                "no object files in a folder \(module).build beside the running tests; looked in "
                    + searched.joined(separator: ", ")
            }
        }
    }

    /// Nil where binutils are not installed.
    static let nm = tool("nm")
    static let objdump = tool("objdump")

    /// SwiftPM puts the objects of a module into `<module>.build`, beside the executable of the tests
    /// or one of the folders above it (a bundle, on some systems).
    init(module: String) throws {
        let starts = [
            Bundle.main.executableURL, CommandLine.arguments.first.map { URL(fileURLWithPath: $0) },
            URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath(),
        ]
        var searched: [String] = []
        for start in starts.compactMap({ $0 }) {
            var folder = start
            for _ in 0 ..< 5 {
                folder.deleteLastPathComponent()
                guard !searched.contains(folder.path) else { continue }
                searched.append(folder.path)
                let build = folder.appendingPathComponent("\(module).build")
                let contents = try? FileManager.default.contentsOfDirectory(at: build, includingPropertiesForKeys: nil)
                let objects = (contents ?? []).filter { $0.pathExtension == "o" }
                if !objects.isEmpty {
                    self.module = module
                    files = objects.sorted { $0.path < $1.path }
                    return
                }
            }
        }
        throw Failure.noObjects(module: module, searched: searched)
    }

    struct Symbol {
        /// nm's letter: T defined, W weak, V weak data, U undefined.
        let kind: Character
        let name: String
    }

    /// - Parameter source: of one source file alone, without its ending.
    func symbols(_ nm: URL, of source: String? = nil) throws -> [Symbol] {
        let paths = files(of: source).map(\.path)
        // Without a file nm would look for a.out.
        guard !paths.isEmpty else { return [] }
        return try run(nm, paths).split(separator: "\n").compactMap { line in
            // "0000000000000010 T name" or "                 U name"; other lines name the file.
            guard let first = line.first, first == " " || first.isHexDigit else { return nil }
            let parts = line.dropFirst(17)
            guard let kind = parts.first, parts.dropFirst().first == " " else { return nil }
            return Symbol(kind: kind, name: String(parts.dropFirst(2)))
        }
    }

    /// - Parameter source: of one source file alone, without its ending.
    func functions(_ objdump: URL, of source: String? = nil) throws -> [MachineFunction] {
        try files(of: source).flatMap {
            MachineFunction.parse(try run(objdump, ["-d", "--no-show-raw-insn", $0.path]))
        }
    }

    private func files(of source: String?) -> [URL] {
        files.filter { source == nil || $0.lastPathComponent.prefix { $0 != "." } == source ?? "" }
    }
}
#endif
