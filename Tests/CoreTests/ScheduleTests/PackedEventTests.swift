import Foundation
import Testing

@testable import Core

/// What runs and tables read of a journal, against the events themselves.
@Suite struct PackedEventTests {
    private static let events: [JournalEvent] = {
        var random = RandomEvents(seed: 7)
        return JournalExamples.all + (0 ..< 3000).map { _ in random.event() }
    }()

    private func json(_ event: JournalEvent) throws -> Data { try JournalLine.makeEncoder().encode(event) }

    @Test func packedMeasuringsTellWhatTheEventTells() throws {
        var scanner = EventScanner(.tables)
        var measured = 0
        for event in Self.events {
            let json = try json(event)
            let found = try json.withUnsafeBytes { try scanner.packed($0, 0 ..< $0.count) }
            guard case .evaluated(let expected) = try JournalLine.makeDecoder().decode(JournalEvent.self, from: json) else {
                if case .measured = found { Issue.record("\(event)") }
                continue
            }
            if expected.evaluation.analysis != nil {
                guard case .other(let event) = found else { Issue.record("\(event)"); continue }
                // By text, as below.
                #expect(try JournalLine.makeEncoder().encode(event) == json)
                continue
            }
            guard case .measured(let packed) = found else { Issue.record("\(event)"); continue }
            measured += 1
            #expect(packed.id.text == expected.id && packed.evaluation == expected.evaluation)
            #expect(packed.seconds.bitPattern == expected.seconds.bitPattern || expected.seconds.isNaN)
            // By text, so that NaN is itself and zeros keep their signs.
            let encoder = JournalLine.makeEncoder()
            #expect(try encoder.encode(packed.measurements.unpacked) == encoder.encode(expected.measurements))
            for measure in Measure.allCases {
                #expect(packed.measurements[measure]?.bitPattern == expected.measurements[measure]?.bitPattern)
            }
        }
        #expect(measured > 300)
    }

