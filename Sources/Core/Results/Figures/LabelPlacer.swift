/// Finds places for labels among data: never over another label, over data where there is no other way.
struct LabelPlacer {
    /// Nothing leaves it.
    let bounds: FigureBox
    /// Labels and what else may not be covered.
    private(set) var taken: [FigureBox]
    /// Data, which may be.
    var data: [FigurePoint]

    init(bounds: FigureBox, taken: [FigureBox] = [], data: [FigurePoint]) {
        self.bounds = bounds
        self.taken = taken
        self.data = data
    }

    mutating func keepFree(_ box: FigureBox) { taken.append(box) }

    /// A label near a point, on any side.
    ///
    /// - Parameters:
    ///   - clearance: how far from the point at least.
    ///   - reach: how far it may go for a free place, in points.
    ///   - leader: how far from the point the line to it begins; nil where none is drawn.
    ///   - includesCentre: whether it may stand on the point itself.
    /// - Returns: nil where everything is taken; the label is then left out.
    mutating func place(
        _ text: String, near point: FigurePoint, clearance: Double = 3.5, reach: Double = 60, leader: Double? = nil,
        includesCentre: Bool = false, weight: FigureText.Weight = .regular, colour: FigureColour = .ink
    ) -> FigureText? {
        cheapest(
            text, near: point, clearance: clearance, reach: reach, leader: leader, includesCentre: includesCentre,
            weight: weight, colour: colour)?.text
    }

    /// Labels near several points, in the order in which all of them together stand best: each has what those before it
    /// leave.
    ///
    /// - Parameters:
    ///   - clearance: how far from its point each stands at least.
    ///   - reach: how far it may go for a free place, in points.
    ///   - leader: how far from the point the line to it begins.
    /// - Returns: a label for each; nil for what is left out.
    mutating func place(
        _ requests: [(text: String, point: FigurePoint)], clearance: Double, reach: Double, leader: Double
    ) -> [FigureText?] {
        var best: (placer: LabelPlacer, labels: [FigureText?], cost: Double)?
        for order in Self.orders(of: requests.count) {
            var (placer, cost) = (self, 0.0)
            var labels = [FigureText?](repeating: nil, count: requests.count)
            for index in order {
                let (text, point) = requests[index]
                let found = placer.cheapest(text, near: point, clearance: clearance, reach: reach, leader: leader)
                labels[index] = found?.text
                cost += found?.cost ?? Self.absence
            }
            if cost < best?.cost ?? .infinity { best = (placer, labels, cost) }
        }
        guard let best else { return [] }
        self = best.placer
        return best.labels
    }

    /// All orders of a few, as they come first; of many that one alone.
    private static func orders(of count: Int) -> [[Int]] {
        guard count <= 4 else { return [Array(0 ..< count)] }
        return (0 ..< count).reversed().reduce([[]]) { orders, next in
            orders.flatMap { order in (0 ... order.count).map { Array(order[..<$0]) + [next] + order[$0...] } }
        }
    }

    private mutating func cheapest(
        _ text: String, near point: FigurePoint, clearance: Double, reach: Double, leader: Double?,
        includesCentre: Bool = false, weight: FigureText.Weight = .regular, colour: FigureColour = .ink
    ) -> (text: FigureText, cost: Double)? {
        let (width, height) = (
            TextMetrics.width(text, size: FigureText.standardSize, weight: weight), FigureText.standardSize
        )
        var candidates: [(middle: FigurePoint, cost: Double)] = includesCentre ? [(point, 0)] : []
        var distance = clearance
        while distance <= reach {
            for (rank, side) in Self.sides.enumerated() {
                let middle = FigurePoint(
                    point.x + side.0 * (distance + width / 2), point.y + side.1 * (distance + height / 2))
                candidates.append((middle, distance * 1.5 + Double(rank) * 0.3))
            }
            distance += max(3, distance * 0.35)
        }
        // What the point itself keeps free, its line may leave.
        let others = taken.filter { !$0.contains(point) }
        let found = cheapest(
            candidates.map { middle, cost in
                let text = FigureText(
                    text, at: middle, weight: weight, colour: colour, anchor: .middle, alignment: .middle, hasHalo: true)
                let line = leader.flatMap { LabelLeader(from: point, clearance: $0, to: text.box) }
                return (text, cost + Double(line?.crossings(others) ?? 0) * Self.crossing)
            })
        if let leader, let found, let line = LabelLeader(from: point, clearance: leader, to: found.text.box) {
            taken += line.boxes
        }
        return found
    }

    /// What it costs that a line to a label crosses another label: more than any way round it.
    private static let crossing = 1000.0
    /// What it costs that a label is left out.
    private static let absence = 10_000.0

    /// The cheapest of the candidates that covers no label.
    ///
    /// - Parameter candidates: with what each costs beside the data it covers, in points of distance.
    mutating func best(_ candidates: [(text: FigureText, cost: Double)]) -> FigureText? { cheapest(candidates)?.text }

    private mutating func cheapest(_ candidates: [(text: FigureText, cost: Double)]) -> (text: FigureText, cost: Double)? {
        var found: (text: FigureText, cost: Double)?
        for (text, cost) in candidates {
            let box = text.box.inset(by: -1)
            guard cost < found?.cost ?? .infinity, bounds.holds(box), !taken.contains(where: { $0.overlap(box) > 0 })
            else { continue }
            let covered = data.reduce(0) { $0 + (box.contains($1) ? 1 : 0) }
            let total = cost + Double(covered) * 6
            if total < found?.cost ?? .infinity { found = (text, total) }
        }
        if let found { taken.append(found.text.box.inset(by: -1)) }
        return found
    }

    /// Right and above first, as one reads.
    private static let sides: [(Double, Double)] = [
        (0.8, -1), (-0.8, -1), (0.8, 1), (-0.8, 1), (0, -1), (1, 0), (0, 1), (-1, 0),
    ]

    /// Points along lines, close enough that no label slips between them.
    static func samples(along points: [FigurePoint]) -> [FigurePoint] {
        guard points.count > 1 else { return points }
        return zip(points, points.dropFirst()).flatMap { from, to in
            let steps = min(max(1, Int(from.distance(to: to) / 3)), 1000)
            return (0 ... steps).map { step in
                let part = Double(step) / Double(steps)
                return FigurePoint(from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part)
            }
        }
    }
}
