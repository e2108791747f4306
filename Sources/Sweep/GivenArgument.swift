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
}

extension ShardNumber: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
