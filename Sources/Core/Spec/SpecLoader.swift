import Foundation
import Synchronization

/// A sweep that was read and found to be in order.
public struct LoadedSpec: Sendable {
    /// With all defaults and `--set`s.
    public var spec: SweepSpec
    /// What is valid but will have no effect, or deserves a second look.
    public var notices: [SpecNotice]
    /// The file as it stands on disk.
    public var sourceText: String
}

/// Reads sweep files.
public enum SpecLoader {
    /// A sweep file is written by a person; what is larger is something else.
    static let sizeLimit = 1_000_000

    /// - Parameters:
    ///   - path: a YAML file; as given here it appears in messages.
    ///   - overrides: `key=value` each, applied in order.
    /// - Throws: everything that is wrong, at once.
    public static func load(path: String, overrides: [String] = []) throws(SpecErrors) -> LoadedSpec {
        try parse(read(path), path: path, overrides: overrides)
    }

    /// - Parameter path: what messages call the text.
    public static func parse(
        _ text: String, path: String, overrides: [String] = []
    ) throws(SpecErrors) -> LoadedSpec {
        let document = try YAMLDocument(text) { .file(path, line: $0, column: $1) }
        guard var root = document.root else { throw SpecErrors([SpecDiagnostic(.wholeFile(path), .empty)]) }
        let source = SourceLines(text)
        guard case .mapping = root.content else {
            throw SpecErrors([SpecDiagnostic(root.place, .notMapping(found: root.found))], source: source)
        }
        Self.expandShorthand(in: &root)
        var diagnostics = document.problems + Self.apply(overrides, to: &root)
        var checker = SchemaChecker()
        checker.check(root, as: SweepSchema.root, key: "")
        diagnostics += checker.diagnostics
        var own = OwnGroupReader(sweep: path)
        own.resolve(&root)
        diagnostics += own.diagnostics
        let variants = VariantReader.trees(root)
        let checks = (variants.isEmpty ? [root] : variants.map(\.tree)).map { SweepChecks($0, after: diagnostics, own: own.groups) }
        for found in checks.flatMap(\.diagnostics) + SweepChecks.variants(root) where !diagnostics.contains(found) {
            diagnostics.append(found)
        }
        guard diagnostics.isEmpty else { throw SpecErrors(diagnostics, source: source) }
        var spec = SweepReader(root: root).spec()
        spec.ownGroups = own.groups
        spec.variants = variants.map { name, tree in
            var part = SweepReader(root: tree).spec()
            part.variant = name
            part.ownGroups = own.groups.filter { part.groups.contains($0.key) }
            return part
        }
        // What has an effect in one variant has one.
        let notices = zip(checks, spec.parts).map { $0.notices(for: $1) }
        let shared = notices[0].filter { notice in notices.allSatisfy { $0.contains(notice) } }
        // A file as the program writes it names every key: that some have no effect is nobody's mistake.
        let isWritten = overrides.isEmpty && SpecWriter.wrote(text, of: spec)
        return LoadedSpec(spec: spec, notices: shared.filter { !isWritten || $0.kind == .tunedOnTest }, sourceText: text)
    }

    private static func apply(_ overrides: [String], to root: inout SpecNode) -> [SpecDiagnostic] {
        var diagnostics: [SpecDiagnostic] = []
        for text in overrides {
            do {
                try SpecOverride(text).apply(to: &root)
                expandShorthand(in: &root)
            } catch {
                diagnostics += error.diagnostics
            }
        }
        return diagnostics
    }

    /// `data: mnist` becomes `data: {source: mnist}`, so that everything after sees one form.
    private static func expandShorthand(in root: inout SpecNode) {
        guard case .mapping(var entries) = root.content else { return }
        for index in entries.indices {
            if entries[index].key == "variants", case .list(var variants) = entries[index].value.content {
                for variant in variants.indices { expandShorthand(in: &variants[variant]) }
                entries[index].value.content = .list(variants)
            }
            guard case .mapping(_, let shorthand?)? = SweepSchema.key(entries[index].key)?.kind,
                case .scalar = entries[index].value.content, !entries[index].value.isNothing
            else { continue }
            let value = entries[index].value
            let entry = SpecNode.Entry(key: shorthand, place: value.place, value: value)
            entries[index].value = SpecNode(.mapping([entry]), value.place)
        }
        root.content = .mapping(entries)
    }

    private static func read(_ path: String) throws(SpecErrors) -> String {
        func failure(_ problem: SpecProblem) -> SpecErrors { SpecErrors([SpecDiagnostic(.wholeFile(path), problem)]) }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw failure(.noSuchFile(nearest: nearestFile(path)))
        }
        guard !isFolder.boolValue else { throw failure(.isFolder(holding: fileInside(path))) }
        if let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int, size > sizeLimit {
            throw failure(.tooLarge(bytes: size, limit: sizeLimit))
        }
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try content(path)
        } catch {
            switch error {
            case .refused(_, _, let code): throw failure(.unreadable(reason: SystemError.text(code)))
            }
        }
        guard bytes.count <= sizeLimit else { throw failure(.tooLarge(bytes: bytes.count, limit: sizeLimit)) }
        guard var text = String(data: Data(bytes), encoding: .utf8) else { throw failure(.notText) }
        if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
        return text
    }

    /// Whether it is a pipe, as of `<(…)`: it gives its text once, and to one process.
    public static func isPipe(_ path: String) -> Bool {
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFIFO
    }

    /// What pipes gave, by path. A run asks for its sweep file again when it ends.
    private static let pipes = Mutex<[String: [UInt8]]>([:])

    private static func content(_ path: String) throws(FileError) -> [UInt8] {
        let isPipe = isPipe(path)
        if isPipe, let known = pipes.withLock({ $0[path] }) { return known }
        let bytes = try FileBytes.readToEnd(path, upTo: sizeLimit + 1)
        if isPipe { pipes.withLock { $0[path] = bytes } }
        return bytes
    }

    /// The sweep file of a results folder.
    private static func fileInside(_ folder: String) -> String? {
        let path = folder + (folder.hasSuffix("/") ? "" : "/") + "sweep.yaml"
        return !folder.isEmpty && FileManager.default.fileExists(atPath: path) ? path : nil
    }

    /// A sweep file beside the missing one whose name is spelt alike, or has `.yaml` at its end.
    private static func nearestFile(_ path: String) -> String? {
        let url = URL(fileURLWithPath: path)
        let folder = path.contains("/") ? String(path[...(path.lastIndex(of: "/") ?? path.startIndex)]) : ""
        let listed = (try? FileManager.default.contentsOfDirectory(atPath: url.deletingLastPathComponent().path)) ?? []
        let names = listed.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted()
        let name = url.lastPathComponent
        let near = names.first { $0.hasPrefix("\(name).") } ?? NearestWord.find(name, among: names)
        return near.map { folder + $0 }
    }
}
