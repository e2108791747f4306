/// A place where a lane could be: one processor of one core.
struct Seat {
    /// Seats of a lower tier are taken first: first siblings before second ones (a slow core of
    /// one's own gives more than half of a fast one), within that the faster kind.
    struct Tier: Hashable, Comparable {
        var sibling: Int
        var efficiency: Int

        static func < (a: Tier, b: Tier) -> Bool {
            (a.sibling, -a.efficiency) < (b.sibling, -b.efficiency)
        }
    }

    var core: MachineLayout.Core
    var processor: Int
    var tier: Tier
}

extension LanePlanner {
    /// All seats, best first; within a tier, neighbours in the order lie as far apart in the
    /// machine as can be, so that few lanes share as little cache and memory bandwidth as can be.
    static func seats(_ layout: MachineLayout, usable: ProcessorSet) -> [Seat] {
        var tiers: [Seat.Tier: [Seat]] = [:]
        for core in layout.cores {
            let open = core.processors.filter { usable.contains($0.os) }
            for (sibling, processor) in open.enumerated() {
                let tier = Seat.Tier(sibling: sibling, efficiency: core.efficiency ?? 0)
                tiers[tier, default: []].append(Seat(core: core, processor: processor.os, tier: tier))
            }
        }
        return tiers.sorted { $0.key < $1.key }.flatMap { _, seats in
            spread(seats, over: [{ $0.package }, { $0.numa ?? -1 }, { $0.l3 ?? -1 }])
        }
    }

    /// Deals the seats out in turn: one from each package, and of a package's own one from each
    /// NUMA node in turn, and of a node's one from each L3 cache.
    private static func spread(_ seats: [Seat], over levels: ArraySlice<(MachineLayout.Core) -> Int>) -> [Seat] {
        guard let level = levels.first else { return seats }
        var hands: [[Seat]] = []
        var place: [Int: Int] = [:]
        for seat in seats {
            let key = level(seat.core)
            if let hand = place[key] {
                hands[hand].append(seat)
            } else {
                place[key] = hands.count
                hands.append([seat])
            }
        }
        hands = hands.map { spread($0, over: levels.dropFirst()) }
        var dealt: [Seat] = []
        dealt.reserveCapacity(seats.count)
        for turn in 0 ..< (hands.map(\.count).max() ?? 0) {
            for hand in hands where turn < hand.count { dealt.append(hand[turn]) }
        }
        return dealt
    }
}
