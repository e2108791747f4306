import Foundation

/// The kernels' sources compiled for arm64 to assembly text, on any machine: Embedded Swift brings a
/// standard library for it along. That build is no product; it shows what the compiler makes of the
/// sources where NEON is all there is.
struct ArmAssembly {
    struct Function {
        let name: String
        var lines: [Substring] = []

        /// Between a label and a jump back to it, with no other such pair inside.
        var innermostLoops: [ArraySlice<Substring>] {
            var labels: [Substring: Int] = [:]
            var loops: [ClosedRange<Int>] = []
            for (place, line) in lines.enumerated() {
                if line.hasSuffix(":") {
                    labels[line.dropLast()] = place
                } else if ["b", "cb", "tb"].contains(where: { line.hasPrefix($0) }),
                    let target = line.split(whereSeparator: { " \t,".contains($0) }).last, let start = labels[target]
                {
                    loops.append(start ... place)
                }
            }
            return loops.filter { outer in
                !loops.contains { $0 != outer && outer.contains($0.lowerBound) && outer.contains($0.upperBound) }
            }.map { lines[$0] }
        }
    }

    let functions: [Function]

    /// `fmla v0.4s, v1.4s, v2.s[0]` and its kin.
    static func isFusedMultiplyAdd(_ line: Substring) -> Bool { line.hasPrefix("fmla") || line.hasPrefix("fmls") }

    /// Sums, products, quotients and comparisons of floats, one or many at once.
    static func computes(_ line: Substring) -> Bool {
        isFusedMultiplyAdd(line) || ["fadd", "fsub", "fmul", "fdiv", "fneg", "fcm"].contains { line.hasPrefix($0) }
    }

    /// The compiler, where it has the standard library that is needed.
    static let compiler: URL? = tool("swiftc").flatMap { compiler in
        let library = compiler.resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("lib/swift/embedded/Swift.swiftmodule/\(triple).swiftmodule")
        return FileManager.default.fileExists(atPath: library.path) ? compiler : nil
    }

    private static let triple = "aarch64-none-none-elf"

    init(sources root: URL, compiler: URL) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let output = folder.appendingPathComponent("Kernels.s")
        let kernels = root.appendingPathComponent("Kernels")
        let roots = root.appendingPathComponent("CRegisters")
        let files = try FileManager.default.contentsOfDirectory(at: kernels, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "swift" }.map(\.path).sorted()
        try run(
            compiler,
            [
                "-target", Self.triple, "-enable-experimental-feature", "Embedded", "-swift-version", "6",
                "-parse-as-library", "-wmo", "-module-name", "Kernels", "-Ounchecked",
                "-enforce-exclusivity=unchecked", "-I", roots.path, "-Xcc",
                "-fmodule-map-file=\(roots.path)/module.modulemap", "-module-cache-path", folder.path, "-S", "-o",
                output.path,
            ] + files)
        functions = Self.parse(try String(contentsOf: output, encoding: .utf8))
    }

    static func parse(_ text: String) -> [Function] {
        var functions: [Function] = []
        for line in text.split(separator: "\n") {
            var line = (line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line).drop { $0 == "\t" || $0 == " " }
            while let last = line.last, last == "\t" || last == " " { line.removeLast() }
            if line.hasSuffix(":"), !line.hasPrefix(".") {
                functions.append(Function(name: String(line.dropLast().filter { $0 != "\"" })))
            } else if !functions.isEmpty, !line.isEmpty, !line.hasPrefix(".") || line.hasSuffix(":") {
                functions[functions.count - 1].lines.append(line)
            }
        }
        return functions
    }
}
