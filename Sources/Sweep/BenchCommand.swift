import ArgumentParser
import Core
import Foundation

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure how fast this machine is, beside how fast it could be.",
        discussion: """
            Rows stand beside their bound, where there is one: what their multiply-adds would take at the peak of one \
            core, measured in registers just before and after. Networks are trained on MNIST where its files are here, \
            else on the embedded strokes; nothing is downloaded. Leave the machine alone meanwhile.

              sweep bench                     all rows, about a minute
              sweep bench --quick             all rows, some seconds, less certain
              sweep bench --filter forward    rows with that in their name

            docs/performance.md says what each row means.
            """)

    @Flag(help: "One JSON object with machine and rows.")
    var json = false

    @Flag(help: "A Markdown table.")
    var markdown = false

    @Option(help: "Only rows with this text in their name.")
    var filter: String?

    @Flag(help: "Fewer repetitions.")
    var quick = false

    func validate() throws {
        if json && markdown { throw ValidationError("--json and --markdown exclude each other") }
    }

    func run() throws {
        StopSignals.endWithoutTraces()
        let benchmarks: [Benchmark]
        do throws(BenchError) {
            benchmarks = try Benchmark.select(filter)
        } catch {
            throw failure(ExitStatus.usage, error)
        }
        let choice = try KernelChoice.make()
        let (topology, plan) = try LaneArguments.parse([]).plan()
        let machine = BenchMachine(topology: topology, lanes: plan, choice: choice)
        let session = BenchSession(
            kernels: .of(choice.chosen), pace: quick ? .quick : .full, topology: topology, lanes: plan,
            environment: ProcessInfo.processInfo.environment)

        var display = BenchDisplay(style: json ? .json : markdown ? .markdown : .table)
        display.begin(machine, plan)
        var rows: [BenchRow] = []
        var failed = false
        for benchmark in benchmarks {
            do {
                rows.append(try benchmark.measure(session))
            } catch {
                // The rows that were measured are still worth their time.
                rows.append(.unavailable(benchmark.name, unit: "", because: "\(error)"))
                failed = true
            }
            StopSignals.goOnUnlessEnding()
            if let row = rows.last { display.show(row) }
        }
        let report = BenchReport(
            program: Program.name, date: ISO8601DateFormatter().string(from: Date()), machine: machine,
            dataset: session.dataset, quick: quick, rows: rows)
        try display.end(report)
        if failed { throw ExitStatus.incomplete }
    }
}
