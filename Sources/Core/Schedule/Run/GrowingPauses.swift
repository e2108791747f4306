/// How long to wait before what the system refused is tried again: seconds at first, since most shortages pass by
/// themselves within some, and minutes later, so that hours of trying cost nothing.
public struct GrowingPauses: Sendable, Hashable {
    /// Seconds before each further try; none is left after the last.
    public let seconds: [Double]

    /// Environment variable that replaces all pauses, in seconds: `0.1,0.2`; for tests and rehearsals.
    public static let variable = "SWEEP_PAUSES"

    /// 5 s, 15 s, 45 s, 2 min, then every 5 min for four hours.
    static let standard = [5.0, 15, 45, 120] + [Double](repeating: 300, count: 48)

    /// - Parameter seconds: before each further try, the first one first.
    public init(_ seconds: [Double]) { self.seconds = seconds }

    /// - Parameter environment: `SWEEP_PAUSES` is read; what is no list of seconds is passed over.
    public init(environment: [String: String] = [:]) {
        self.init(Self.list(environment) ?? Self.standard)
    }

    /// What is wrong with `SWEEP_PAUSES`, which `init` passes over; nil where nothing is.
    public static func problem(environment: [String: String]) -> String? {
        guard let text = environment[variable], !text.isEmpty, list(environment) == nil else { return nil }
        return "\(variable)=\(text): expected seconds, each from 0 to 86400, parted by commas, such as 0.1,0.2"
    }

    private static func list(_ environment: [String: String]) -> [Double]? {
        let given = environment[variable]?.split(separator: ",").map { Double($0) } ?? []
        let found = given.compactMap(\.self)
        let isList = !found.isEmpty && found.count == given.count && found.allSatisfy { $0 >= 0 && $0 <= 86_400 }
        return isList ? found : nil
    }

    /// Seconds to wait before a further try.
    /// - Parameter retry: from 1.
    /// - Returns: nil where it is not tried again.
    public func before(retry: Int) -> Double? {
        retry > 0 && retry <= seconds.count ? seconds[retry - 1] : nil
    }

    /// The same, given up after so many further tries.
    public func first(_ count: Int) -> GrowingPauses { GrowingPauses(Array(seconds.prefix(count))) }
}
