import Foundation

/// Which data the jobs of a results folder were given, found without reading any where something tells it. Ids of jobs are
/// made of it: taken for other data, what was begun there would not be known again.
public struct FolderData: Sendable {
    private let known: KnownResults
    /// Data that networks were measured on besides.
    private let drifted: Set<DataIdentity>
    /// By `provenance.json`, which a run leaves also where it was stopped before any network was done.
    private let recorded: [DataIdentity]
    /// Whether something was begun or lost whose job is told by its id alone.
    public let hasTraces: Bool

    /// Reads `provenance.json` too, where there is one.
    /// - Parameters:
    ///   - known: what the folder's journal tells.
    ///   - drifted: data that networks were measured on besides.
    public init(
        _ folder: ResultsFolder, _ known: KnownResults, checkpoints: FoundCheckpoints, drifted: Set<DataIdentity> = []
    ) {
        (self.known, self.drifted) = (known, drifted)
        recorded = Self.recorded(folder.provenance)
        hasTraces = !checkpoints.jobs.isEmpty || known.hasCrashes
    }

    private static func recorded(_ file: URL) -> [DataIdentity] {
        // Written anew at the end of each run: one that cannot be read tells nothing.
        struct Part: Decodable { var data: [DataIdentity] }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return (try? Data(contentsOf: file)).flatMap { try? decoder.decode(Part.self, from: $0) }?.data ?? []
    }

    /// Nil where nothing in the folder tells.
    public func identity(_ name: DatasetName, _ request: DataRequest) -> DataIdentity? {
        let digest = known.digest(of: name)
            ?? drifted.first { $0.dataset == name }?.digest ?? recorded.first { $0.dataset == name }?.digest
        return digest.map { DataIdentity(dataset: name, digest: $0, request: request) }
    }

    /// The data of a request; where the folder does not tell, as it would be read now, if that is of any use; else its
    /// name without content.
    func identity(_ request: DataRequest, store: DatasetStore) -> DataIdentity {
        let names = [request.source] + (request.fallback.map { [$0] } ?? [])
        if let found = names.lazy.compactMap({ identity($0, request) }).first { return found }
        guard hasTraces, let here = names.first(where: store.hasFiles) else {
            return DataIdentity(dataset: request.source, digest: "", request: request)
        }
        var ignored: [DataNotice] = []
        let digest = (try? store.load(here, notices: &ignored))?.digest
        return DataIdentity(dataset: digest == nil ? request.source : here, digest: digest ?? "", request: request)
    }
}

extension DatasetStore {
    /// Whether a set can be read without downloading anything.
    public func hasFiles(_ name: DatasetName) -> Bool {
        name.isEmbedded || status(of: name).files.allSatisfy { $0.path != nil }
    }
}
