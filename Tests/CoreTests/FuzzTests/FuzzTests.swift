import Foundation
import Testing

@testable import Core

/// A seeded mutator over every format that is read: an error, never a crash, and nothing unsound is
/// accepted. Some hundred inputs each here; 100,000 each with SWEEP_SOAK=1 (`make soak`), which also
/// lets libFuzzer look for more.
@Suite struct FuzzTests {
    private var count: Int { ProcessInfo.processInfo.environment["SWEEP_SOAK"] == "1" ? 100_000 : 1_000 }

    @Test(arguments: FuzzTarget.allCases)
    func strangeBytes(target: FuzzTarget) throws {
        let seeds = target.seeds
        for seed in seeds { #expect(try target.read(seed), "a sound input is refused") }
        var mutator = Mutator(seeds, seed: 1)
        var accepted = 0
        for number in 0 ..< count {
            let bytes = mutator.next()
            do {
                if try target.read(bytes) { accepted += 1 }
            } catch {
                Issue.record("input \(number): \(error): \(bytes)")
            }
        }
        if count > 1_000 { print("fuzz \(target.rawValue): \(count) inputs, \(accepted) accepted, no crash") }
    }

    /// The mutator finds damage and soundness alike; otherwise the test above would test little.
    @Test func mutatorsMakeBoth() throws {
        for target in FuzzTarget.allCases {
            var mutator = Mutator(target.seeds, seed: 2)
            let outcomes = Set(try (0 ..< 2_000).map { _ in try target.read(mutator.next()) })
            #expect(outcomes == [true, false], "\(target)")
        }
    }
}
