/// Why a checkpoint may have to be written now.
enum CheckpointOccasion {
    /// The job goes on: only if the last one is some time ago.
    case onTheWay
    /// The job was asked to stop, and nothing else will say where.
    case stopping
    /// The attempt has no time left: the failure, which comes at once, says that there is a checkpoint.
    case late
}
