/// A word of sweep files, journals and tables that stands for something written down in one place, of which there
/// is one list: a measure, a form of the regulariser, a data set.
///
/// Not an enumeration: a new one is a file and a line in its list, and no case in the switches of ten files. Journals
/// and identities have the raw value, so a word that was used once never changes its meaning.
public protocol Registered: RawRepresentable, Hashable, Sendable, Codable, CaseIterable, CustomStringConvertible
where RawValue == String, AllCases == [Self] {}

extension Registered {
    /// Nil where the list has no such word.
    public init?(rawValue: String) {
        guard let found = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = found
    }

    /// The `rawValue`.
    public var description: String { rawValue }
}
