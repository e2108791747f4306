import Foundation

/// The data of a results folder, read once each, and only if they are the very same.
///
/// Not Sendable: for the thread that verifies.
public final class VerifiedData {
    private let store: DatasetStore
    private let progress: (DataProgress) -> Void
    private var found: [DataIdentity: Result<PreparedData, Problem>] = [:]

    /// Why data are not to be had.
    public struct Problem: Error, Sendable, CustomStringConvertible {
        /// For people: the set, and what was expected and found.
        public var description: String
    }

    /// - Parameters:
    ///   - store: where data are read from, and downloaded if it allows that.
    ///   - progress: of downloads.
    public init(_ store: DatasetStore, progress: @escaping (DataProgress) -> Void = { _ in }) {
        self.store = store
        self.progress = progress
    }

    /// - Throws: `Problem`, also where the files have other content than the networks were trained on.
    func prepare(_ identity: DataIdentity) throws(Problem) -> PreparedData {
        let result = found[identity] ?? read(identity)
        found[identity] = result
        return try result.get()
    }

    /// What was read so far.
    var all: [DataIdentity: PreparedData] { found.compactMapValues { try? $0.get() } }

    private func read(_ identity: DataIdentity) -> Result<PreparedData, Problem> {
        var request = DataRequest()
        // Without its fallback: other data would verify nothing.
        request.source = identity.dataset
        (request.train, request.test, request.validation) = (identity.train, identity.test, identity.validation)
        (request.splitSeed, request.pad) = (identity.splitSeed, identity.pad)
        do throws(DataError) {
            let data = try store.prepare(request, progress: progress)
            guard data.digest == identity.digest else {
                return .failure(Problem(description: """
                    \(identity.dataset.rawValue): the networks were trained on images with SHA-256 \
                    \(identity.digest.prefix(16))…, found \(data.digest.prefix(16))…
                    """))
            }
            return .success(data)
        } catch {
            return .failure(Problem(description: "\(error)"))
        }
    }
}
