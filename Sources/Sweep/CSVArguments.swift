import ArgumentParser
import Core
import Foundation

extension CSVDialect: ExpressibleByArgument {}

/// The form of the tables that a run leaves: for whoever opens them, so it stands on the command line and not in the
/// sweep file, and decides no result.
struct CSVArguments: ParsableArguments {
    @Option(
        help: """
            The form of all tables: standard, or excel-eu with semicolons and decimal commas. (default: as the results \
            folder has it, else standard)
            """)
    var csv: CSVDialect?

    /// A results folder with its tables in the form that is asked for. Without the option it keeps its form.
    func folder(_ url: URL) -> ResultsFolder {
        ResultsFolder(url, csv: csv ?? .own(of: ResultsFolder(url)))
    }
}
