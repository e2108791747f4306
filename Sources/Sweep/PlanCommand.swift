import ArgumentParser
import Core
import Foundation

struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what a run would do, why, on which cores, and for how long.",
        discussion: """
            Reads the sweep file and what the results folder has; writes, trains, locks and downloads nothing. Times come \
            from the speeds in the journal; as long as there are none they are a guess. What would keep a run from \
            beginning now, or from having all lanes, is a note on standard error.

              sweep plan sweeps/nu_search.yaml
              sweep plan sweeps/nu_search.yaml --jobs
              sweep plan my.yaml --simulate --topology "pack:8 [numa] core:128 pu:1"

            --simulate runs the same runner and queue on virtual time, without work ahead of the searches. What \
            networks would measure it assumes: every search passes from ν = 10 (--assume-nu) on.
            """)

    @Argument(help: "The sweep file (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var file: String

    @Option(help: "The results folder. (default: results/<name>)", completion: .directory)
    var results: String?

    @Option(
        name: .customLong("set"), help: "Override a key of the file, as in training.epochs=30. May be repeated.",
        completion: .settings)
    var overrides: [String] = []

    @OptionGroup var lanes: LaneArguments
    @OptionGroup var topology: TopologyArguments

    @Flag(help: "As a run would with that: although the results folder was made by another configuration.")
    var accept = false

    @OptionGroup var reuse: ReuseArguments

    @Flag(help: "As a run would with that: also the jobs that failed too often, or crashed.")
    var retryFailed = false

    @Flag(help: "List every job with its id and reason, and what each ν search begins with.")
    var jobs = false

    @Flag(help: "One JSON object.")
    var json = false

    @Flag(help: "Run it on virtual time.")
    var simulate = false

    @Option(
        name: .customLong("assume-nu"), parsing: .unconditional,
        help: "For --simulate: from which ν on searches pass. (default: 10)")
    var assumedNu: Double?

    @Option(parsing: .unconditional, help: "For --simulate: relative spread of the jobs' times, 0 to 1. (default: 0)")
    var noise: Double?

    @Option(
        name: .customLong("noise-seed"), parsing: .unconditional,
        help: "For --simulate: what the spread is drawn from. (default: 0)",
        transform: UInt64.given(as: "a whole number from 0 on"))
    var noiseSeed: UInt64?

    func validate() throws {
        if let assumedNu, assumedNu <= 0 || !assumedNu.isFinite {
            throw ValidationError("--assume-nu: expected a positive number, found \(assumedNu)")
        }
        if let noise, !(0 ... 1).contains(noise) { throw ValidationError("--noise: expected 0 to 1, found \(noise)") }
        guard !simulate else { return }
        for (name, isGiven) in [("--assume-nu", assumedNu != nil), ("--noise", noise != nil), ("--noise-seed", noiseSeed != nil)]
        where isGiven {
            throw ValidationError("\(name): expected --simulate beside it, found none; only what is simulated assumes anything")
        }
    }

    func run() throws {
        guard results != "" else {
            throw failure(ExitStatus.usage, "--results: expected a folder, found an empty name")
        }
        let spec = try SweepFile.load(file, overrides)
        let request = try lanes.request(on: topology.machine())
        let folder = ResultsFolder(URL(fileURLWithPath: results ?? "results/\(spec.name)"))
        try ReuseArguments.check(reuse.folders, for: folder)
        let checks = PlanChecks(spec: spec, folder: folder, request: request, accept: accept)
        for note in checks.folderNotes() { StandardError.note(note) }
        let lanes = try checks.lanes { StandardError.note($0) }
        var known: KnownResults
        let crashes: CrashHistory
        do {
            let read = try KnownResults.read(folder)
            for damage in read.damage { StandardError.print("warning: \(damage)") }
            if let forgotten = FolderContents.forgotten(folder) { StandardError.print("warning: \(forgotten)") }
            known = read.known
            if retryFailed { known.forgetFailures() }
            crashes = try CrashHistory.read(folder, known, forgiving: retryFailed)
        } catch {
            throw failure(ExitStatus.incomplete, error)
        }
        let checkpoints = CheckpointFolder(folder.checkpoints).all()
        let data = FolderData(folder, known, checkpoints: checkpoints)
        var identities = DataIdentities()
        var notices: [String] = []
        for request in spec.allDataRequests {
            var part = spec
            part.data = request
            let found = PlanData.find(part, data, needsIdentity: jobs || data.hasTraces || !reuse.folders.isEmpty)
            identities[request] = found.identity
            notices += found.notices.filter { !notices.contains($0) }
        }
        for notice in notices { StandardError.note(notice) }
        try foresee(spec, identities, &known)
        let machine = CostHistory.Machine(
            host: HostName.current, instructionSet: try KernelChoice.make().chosen.rawValue)
        let plan = RunPlan(
            SweepPlan(spec: spec, identities: identities), spec: spec, known: known,
            checkpoints: checkpoints, crashes: crashes, machine: machine)
        let simulation = simulate ? simulation(plan, known, machine, lanes.lanes.count) : nil
        if json {
            let report = PlanReport(
                plan, name: spec.name, dataset: identities[spec.dataRequests[0]].dataset, lanes: lanes, withJobs: jobs,
                simulation: simulation)
            Terminal.line(String(decoding: try report.json(), as: UTF8.self))
            return
        }
        let display = PlanDisplay(spec: spec, folder: folder, identities: identities, lanes: lanes)
        display.show(plan, withJobs: jobs)
        if let simulation {
            let nu = assumedNu ?? Simulation.Options().passingNu
            display.show(simulation, assumedNu: nu, hasSearches: !plan.plan.searches.isEmpty)
        }
    }

    /// Adds what a run with `--reuse` would find to what the folder has, and says so.
    private func foresee(_ spec: SweepSpec, _ identities: DataIdentities, _ known: inout KnownResults) throws {
        if !reuse.folders.isEmpty, spec.dataRequests.contains(where: { identities[$0].digest.isEmpty }) {
            StandardError.note("without the data it cannot be told what a run would take from \(reuse.reuse.joined(separator: ", "))")
            return
        }
        for other in reuse.folders {
            let found: EarlierResults
            do throws(JournalError) {
                found = try EarlierResults.foresee(from: other, for: spec, identities: identities, into: &known)
            } catch {
                throw failure(ExitStatus.incomplete, "--reuse \(other.url.relativePath): \(error)")
            }
            for refusal in found.refusals { StandardError.print("warning: --reuse: \(refusal)") }
            let left = found.hasOthers
                ? " and leave \(ReuseArguments.text(found.otherTrained, found.otherEvaluated)) of other numerics" : ""
            StandardError.note(
                "a run would take \(ReuseArguments.text(found.trained, found.evaluated)) from \(other.url.relativePath)\(left)")
        }
    }

    private func simulation(
        _ plan: RunPlan, _ known: KnownResults, _ machine: CostHistory.Machine, _ lanes: Int
    ) -> Simulation {
        var options = Simulation.Options()
        options.passingNu = assumedNu ?? options.passingNu
        options.noise = noise ?? options.noise
        options.seed = noiseSeed ?? options.seed
        return Simulation(plan.plan, known: known, lanes: lanes, options: options, machine: machine)
    }
}

