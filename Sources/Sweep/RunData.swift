import ArgumentParser
import Core

/// The data of a run: what its networks are trained on, and what they are measured on besides.
struct RunData {
    /// As asked for, in the order of `SweepSpec.allDataRequests`.
    let sets: [(request: DataRequest, data: PreparedData)]

    /// Reads what a sweep asks for, and downloads what is missing of it.
    /// - Parameter isShown: whether a download is.
    /// - Throws: the exit status.
    static func prepare(_ spec: SweepSpec, offline: Bool, isShown: Bool) throws -> RunData {
        let display = DownloadDisplay(isShown: isShown)
        defer { display.end() }
        do throws(DataError) {
            let store = DatasetStore(allowDownload: !offline)
            var sets: [(DataRequest, PreparedData)] = []
            for request in spec.allDataRequests {
                let data = try store.prepare(request) { display.show($0) }
                display.end()
                for notice in data.notices { StandardError.print("note: \(notice.summary)") }
                sets.append((request, data))
            }
            return RunData(sets: sets)
        } catch {
            display.end()
            throw failure(ExitStatus.incomplete, error.ofSweep)
        }
    }

    /// What the sweep, or its first variant, is trained on.
    var first: PreparedData { sets[0].data }

    var identities: DataIdentities { DataIdentities(sets.map { ($0.request, Self.identity($0.request, $0.data)) }) }

    /// Each set once.
    var all: [DataIdentity: PreparedData] {
        Dictionary(sets.map { (Self.identity($0.request, $0.data), $0.data) }) { first, _ in first }
    }

    /// - Parameter request: one of those that were prepared.
    subscript(request: DataRequest) -> PreparedData { sets.first { $0.request == request }?.data ?? first }

    private static func identity(_ request: DataRequest, _ data: PreparedData) -> DataIdentity {
        DataIdentity(dataset: data.dataset, digest: data.digest, request: request)
    }
}
