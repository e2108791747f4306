/// A figure that cannot be made or kept.
public enum FigureError: Error, Equatable, CustomStringConvertible {
    /// In pixels; cairo allows 32,767 in each direction.
    case tooLarge(width: Double, height: Double)
    /// The drawing library did not do it.
    case refused(String)
    /// A name that would lead out of the folder or is none.
    case badName(String)
    case file(FileError)

    /// In bytes. File systems have 255 for a name with its ending; groups and variants may have 100 each.
    static let longestName = 250

    /// What was asked for or refused, and what to do about it.
    public var description: String {
        switch self {
        case .tooLarge(let width, let height):
            "figure: \(CSVWriter.number(width)) × \(CSVWriter.number(height)) pixels asked for, 1 … 32767 each are possible; "
                + "choose a smaller size or resolution"
        case .refused(let reason):
            "figure: cairo could not draw it: \(reason); see how much memory is free, then give the same command again"
        case .badName(let name):
            "figure: '\(name)' is no file name: expected 1 to \(Self.longestName) bytes of letters, digits, blanks, '-', '_' "
                + "or '.', not at the beginning '.'; choose another name"
        case .file(let error): error.description
        }
    }
}
