import Testing

@testable import Core

@Suite struct LastRunTests {
    private func header(_ date: String) -> RunHeader {
        RunHeader(date: date, host: "lab", program: "sweep", instructionSet: "avx2", lanes: 1)
    }

    @Test func theOneThatBeganLast() {
        var runs = LastRun()
        #expect(runs.last == nil)
        runs.end(RunEnd(date: "2026-01-01T00:00:00Z", seconds: 1))
        #expect(runs.last == nil, "an end without a beginning")
        runs.begin(header("2026-01-02T00:00:00Z"))
        #expect(runs.last?.header.date == "2026-01-02T00:00:00Z" && runs.last?.end == nil)
        // Of the next file: an earlier attempt, which came to its end.
        runs.begin(header("2026-01-01T00:00:00Z"))
        runs.end(RunEnd(date: "2026-01-01T00:01:00Z", seconds: 60))
        #expect(runs.last?.header.date == "2026-01-02T00:00:00Z" && runs.last?.end == nil, "that end is not this one's")
        runs.begin(header("2026-01-03T00:00:00Z"))
        runs.end(RunEnd(date: "2026-01-03T00:01:00Z", seconds: 60))
        #expect(runs.last?.header.date == "2026-01-03T00:00:00Z" && runs.last?.end?.seconds == 60)
        // In the same second: what stands behind.
        runs.begin(header("2026-01-03T00:00:00Z"))
        #expect(runs.last?.end == nil)
    }
}
