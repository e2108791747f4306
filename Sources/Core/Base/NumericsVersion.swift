/// The version of everything that decides the bytes of a result: order of accumulation, own
/// exp/log, random streams, definitions of the measures. It is part of every job's identity, so
/// raising it makes all earlier results "computed by other numerics" instead of silently mixing
/// them. Raise it whenever a change alters any result by any bit.
public enum NumericsVersion {
    /// Hashed into the identity of every job and measuring, and written into checkpoints, model files and `provenance.json`:
    /// results of another number are neither mixed with these nor continued.
    public static let current = 2
}