/// Reading a sweep file on a person's behalf.
enum SweepFile {
    static func load(_ file: String, _ overrides: [String]) throws -> SweepSpec { try loaded(file, overrides).spec }

    static func loaded(_ file: String, _ overrides: [String], quietly: Bool = false) throws -> LoadedSpec {
        guard !file.isEmpty else { throw failure(ExitStatus.usage, "expected a sweep file, found an empty name") }
        do throws(SpecErrors) {
            let loaded = try SpecLoader.load(path: file, overrides: overrides)
            for notice in loaded.notices where !quietly { StandardError.note("\(notice)") }
            return loaded
        } catch {
            throw failure(ExitStatus.usage, error)
        }
    }

    /// The file as it is, and in comments what replaced some of it.
    static func source(_ loaded: LoadedSpec, _ overrides: [String]) -> String {
        guard !overrides.isEmpty else { return loaded.sourceText }
        let lines = overrides.map { "# --set \($0.replacingOccurrences(of: "\n", with: " "))\n" }.joined()
        return loaded.sourceText + (loaded.sourceText.hasSuffix("\n") ? "" : "\n") + "\n# On the command line:\n" + lines
    }
}

/// Which data a plan is for, without reading any where that can be avoided.
struct PlanData {
    var identity: DataIdentity
    var notices: [String] = []

    static func find(_ spec: SweepSpec, _ folder: FolderData, needsIdentity: Bool) -> PlanData {
        let store = DatasetStore(allowDownload: false)
        let names = [spec.data.source] + (spec.data.fallback.map { [$0] } ?? [])
        let here = names.first(where: store.hasFiles)
        // What a folder's jobs were given, a run on the same files would give them again.
        for name in here.map({ [$0] }) ?? names {
            if let identity = folder.identity(name, spec.data) { return PlanData(identity: identity) }
        }
        guard let here else {
            return PlanData(
                identity: DataIdentity(dataset: spec.data.source, digest: "", request: spec.data),
                notices: [
                    "\(spec.data.source.rawValue) is not here: planned from its name and sizes; ids will be others, and a "
                        + "run would download it"
                ])
        }
        var notices: [String] = []
        if here != spec.data.source {
            notices.append("\(spec.data.source.rawValue) is not here: planned for its fallback, \(here.rawValue)")
        }
        var digest = ""
        if needsIdentity {
            var ignored: [DataNotice] = []
            do throws(DataError) {
                digest = try store.load(here, notices: &ignored).digest
            } catch {
                notices.append("ids are not those of a run: \(error)")
            }
        }
        return PlanData(identity: DataIdentity(dataset: here, digest: digest, request: spec.data), notices: notices)
    }
}
