/// Lanes that have nothing to do, for a job that can share its work.
public protocol IdleHelp: Sendable {
    /// Has lanes that are idle at this moment call `help`, each once. Whoever asks may not wait for it
    /// to begin: a run that is stopping takes it back.
    /// - Returns: how many lanes were asked, at most `count`.
    @discardableResult
    func askIdleLanes(_ count: Int, _ help: @escaping @Sendable (Lane) -> Void) -> Int
}
