import Foundation
@testable import Sweep
import Testing

/// Help on terminals of any width.
@Suite struct HelpTests {
    private static let commands = [
        [], ["run"], ["plan"], ["status"], ["submit"], ["collect"], ["cancel"], ["report"], ["export"], ["verify"],
        ["explain"], ["check"], ["data"], ["data", "list"], ["data", "fetch"], ["data", "verify"], ["data", "export"],
        ["topology"], ["bench"],
    ]

    private func lines(_ command: [String], columns: Int, in folder: URL) throws -> [String] {
        let result = try Program().run(["help"] + command, environment: ["COLUMNS": "\(columns)"], in: folder)
        #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
        return result.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// As in `sweep help submit`, whose examples are long, and `sweep help export`, which has a list.
    @Test(arguments: commands) func `nothing is wider than the terminal, nor goes on at the left margin`(_ command: [String]) throws {
        try withFolder { folder in
            let whole = try lines(command, columns: 10_000, in: folder)
            for columns in [120, 80, 71, 60, 45] {
                let found = try lines(command, columns: columns, in: folder)
                // What stands in quotes, and a path, have no place to be broken at.
                let wide = found.filter { $0.count > columns && columns >= 60 }
                #expect(wide.isEmpty, "\(columns): \(wide)")
                for (above, line) in zip(found, found.dropFirst()) where above.hasPrefix(" ") && !line.hasPrefix(" ") {
                    #expect(line.isEmpty || whole.contains { $0.hasPrefix(line) }, "\(columns): \(line)")
                }
                // Not a word is lost or added but for the ends of lines of a command.
                let words = { (lines: [String]) in lines.flatMap { $0.split(separator: " ") }.filter { $0 != "\\" } }
                #expect(words(found) == words(whole), "\(columns)")
            }
            let option = try Program().run(command + ["--help"], environment: ["COLUMNS": "80"], in: folder)
            #expect(try option.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
                == lines(command, columns: 80, in: folder))
        }
    }

    @Test func `an entry goes on below its text, a command with its next option`() {
        let text = """
            OVERVIEW: Do what there is to be done.

            A paragraph that goes on where it began.

              history   a row per network and epoch
              sweep run x.yaml --set nu=1 --on-finish 'notify me' --quiet
              sweep data verify     look at the files
              a sentence that is set in goes on

            USAGE: sweep do <file>

            OPTIONS:
              -h, --help              Show help information.
              --sbatch-collect <option>
                                      Likewise for the job.

              See 'sweep help <subcommand>'.
            """
        #expect(HelpText.fitted(text, to: 100) == text)
        #expect(
            HelpText.fitted(text, to: 36) == """
                OVERVIEW: Do what there is to be
                          done.

                A paragraph that goes on where it
                began.

                  history   a row per network and
                            epoch
                  sweep run x.yaml --set nu=1 \\
                      --on-finish 'notify me' \\
                      --quiet
                  sweep data verify
                      look at the files
                  a sentence that is set in goes on

                USAGE: sweep do <file>

                OPTIONS:
                  -h, --help
                      Show help information.
                  --sbatch-collect <option>
                      Likewise for the job.

                  See 'sweep help <subcommand>'.
                """)
        #expect(
            HelpText.fitted("OPTIONS:\n  -h, --help              Show help information.", to: 52)
                == "OPTIONS:\n  -h, --help              Show help information.")
        #expect(
            HelpText.fitted("OPTIONS:\n  --quiet                 Say what failed, and nothing else at all.", to: 54)
                == "OPTIONS:\n  --quiet                 Say what failed, and nothing\n                          else at all.")
    }
}
