/// Networks that another results folder has and a sweep asks for, taken over instead of trained again. A job's id is
/// the hash of all that decides its numbers, so a network of the same id is the same network, bit by bit.
public struct EarlierResults: Sendable, Equatable {
    /// Networks that were taken over.
    public internal(set) var trained = 0
    /// Measurings and analyses of those networks that were taken over.
    public internal(set) var evaluated = 0
    /// What the sweep asks for and other numerics computed: it is left where it is, as this program would not make it.
    public internal(set) var otherTrained = 0
    /// Likewise of their measurings and analyses.
    public internal(set) var otherEvaluated = 0
    /// What could not be taken: a sentence each.
    public internal(set) var refusals: [String] = []

    /// Whether nothing was taken over.
    public var isEmpty: Bool { trained == 0 && evaluated == 0 }
    /// Whether there was anything of other numerics, which was left where it is.
    public var hasOthers: Bool { otherTrained + otherEvaluated > 0 }

    /// Copies models, files of analyses, learning curves and journal events of every network that the sweep asks for,
    /// or that one of its searches may. Each event stands behind the header of the process that computed it, with
    /// `takenFrom`, and the changes that its program was built with are copied too. What `folder` has already stays as
    /// it is; nothing of `other` is changed. A process that dies on the way leaves a part, which the next one completes.
    ///
    /// - Parameters:
    ///   - other: a results folder. Another process may be working there.
    ///   - folder: locked by this process, which has not opened its journal.
    /// - Throws: `JournalError`, `FileError` for `folder`; what is wrong in `other` is in `refusals`, but for a journal
    ///   that cannot be read at all.
    /// - Complexity: O(n) time for n events of both; memory for some numbers of each network, and for one model.
    public static func take(
        from other: ResultsFolder, into folder: ResultsFolder, for spec: SweepSpec, identities: DataIdentities
    ) throws -> EarlierResults {
        var taking = EarlierTaking(other, folder, spec, identities)
        try taking.look()
        try taking.takeModels()
        try taking.takeCurves()
        try taking.takeEvents()
        try taking.takeDiffs()
        return taking.taken
    }
}
