/// What of this process's environment Slurm's programs are shown. To sbatch a variable is more than a line of its script,
/// and to the others it hides jobs: what a person has set for his terminal must change neither.
public enum SlurmEnvironment {
    /// For squeue, sacct, scontrol and scancel. Times are asked for in seconds since 1970.
    public static func asking(_ environment: [String: String]) -> [String: String] {
        var own = environment.filter { variable in
            variable.key != "SLURM_CLUSTERS" && variable.key != "SLURM_BITSTR_LEN"
                && !["SQUEUE_", "SACCT_", "SCONTROL_", "SCANCEL_"].contains { variable.key.hasPrefix($0) }
        }
        own["SLURM_TIME_FORMAT"] = "%s"
        return own
    }

    /// For sbatch, which hands it on to the job: of its own variables those stay that say where, on whose account and
    /// with how much a job runs, unless the script says that.
    /// - Parameter script: that is submitted.
    public static func submitting(_ environment: [String: String], script: String) -> [String: String] {
        let given = SbatchOption.all(script: script).map(\.name)
        return environment.filter { variable in
            // Of an outer run or job, whose end is not the task's.
            if variable.key == "SWEEP_END_TIME" || variable.key == "SLURM_CLUSTERS" { return false }
            if outer.contains(where: { variable.key.hasPrefix($0) }) { return false }
            guard variable.key.hasPrefix("SBATCH_") else { return true }
            guard let names = kept[String(variable.key.dropFirst("SBATCH_".count))] else { return false }
            return !given.contains { stands($0, forOneOf: names) }
        }
    }

    /// Abbreviations count as what they may stand for; but `gpus` is an option of its own, and not `gpus-per-node`.
    private static func stands(_ given: String, forOneOf names: Set<String>) -> Bool {
        names.contains(given) || !whole.contains(given) && names.contains { $0.hasPrefix(given) }
    }

    private static let outer = ["SLURM_JOB_", "SLURM_ARRAY_", "SLURM_STEP", "SLURM_CPUS_", "SLURM_MEM_", "SLURM_NTASKS", "SLURM_RESTART_"]

    /// By a variable's name without `SBATCH_`: the options that take its place.
    private static let kept: [String: Set<String>] = {
        var kept: [String: Set<String>] = [:]
        for name in [
            "account", "acctg-freq", "constraint", "core-spec", "cpus-per-gpu", "delay-boot", "distribution", "exclusive",
            "export", "get-user-env", "gpu-bind", "gpu-freq", "gpus", "gpus-per-node", "gpus-per-task", "gres", "gres-flags",
            "hint", "network", "partition", "power", "profile", "qos", "reservation", "thread-spec", "threads-per-core", "wckey",
        ] { kept[name.uppercased().replacing("-", with: "_")] = [name] }
        kept["TIMELIMIT"] = ["time"]
        // sbatch takes one of them.
        for name in ["MEM_PER_CPU", "MEM_PER_GPU", "MEM_PER_NODE"] { kept[name] = ["mem", "mem-per-cpu", "mem-per-gpu"] }
        return kept
    }()

    /// The options in `kept`, unabbreviated.
    private static let whole = Set(kept.values.flatMap { $0 })
}
