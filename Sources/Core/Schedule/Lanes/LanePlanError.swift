/// A wish about lanes that this machine cannot fulfil.
public enum LanePlanError: Error, Hashable, CustomStringConvertible {
    /// `--lanes 0` and the like.
    case lanes(Int)
    case tooManyLanes(asked: Int, usable: Int)
    /// `--cpus` names processors that the machine has not.
    case noSuchProcessors(ProcessorSet, existing: ProcessorSet)
    /// `--cpus` names processors that are there but not for this process.
    case forbiddenProcessors(ProcessorSet, allowed: ProcessorSet)
    /// `--cpus` names none.
    case emptyProcessorList
    /// The cgroup or the affinity mask leaves no processor.
    case nothingAllowed
    /// Other sweeps use all cores that this one could.
    case allHeld([HeldCores])

    /// One sentence: the option, what was asked and what can be had.
    public var description: String {
        switch self {
        case .lanes(let asked):
            "--lanes \(asked): expected 1 or more."
        case .tooManyLanes(let asked, let usable):
            "--lanes \(asked): there \(usable == 1 ? "is 1 processor" : "are \(usable) processors") to run on; "
                + "ask for \(usable) or fewer."
        case .noSuchProcessors(let missing, let existing):
            "--cpus: there is no processor \(missing); the machine has \(existing)."
        case .forbiddenProcessors(let forbidden, let allowed):
            "--cpus: this process may not use \(forbidden) (cgroup or affinity mask); it may use \(allowed)."
        case .emptyProcessorList:
            "--cpus: the list is empty; expected for instance 0-3,8."
        case .nothingAllowed:
            "The cgroup or affinity mask of this process leaves it no processor of this machine."
        case .allHeld(let held):
            "All cores are in use: " + held.map(\.description).joined(separator: ", ") + "."
        }
    }
}
