import Foundation
import Synchronization

/// Files whose SHA-256 the journal has.
extension VerifiedFolder {
    /// Every network that the journal has, of other numerics too.
    public func models() -> VerificationLine {
        let all = trained.values.sorted { $0.id < $1.id } + others
        let problems = modelProblems(all)
        let unsaid = all.count { $0.modelDigest == nil }
        let early = unsaid > 0 ? ["\(unsaid.of("network")) of an earlier version: its journal has no SHA-256"] : []
        return VerificationLine(
            "models", "\(all.count.of("file")) against the journal's SHA-256", problems: problems.values.sorted(),
            notes: early + strays(Set(all.map { folder.model($0.id).lastPathComponent })))
    }

    /// Files among the models that belong to no network: no harm to any number, but nothing vouches for them.
    private func strays(_ expected: Set<String>) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.models.path)) ?? []
        return names.filter { !expected.contains($0) }.sorted().map {
            "\(folder.models.lastPathComponent)/\($0): of no network in the journal; not checked"
        }
    }

    /// By `Job.id`: what is wrong with the model files of some networks.
    func modelProblems(_ all: [TrainedEvent]) -> [String: String] {
        let found = Self.compare(all.compactMap { event in
            event.modelDigest.map { (event.id, folder.model(event.id), $0) }
        })
        let gone = all.filter { $0.modelDigest == nil && !FileManager.default.fileExists(atPath: folder.model($0.id).path) }
        return found.merging(gone.map { ($0.id, "\(folder.model($0.id).relativePath) is gone") }) { first, _ in first }
    }

    /// Learning curves: every line's checksum, and whether each network has some. The numbers are those of the training:
    /// only training again could tell that they are right.
    public func curves() -> VerificationLine {
        let all = (trained.values.sorted { $0.id < $1.id } + others).filter { $0.job.training.epochs > 0 }
        do throws(JournalError) {
            let archive = try CurvesArchive(folder: folder.journal.path, expected: all.count)
            let gone = all.filter { !archive.contains($0.id) }
            return VerificationLine(
                "curves", "learning curves of \(all.count.of("network")), with right checksums",
                problems: gone.map { "\(label($0)): its learning curves are gone; only training it again makes them" },
                notes: archive.damage.map(\.description))
        } catch {
            return VerificationLine("curves", .wrong, "\(error)")
        }
    }

    /// Tensors that analyses left.
    public func artefacts() -> VerificationLine {
        let all = known.compactMap { id, known in known.measurements.file.map { (id, folder.artefact(id), $0) } }
        guard !all.isEmpty else { return VerificationLine("artefacts", .right, "none") }
        return VerificationLine(
            "artefacts", "\(all.count.of("file")) against the journal's SHA-256", problems: Self.compare(all).values.sorted())
    }

    private static func compare(_ files: [(id: String, url: URL, digest: String)]) -> [String: String] {
        let problems = Mutex<[String: String]>([:])
        DispatchQueue.concurrentPerform(iterations: files.count) { index in
            let (id, url, expected) = files[index]
            guard let problem = problem(url, expected) else { return }
            problems.withLock { $0[id] = problem }
        }
        return problems.withLock { $0 }
    }

    private static func problem(_ url: URL, _ expected: String) -> String? {
        let name = url.relativePath
        guard FileManager.default.fileExists(atPath: url.path) else { return "\(name) is gone" }
        do throws(FileError) {
            let found = try Digest.sha256(ofFile: url.path)
            return found == expected
                ? nil : "\(name): expected SHA-256 \(expected.prefix(16))…, found \(found.prefix(16))…"
        } catch {
            return "\(error)"
        }
    }

    // MARK: - Splits

    /// Whether `splits.safetensors`, and those of further splits, have the samples that the data are really cut into.
    public func splits(_ data: VerifiedData) -> VerificationLine {
        let identities = Set(trained.values.map(\.job.data) + known.values.compactMap { $0.evaluation.analysis?.data })
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.url.path)) ?? [])
            .filter { $0.hasPrefix("splits") && $0.hasSuffix(".safetensors") }.sorted()
        guard !names.isEmpty else { return VerificationLine("splits", .wrong, "splits.safetensors is gone") }
        var (problems, notes): ([String], [String]) = ([], [])
        // Of what the sweep asks for now, and this program trained. A fallback's may have made room for the source's.
        let sources = Set(record.spec.dataRequests.map(\.source))
        let used = Set(record.jobs.map(\.job).filter { trained[$0.id] != nil }.map(\.data))
        var missing = used.contains { sources.contains($0.dataset) } ? used.filter { sources.contains($0.dataset) } : used
        var isReadable = true
        for name in names {
            do {
                let bytes = Array(try Data(contentsOf: folder.url.appendingPathComponent(name)))
                let file = try SafetensorsFile(bytes: bytes, file: name)
                // Whatever padding the images have, which is no matter of the split.
                missing = missing.filter { !$0.fits(file) }
                guard let identity = identities.first(where: { $0.fits(file) }) else {
                    notes.append("\(name): no network was trained on it with this program; not checked")
                    continue
                }
                let split = try data.prepare(identity).split
                let expected = try SplitsExport.file(
                    train: split.train, test: split.test, validation: split.validation, data: identity
                ).encoded()
                if expected != bytes { problems.append("\(name): other samples than \(identity.dataset.rawValue) is cut into") }
            } catch {
                problems.append("\(name): \(error)")
                isReadable = false
            }
        }
        // One that cannot be read may be it.
        let gone = !isReadable ? [] : missing.map { "\($0.dataset.rawValue) (split seed \($0.splitSeed), \($0.train) to train on)" }
        problems += gone.sorted().map { "the split of \($0) is in no file; sweep run writes it again" }
        return VerificationLine("splits", "\(names.count.of("file")) against the data", problems: problems, notes: notes)
    }
}

extension DataIdentity {
    /// Whether a file of splits says it is of these data. Its indices are another matter.
    fileprivate func fits(_ file: SafetensorsFile) -> Bool {
        func count(_ name: String) -> Int? { file.tensors.first { $0.name == name }?.count }
        return file.metadata["dataset"] == dataset.rawValue && file.metadata["digest"] == digest
            && file.metadata["split_seed"] == "\(splitSeed)" && count("train") == train && count("test") == test
            && count("validation") == validation
    }
}

extension AnalysisRequest {
    /// The second data set of a drift; nil for others.
    var data: DataIdentity? {
        if case .drift(_, let data) = self { data } else { nil }
    }
}
