import ArgumentParser
import Core

extension ExpressibleByArgument where Self: Sendable {
    /// For an option's `transform`: where a text is no such value, says what is expected.
    static func given(as form: String) -> @Sendable (String) throws -> Self {
        { text in
            guard let value = Self(argument: text) else { throw ValidationError("expected \(form)") }
            return value
        }
    }
}

extension TimeLimit: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }

    /// - Parameter otherwise: what holds where the option is not given.
    static func given(otherwise: String) -> @Sendable (String) throws -> Self {
        given(
            as: "minutes, hours:minutes:seconds or days-hours:minutes:seconds, more than nothing, as in 90, 1:30:00, 2-0:0:0; "
                + "without --time \(otherwise)")
    }
}

extension ShardNumber: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
