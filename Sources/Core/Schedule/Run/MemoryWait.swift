/// Memory that is short for a moment: right after a crash the lost process's pages may not be back yet, and what killed it
/// may be at work still. Fewer lanes would then stay fewer for the rest of the night.
public struct MemoryWait: Sendable {
    /// Seconds to wait for all lanes' memory; 0 to take what there is.
    public var patience: Double
    /// Seconds between two looks.
    public var interval = 2.0

    /// Of a run that is started again.
    public static let afterCrash = 60.0

    /// - Parameter patience: seconds; 0 not to wait.
    public init(patience: Double) { self.patience = patience }

    /// As `MemoryPlan.fitted`, but waits a little where not all lanes fit.
    ///
    /// - Parameters:
    ///   - read: what is available at the moment; nil where nothing is known of it.
    ///   - say: told once, where it waits.
    ///   - sleep: for so many seconds.
    /// - Throws: `MemoryPlanError` where even one lane does not fit in the end; what `read` and `sleep` throw.
    public func fitted(
        _ demand: MemoryPlan, _ plan: LanePlan, read: () throws -> AvailableMemory?, say: (String) -> Void,
        sleep: (Double) throws -> Void
    ) throws -> LanePlan {
        var waited = 0.0
        while true {
            let available = try read()
            if let available, waited < patience, !demand.fits(plan, into: available) {
                if waited == 0 { say(Self.words(available, patience)) }
                let pause = min(interval, patience - waited)
                try sleep(pause)
                waited += pause
                continue
            }
            return try demand.fitted(plan, into: available)
        }
    }

    private static func words(_ available: AvailableMemory, _ patience: Double) -> String {
        "memory is short (\(LaneNotice.size(available.bytes)) available, \(available.source)); waiting up to "
            + "\(Int(patience)) seconds for it before fewer lanes are used"
    }
}