    /// And without them nothing else than with them.
    @Test func listsAreLeftOutWhereNobodyAsksForThem() throws {
        var scanner = EventScanner(.outline)
        var places = KnownMeasurements.Places()
        var measured = 0
        // Twice: lists are skipped where the layout is known.
        for event in Self.events + Self.events {
            guard case .evaluated(var expected) = event else { continue }
            let json = try json(event)
            guard case .measured(let packed) = try json.withUnsafeBytes({ try scanner.packed($0, 0 ..< $0.count) }) else { continue }
            measured += 1
            expected.measurements.dropLists()
            let encoder = JournalLine.makeEncoder()
            #expect(try encoder.encode(packed.measurements.unpacked) == encoder.encode(expected.measurements))
            let known = KnownMeasurements(packed.measurements, &places)
            let reference = KnownMeasurements { expected.measurements[$0] }
            for measure in Measure.allCases { #expect(known[measure]?.bitPattern == reference[measure]?.bitPattern) }
        }
        #expect(measured > 600)
    }

    @Test func packedTrainingsTellWhatTheEventTells() throws {
        var scanner = EventScanner(.tables)
        var (trained, started) = (0, 0)
        for event in Self.events {
            let json = try json(event)
            switch (try json.withUnsafeBytes { try scanner.packed($0, 0 ..< $0.count) }, event) {
            case (.trained(let packed), .trained(let expected)):
                trained += 1
                // By text, as above.
                #expect(try self.json(.trained(packed.event)) == self.json(.trained(expected.withoutCurves)))
                #expect(PackedID(packed.job.id) == packed.job.packedID && packed.job.seed == expected.job.seed)
            case (.other(.trained(let found)), .trained(let expected)):
                #expect(try self.json(.trained(found)) == self.json(.trained(expected.withoutCurves)))
            case (.started(let id), .started(let expected)):
                started += 1
                #expect(id.text == expected.id)
            case (.measured, .evaluated): break
            case (.other, _): break
            default: Issue.record("\(event)")
            }
        }
        #expect(trained > 30 && started > 10)
    }

    /// Jobs of a few forms come again and again: they are known by their bytes.
    @Test func formsOfJobsAreKeptApart() throws {
        var scanner = EventScanner(.outline)
        let sweep = SampleSweep(groups: ["R4", "T3"], methods: [.DA, .IR])
        var forms: Set<Interned<Job>> = []
        for seed in 0 ..< 60 as Range<UInt64> {
            var job = sweep.job(seed % 2 == 0 ? "R4" : "T3", seed % 3 == 0 ? .DA : .IR, nu: Double(seed) / 7, seed: seed * seed)
            if seed % 5 == 0 { job.training.epochs += 1 }
            let event = JournalEvent.trained(
                TrainedEvent(
                    id: job.id, job: job, bestEpoch: 1, validationAccuracy: 0.5, crossEntropy: [], regulariser: [],
                    accuracy: [], seconds: 1, place: LaneRecord(lane: Int(seed) % 7, processors: "\(seed % 3)"),
                    modelDigest: String(repeating: "0123456789abcdef", count: 4), modelSize: Int(seed)))
            let json = try json(event)
            guard case .trained(let packed) = try json.withUnsafeBytes({ try scanner.packed($0, 0 ..< $0.count) }) else {
                Issue.record("\(event)")
                continue
            }
            #expect(JournalEvent.trained(packed.event) == event)
            forms.insert(packed.form)
        }
        #expect(forms.count == 8)
    }

    /// One byte changed: what the library refuses is refused.
    @Test(arguments: [Journal.Detail.tables, .outline])
    func damagedTextIsNotTakenForAnEvent(_ detail: Journal.Detail) throws {
        var scanner = EventScanner(detail)
        var state: UInt64 = 3
        let letters = Array("0123456789-+.eE{}[]\",: abnu\\/".utf8)
        for event in Self.events.prefix(1500) {
            var json = try json(event)
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            json[Int(state >> 33) % json.count] = letters[Int(state >> 13) % letters.count]
            let expected = try? JournalLine.makeDecoder().decode(JournalEvent.self, from: json)
            let found = try? json.withUnsafeBytes { try scanner.packed($0, 0 ..< $0.count) }
            #expect((found == nil) == (expected == nil), "\(String(decoding: json, as: UTF8.self))")
        }
    }

    @Test func failuresAreReadWithTheirEscapes() throws {
        let job = SampleSweep(methods: [.IR]).job(.IR, nu: 0.5, seed: 3)
        for reason in ["no memory", "a\nb\tc\r\"d\"\\e/f", "grüße ±", "\u{1}", ""] {
            let event = JournalEvent.failed(
                FailedEvent(
                    id: "0123456789abcdef", job: job, kind: .timedOut, stage: "training", epoch: 4, reason: reason,
                    detail: reason + "\n" + reason, place: LaneRecord(lane: 1, processors: "1")))
            let json = try json(event)
            var scanner = EventScanner(.tables)
            #expect(try json.withUnsafeBytes { try scanner.event($0, 0 ..< $0.count) } == event)
        }
    }

    @Test func trainedNetworksComeBackAsTheyWere() {
        var table = TrainedTable()
        var events: [TrainedEvent] = []
        let sweep = SampleSweep(groups: ["R4", "T3"], methods: [.DA, .IR])
        for seed in 0 ..< 40 as Range<UInt64> {
            let job = sweep.job(seed % 2 == 0 ? "R4" : "T3", seed % 3 == 0 ? .DA : .IR, nu: Double(seed) / 3, seed: seed)
            let digest = [nil, "not a digest", job.id + job.id + job.id + job.id][Int(seed) % 3]
            events.append(
                TrainedEvent(
                    id: seed == 7 ? "seven" : job.id, job: job, bestEpoch: Int(seed), validationAccuracy: 0.5,
                    crossEntropy: [], regulariser: [], accuracy: [], seconds: 1 / Double(seed + 1),
                    place: LaneRecord(lane: Int(seed) % 5, processors: "\(seed % 5)"), modelDigest: digest))
        }
        for event in events { table.add(event) }
        #expect(Array(table.values) == events && table.count == 40)
        for event in events { #expect(table[event.id] == event) }
        events[3].bestEpoch = 99
        table.add(events[3])
        #expect(table.count == 40 && table[events[3].id]?.bestEpoch == 99 && table["eight"] == nil)
    }

    @Test func placesByIdentity() {
        var places = IDPlaces()
        var set = IDSet()
        // Identities that collide: multiples of a large power of two.
        let ids = (0 ..< 5000).map { PackedID(bits: UInt64($0) << 51 | UInt64($0 % 3)) }
        for (place, id) in ids.enumerated() {
            #expect(places[id] == nil)
            places.insert(id, at: place)
            set.insert(id)
            set.insert(id)
        }
        #expect(places.count == 5000 && set.count == 5000)
        for (place, id) in ids.enumerated() { #expect(places[id] == place && set.contains(id)) }
        #expect(places[PackedID(bits: 12345)] == nil && !set.contains(PackedID(bits: 12345)))
    }
}
