import Testing

@testable import Core

/// The exact text of every message, as (input, text): the wording is an interface.
struct SpecMessageRow: Sendable, CustomTestStringConvertible {
    /// The least a sweep needs; three lines.
    static let base = "name: x\ngroups: [R4]\nmethods: [IR]\n"

    let text: String
    let overrides: [String]
    let expected: String

    init(_ text: String, set overrides: [String] = [], _ expected: String) {
        self.text = text
        self.overrides = overrides
        self.expected = expected
    }

    var testDescription: String { expected.split(separator: "\n").first.map(String.init) ?? text }
}

@Suite struct SpecMessageTests {
    /// Keys that are unknown, missing, duplicate or at odds.
    @Test(arguments: SpecMessageTable.keys) func keys(row: SpecMessageRow) { check(row) }

    /// Values of another type than asked.
    @Test(arguments: SpecMessageTable.types) func types(row: SpecMessageRow) { check(row) }

    /// Numbers out of range; each message tells the range.
    @Test(arguments: SpecMessageTable.ranges) func ranges(row: SpecMessageRow) { check(row) }

    /// Words out of a vocabulary.
    @Test(arguments: SpecMessageTable.words) func words(row: SpecMessageRow) { check(row) }

    /// Names that cannot be a folder.
    @Test(arguments: SpecMessageTable.names) func names(row: SpecMessageRow) { check(row) }

    /// Lists that are empty or repeat themselves.
    @Test(arguments: SpecMessageTable.lists) func lists(row: SpecMessageRow) { check(row) }

    /// `SI >= 0.95` and what is not like it.
    @Test(arguments: SpecMessageTable.conditions) func conditions(row: SpecMessageRow) { check(row) }

    /// Values that do not go together.
    @Test(arguments: SpecMessageTable.combinations) func combinations(row: SpecMessageRow) { check(row) }

    /// Texts that are no sweep, or not YAML.
    @Test(arguments: SpecMessageTable.notSweeps) func notSweeps(row: SpecMessageRow) { check(row) }

    /// Lines that are set in too far, or too little.
    @Test(arguments: SpecMessageTable.indentation) func indentation(row: SpecMessageRow) { check(row) }

    /// `--set`: the place is the command line.
    @Test(arguments: SpecMessageTable.overrides) func overrides(row: SpecMessageRow) { check(row) }

    /// Lists without their brackets, and keys as the paper writes them.
    @Test(arguments: SpecMessageTable.slips) func slips(row: SpecMessageRow) { check(row) }

    /// Everything else.
    @Test(arguments: SpecMessageTable.more) func more(row: SpecMessageRow) { check(row) }

    private func check(_ row: SpecMessageRow) {
        let error = #expect(throws: SpecErrors.self) {
            try SpecLoader.parse(row.text, path: "s.yaml", overrides: row.overrides)
        }
        #expect(error?.description == row.expected)
    }
}
