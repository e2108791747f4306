import Foundation
import Synchronization

extension Benchmark {
    /// Reading, unpacking and checking the files of the data set.
    static let dataReading = Benchmark("data/read") { session in
        let name = BenchData.name(session.store)
        guard !name.isEmbedded else {
            return .unavailable("data/read", unit: "s", because: "no files: \(name.rawValue) are drawn by the program")
        }
        let seconds = try (0 ..< session.pace.leastRepetitions).map { _ in
            try Stopwatch.seconds { _ = try BenchData.raw(session.store) }
        }
        return BenchRow(name: "data/read", SampleSummary(seconds), unit: "s", note: "\(name.rawValue), all files")
    }

    /// From pooled bytes to three padded splits and their normalisation.
    static let dataPreparation = Benchmark("data/prepare") { session in
        let raw = try BenchData.raw(session.store)
        let request = BenchData.request(raw)
        let seconds = try (0 ..< session.pace.leastRepetitions).map { _ in
            try Stopwatch.seconds { _ = try PreparedData(raw, request: request) }
        }
        let drawn = raw.name.isEmbedded ? ", drawn on the way" : ""
        return BenchRow(
            name: "data/prepare", SampleSummary(seconds), unit: "s",
            note: "\(raw.name.rawValue), \(request.train + request.test + request.validation) samples, all cores\(drawn)")
    }

    /// How many times as fast two trainings are on two lanes as on one.
    static let twoLanes = Benchmark("two-lanes") { session in
        guard session.lanes.lanes.count > 1 else {
            return .unavailable("two-lanes", unit: "times", because: "this process has one core")
        }
        let data = try session.data()
        let failure = Mutex<(any Error)?>(nil)
        var task = data.task(.DA, on: data.epoch)
        task.parameters.epochs = session.pace.laneEpochs
        // Shared, as the lanes of a sweep do.
        let ink = TrainingInk(task.data, group: task.group, kernels: session.kernels)
        let training: @Sendable () -> Void = { [task] in
            do throws(TrainingError) {
                _ = try Trainer(task, kernels: session.kernels, ink: ink).run()
            } catch {
                failure.withLock { $0 = error }
            }
        }
        session.run(lanes: 2, [training, training])
        let gains = (0 ..< session.pace.leastRepetitions).map { _ in
            session.run(lanes: 1, [training, training]) / session.run(lanes: 2, [training, training])
        }
        if let error = failure.withLock({ $0 }) { throw error }
        let summary = SampleSummary(gains)
        return BenchRow(
            name: "two-lanes", summary, unit: "times", bound: 2, ratio: summary.map { $0.median / 2 },
            note: "two trainings of \(task.parameters.epochs) epochs (DA), one after the other against side by side")
    }

    /// The most memory that this process has held so far; measured last.
    static let peakMemory = Benchmark("memory") { _ in
        var usage = rusage()
        #if os(Linux)
        // Glibc declares it as an enumeration, and the parameter as a number.
        let this = __rusage_who_t(RUSAGE_SELF.rawValue)
        #else
        let this = RUSAGE_SELF
        #endif
        guard getrusage(this, &usage) == 0 else {
            return .unavailable("memory", unit: "MB", because: "the system does not tell")
        }
        #if os(macOS)
        let bytes = Double(usage.ru_maxrss)
        #else
        let bytes = Double(usage.ru_maxrss) * 1024
        #endif
        return BenchRow(
            name: "memory", SampleSummary([bytes / 1e6]), unit: "MB", note: "largest resident set of this whole run")
    }
}
