import Dispatch
import Foundation
import Synchronization

/// What the journal tells of the file of an analysis.
struct Artefact: Sendable, Hashable {
    var analysis: Analysis
    /// SHA-256, hexadecimal.
    var digest: String
}

/// The files that analyses left in a results folder, held against what the journal has of them. Unlike models no
/// job reads them again, so whoever looks at them first would be the one who draws the figures.
struct ArtefactShelf {
    /// By `Evaluation.id`: what is wrong with its file. Nothing where nothing is.
    let damages: [String: ArtefactDamage]

    /// All files are read where they are no more than this in all, in bytes: those of a hundred networks are some
    /// megabytes. Of more, sizes are compared with what the files' own headers tell.
    static let much = 1 << 30

    /// - Parameters:
    ///   - url: where the file of an `Evaluation.id` lies.
    ///   - known: what the journal has, by `Evaluation.id`.
    init(_ url: @Sendable (String) -> URL, _ known: [String: Artefact], much: Int = Self.much) {
        let paths = known.sorted { $0.key < $1.key }.map { (id: $0.key, path: url($0.key).path, digest: $0.value.digest) }
        let sizes = paths.map { Self.size($0.path) }
        let total = sizes.reduce(0) { $0 + ((try? $1.get()) ?? 0) }
        let readsAll = total <= much
        let found = Mutex<[String: ArtefactDamage]>([:])
        DispatchQueue.concurrentPerform(iterations: paths.count) { index in
            let (id, path, digest) = paths[index]
            guard let damage = Self.look(path, sizes[index], digest, readsAll: readsAll) else { return }
            found.withLock { $0[id] = damage }
        }
        damages = found.withLock { $0 }
    }

    private static func size(_ path: String) -> Result<Int, ArtefactDamage> {
        var facts = stat()
        guard stat(path, &facts) == 0 else {
            return .failure(errno == ENOENT ? .gone : .unreadable(SystemError.text(errno)))
        }
        guard facts.st_mode & S_IFMT == S_IFREG else { return .failure(.unreadable("not a file")) }
        return .success(Int(facts.st_size))
    }

    private static func look(
        _ path: String, _ size: Result<Int, ArtefactDamage>, _ expected: String, readsAll: Bool
    ) -> ArtefactDamage? {
        let bytes: Int
        switch size {
        case .failure(let damage): return damage
        case .success(let size): bytes = size
        }
        do throws(FileError) {
            if readsAll {
                let found = try Digest.sha256(ofFile: path)
                return found == expected ? nil : .changed(expected: expected, found: found)
            }
            let start = try SafetensorsHeader.start(ofFile: path)
            do throws(SafetensorsError) {
                _ = try SafetensorsHeader(bytes: start, file: path, fileSize: bytes)
                return nil
            } catch {
                return .header(size: bytes)
            }
        } catch {
            return .unreadable("\(error)")
        }
    }
}

/// Why the file of an analysis is not what was written; the analysis is made again.
public enum ArtefactDamage: Error, Sendable, Hashable, CustomStringConvertible {
    case gone
    /// SHA-256, hexadecimal.
    case changed(expected: String, found: String)
    /// Its header and its bytes do not fit each other.
    case header(size: Int)
    case unreadable(String)

    /// What a sentence says of the file: `is gone`, `is damaged: …`.
    public var description: String {
        switch self {
        case .gone: "is gone"
        case .changed(let expected, let found):
            "is damaged: expected SHA-256 \(expected.prefix(16))…, found \(found.prefix(16))…"
        case .header(let size): "is damaged: \(size) bytes that its header does not fit"
        case .unreadable(let reason): "cannot be read: \(reason)"
        }
    }
}

/// An analysis that was made and whose file is lost.
struct LostArtefact: Sendable, Hashable {
    var analysis: Analysis
    var damage: ArtefactDamage
}
