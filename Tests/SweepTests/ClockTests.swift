@testable import Core
import Foundation
import Testing

/// Runs under a clock that is set back again and again: a library of the test's own stands before the system's,
/// and its date goes an hour back in every second.
@Suite(.serialized) struct ClockTests {
    private static let source = """
        #define _GNU_SOURCE
        #include <sys/syscall.h>
        #include <sys/time.h>
        #include <time.h>
        #include <unistd.h>

        static double date(void) {
            struct timespec now;
            syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now);
            return 1.9e9 - 3600 * (now.tv_sec + now.tv_nsec * 1e-9);
        }

        int clock_gettime(clockid_t clock, struct timespec *time) {
            if (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE) return syscall(SYS_clock_gettime, clock, time);
            double now = date();
            time->tv_sec = now;
            time->tv_nsec = (now - time->tv_sec) * 1e9;
            return 0;
        }

        int gettimeofday(struct timeval *time, void *zone) {
            double now = date();
            time->tv_sec = now;
            time->tv_usec = (now - time->tv_sec) * 1e6;
            return 0;
        }

        time_t time(time_t *result) {
            time_t now = date();
            if (result) *result = now;
            return now;
        }
        """

    private static let compiler: URL? = {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let all = ["cc", "clang"].flatMap { name in folders.map { "\($0)/\(name)" } }
        return all.first(where: FileManager.default.isExecutableFile).map { URL(fileURLWithPath: $0) }
    }()

    private static let sweep = FaultBench.sweep + "\nlimits: {minutes_per_job: 1}\n"

    private func backwards(_ folder: URL) throws -> String {
        let file = try write(Self.source, to: folder, as: "backwards.c")
        let library = folder.appendingPathComponent("backwards.so").path
        let process = Process()
        let compiler: URL = try #require(Self.compiler)
        process.executableURL = compiler
        process.arguments = ["-shared", "-fPIC", "-O1", "-o", library, file]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return library
    }

    @Test(
        .enabled(if: compiler != nil, "it needs a C compiler"),
        arguments: [["--no-supervise"], ["--supervise"], ["--supervise", "--isolate"]])
    func `a clock that is set back again and again changes nothing`(_ way: [String]) throws {
        try withFolder { folder in
            let bench = try FaultBench(folder)
            let clock = ["LD_PRELOAD": try backwards(folder)]
            let whole = try bench.run("whole", text: Self.sweep)
            #expect(whole.status == 0, "\(whole.errors)")
            let isSupervised = way.contains("--supervise")
            let first = try bench.run(
                "r", ["--checkpoint-seconds", "0"] + way, fault: isSupervised ? "trap-once@R4 DA seed 1:2" : "throw-once@R4 DA seed 1:2",
                text: Self.sweep, environment: clock)
            #expect(first.status == 0, "\(first.output)\(first.errors)")
            #expect(try bench.content("r") == bench.content("whole"))
            let again = try bench.run("r", way, text: Self.sweep, environment: clock)
            #expect(again.status == 0 && !again.output.contains("trained in"), "\(again.output)\(again.errors)")
            #expect(try bench.content("r") == bench.content("whole"))
            // Nothing passed its deadline, and the clock did go back.
            #expect(try bench.failures("r").allSatisfy { $0.kind != .timedOut })
            let dates = try bench.events("r").compactMap { if case .opened(let header) = $0 { header.date } else { nil } }
            #expect(dates.count >= 2 && dates == dates.sorted().reversed() && dates.first != dates.last, "\(dates)")
        }
    }
}
