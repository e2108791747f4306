#if os(Linux) && arch(x86_64)
import Foundation

/// The compiled kernels of one module, as they lie in the build folder: symbols and instructions.
struct ObjectFiles {
    let module: String
    let files: [URL]

    enum Failure: Error, CustomStringConvertible {
        case noObjects(module: String, searched: [String])
        case tool(String, status: Int32)

        var description: String {
            switch self {
            case .noObjects(let module, let searched):
                "no object files in a folder \(module).build beside the running tests; looked in "
                    + searched.joined(separator: ", ")
            case .tool(let name, let status): "\(name) failed with status \(status)"
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

    func symbols(_ nm: URL) throws -> [Symbol] {
        try Self.run(nm, files.map(\.path)).split(separator: "\n").compactMap { line in
            // "0000000000000010 T name" or "                 U name"; other lines name the file.
            guard let first = line.first, first == " " || first.isHexDigit else { return nil }
            let parts = line.dropFirst(17)
            guard let kind = parts.first, parts.dropFirst().first == " " else { return nil }
            return Symbol(kind: kind, name: String(parts.dropFirst(2)))
        }
    }

    func functions(_ objdump: URL) throws -> [MachineFunction] {
        try files.flatMap { MachineFunction.parse(try Self.run(objdump, ["-d", "--no-show-raw-insn", $0.path])) }
    }

    private static func tool(_ name: String) -> URL? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            .map { URL(fileURLWithPath: String($0)).appendingPathComponent(name) }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }

    private static func run(_ tool: URL, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = tool
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        // Read before waiting: a full pipe would stop the tool.
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure.tool(tool.lastPathComponent, status: process.terminationStatus)
        }
        return String(decoding: data, as: UTF8.self)
    }
}
#endif
