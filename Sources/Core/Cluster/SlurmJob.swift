import Foundation

/// The batch job that this process is in, as its environment tells.
public struct SlurmJob: Sendable, Equatable {
    /// `123_4` for a task of an array, `123` otherwise. Never the bare number of a task: the last one of an array has the
    /// array's own, and to put that back into the queue puts back all.
    public let label: String
    /// How often Slurm had put it back into the queue before this process was started.
    let restarts: Int

    /// Nil outside of Slurm.
    public init?(environment: [String: String]) {
        guard let id = environment["SLURM_JOB_ID"], !id.isEmpty, id.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        if let array = environment["SLURM_ARRAY_JOB_ID"], let task = environment["SLURM_ARRAY_TASK_ID"],
            (array + task).allSatisfy({ $0.isASCII && $0.isNumber })
        {
            label = "\(array)_\(task)"
        } else {
            label = id
        }
        restarts = environment["SLURM_RESTART_COUNT"].flatMap(Int.init) ?? 0
    }

    /// What the controller says of it now; nil where it says nothing.
    public func facts() -> SlurmJobFacts? {
        guard let answer = try? SlurmCommand.run("scontrol", ["show", "job", "--oneliner", label]), answer.isGood else {
            return nil
        }
        return SlurmJobFacts.all(answer.output).first
    }

    /// When it must have ended, seconds since 1970; nil where nobody knows.
    public func end(environment: [String: String]) -> Double? {
        Deadline.end(environment: environment) ?? facts().flatMap(Deadline.end)
    }

    /// What became of the wish to be run again.
    public enum Requeue: Sendable, Equatable {
        case done
        /// It is there, but waits until somebody lets it go.
        case held
        /// Somebody cancelled the job meanwhile, and means it.
        case cancelled
        case refused(String)
    }

    /// Puts it back into the queue. Slurm ends this process a moment later. A controller that does not answer or has too much
    /// to do, as where a thousand tasks reach their limits together, is asked again until the time is over.
    /// - Parameters:
    ///   - end: seconds since 1970; asked for when it was refused once. Nil for two minutes.
    ///   - refused: given the reason, and in how many seconds it is tried again.
    public func requeue(until end: () -> Double?, refused: (String, Double) -> Void) -> Requeue {
        func now() -> Double { Date.now.timeIntervalSince1970 }
        var known: Double?
        return Self.trying {
            let time = known ?? end() ?? now() + 120
            known = time
            return time - now()
        } jitter: {
            Double.random(in: 0.5 ... 1.5)
        } wait: { reason, pause in
            refused(reason, pause)
            usleep(UInt32(pause * 1_000_000))
        } once: {
            requeueOnce(isTimeOver: { (known ?? end()).map { $0 <= now() } ?? true })
        }
    }

    /// To ask twice would put back the run that follows this one.
    private func requeueOnce(isTimeOver: () -> Bool) -> Requeue {
        func ending() -> Requeue? { facts().flatMap { self.ending($0, isTimeOver: isTimeOver) } }
        if let ending = ending() { return ending }
        do throws(SlurmError) {
            let answer = try SlurmCommand.run("scontrol", ["requeue", label], outlastsTermination: true)
            return answer.isGood ? .done : ending() ?? .refused(answer.trouble)
        } catch {
            return .refused("\(error)")
        }
    }

    /// What has become of this run of the job already, by whoever's wish; nil where Slurm takes it to run, or where its time
    /// is over and it may still be put back. As long as this process lives, a job that is cancelled, put back or out of time
    /// shows as COMPLETING; one that is put back counts its restart at once.
    func ending(_ facts: SlurmJobFacts, isTimeOver: () -> Bool) -> Requeue? {
        guard let state = facts.state else { return nil }
        if state.hasPrefix("CANCELLED") { return .cancelled }
        let isBack = SlurmTask(job: label, state: state).isWaiting || facts["Restarts"].flatMap(Int.init) ?? 0 > restarts
        // While it shows as COMPLETING its reason tells already what it will wait for.
        if isBack { return SlurmTask(job: label, state: state, reason: facts["Reason"]).isKeptBack ? .held : .done }
        return state == "COMPLETING" && !isTimeOver() ? .cancelled : nil
    }

    /// Pauses of 1, 2, 4 … 30 seconds, each times a factor, as long as they fit into the time that is left.
    static func trying(
        left: () -> Double, jitter: () -> Double, wait: (String, Double) -> Void, once: () -> Requeue
    ) -> Requeue {
        var pause = 1.0
        while true {
            let found = once()
            guard case .refused(let reason) = found else { return found }
            let next = pause * jitter()
            guard next < left() else { return found }
            wait(reason, next)
            pause = min(30, pause * 2)
        }
    }
}

extension CPUQuota {
    /// The narrower one of what cgroups allow and what Slurm says that it gave to this task, which it does not
    /// everywhere enforce (`TaskPlugin=task/none`).
    public static func narrowest(_ quota: CPUQuota?, environment: [String: String]) -> CPUQuota? {
        guard environment["SLURM_JOB_ID"] != nil else { return quota }
        for name in ["SLURM_CPUS_PER_TASK", "SLURM_CPUS_ON_NODE"] {
            guard let cpus = environment[name].flatMap(Int.init), cpus > 0 else { continue }
            if let quota, quota.cpus <= Double(cpus) { return quota }
            return CPUQuota(cpus: Double(cpus), source: name)
        }
        return quota
    }
}
