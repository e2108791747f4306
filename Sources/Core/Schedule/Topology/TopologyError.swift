/// Why a machine's topology could not be had.
public enum TopologyError: Error, Equatable, CustomStringConvertible {
    /// hwloc could not look at this machine; the system's words for it.
    case detection(reason: String)
    /// The text is not a synthetic topology.
    case synthetic(text: String)
    /// The text describes more than can be planned for.
    case tooLarge(text: String, most: Int)
    /// The file is no topology that `lstopo file.xml` wrote.
    case file(path: String, reason: String)
    /// There is nothing in it to run on.
    case noProcessors(source: String)

    /// A sentence: what could not be read, and what was expected.
    public var description: String {
        switch self {
        case .detection(let reason):
            "The topology of this machine could not be read: \(reason)."
        case .synthetic(let text):
            "'\(text)' is not a synthetic topology; expected for instance 'pack:2 [numa] l3:2 core:4 pu:2' "
                + "(as hwloc's lstopo takes it)."
        case .tooLarge(let text, let most):
            "'\(text)' is a machine of more than \(most) processors; expected fewer."
        case .file(let path, let reason):
            "\(path): not a topology file (\(reason)); expected XML as written by 'lstopo machine.xml'."
        case .noProcessors(let source):
            "\(source): no processor in it."
        }
    }
}
