import ArgumentParser
import Core

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say what a key of a sweep file means.",
        discussion: """
            Its meaning, what it takes, its default and an example. Also explains the words that keys take, such as SI, \
            IR or strokes.

              sweep explain                         all keys at the top
              sweep explain nu.within
              sweep explain epochs                  the last part of a key will do
              sweep explain SI
              sweep explain --json-schema > sweep.schema.json

            Editors check and complete sweep files with the JSON Schema, given a first line such as
              # yaml-language-server: $schema=sweep.schema.json
            """)

    @Argument(help: "A key, as in training.epochs, or a word that one takes.", completion: .explained)
    var key: String?

    @Flag(help: "The whole format as a JSON Schema (draft 7).")
    var jsonSchema = false

    func validate() throws {
        if jsonSchema, key != nil { throw ValidationError("--json-schema is of the whole format: give no key with it") }
    }

    func run() throws {
        guard !jsonSchema else {
            Terminal.write(try SweepJSONSchema.text())
            return
        }
        // One less: a terminal that has written its last column may go to the next line.
        let columns = Terminal.columns.map { $0 - 1 }
        guard let key else { return Self.show(KeyExplanation(columns: columns)) }
        do throws(UnknownKey) {
            try Self.show(KeyExplanation(key, columns: columns))
        } catch {
            throw failure(ExitStatus.usage, error)
        }
    }

    private static func show(_ explanation: KeyExplanation) { Terminal.show(explanation.lines.map { ProseLine($0) }) }
}
