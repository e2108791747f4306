/// Where an axis has marks, and what stands there.
struct AxisTicks: Equatable {
    struct Tick: Equatable {
        let value: Double
        let label: String
    }

    /// With a label each; the labels leave room between them.
    var ticks: [Tick]
    /// Short marks between them, on logarithmic axes.
    var minor: [Double] = []

    /// As many as there is room for, up to `limit`.
    ///
    /// - Parameter room: how much of the axis a label takes with the gap to the next, in points.
    init(_ scale: AxisScale, limit: Int = 8, room: (String) -> Double) {
        self = scale.kind == .logarithmic ? Self.decades(scale, room) : Self.linear(scale, limit, room)
    }

    private init(_ ticks: [Tick], minor: [Double] = []) {
        self.ticks = ticks
        self.minor = minor
    }

    private static func linear(_ scale: AxisScale, _ limit: Int, _ room: (String) -> Double) -> AxisTicks {
        var last: [Tick] = []
        for count in stride(from: limit, through: 1, by: -1) {
            let ticks = nice(scale, count: count)
            guard ticks != last, !ticks.isEmpty else { continue }
            if fits(ticks, scale, room) { return AxisTicks(ticks) }
            last = ticks
        }
        // Not even two stand side by side: one is better than none.
        return AxisTicks(Array(last.prefix(1)))
    }

    /// Multiples of 1, 2 or 5 times a power of ten, about `count` of them. Exact: labels come from whole
    /// numbers, and 0.3 is never 0.30000000000000004.
    private static func nice(_ scale: AxisScale, count: Int) -> [Tick] {
        let span = scale.high - scale.low
        let raw = span / Double(count)
        guard raw > 1e-300, raw.isFinite else { return [] }
        var exponent = Int(FigureNumber.log10(raw).rounded(.down))
        let rest = raw / FigureNumber.powerOfTen(exponent)
        // A little more than each: rounding must not push 0.2 up to 0.5.
        var factor = [1, 2, 5].first { rest <= Double($0) * 1.0001 } ?? 10
        if factor == 10 { (factor, exponent) = (1, exponent + 1) }
        let step = Double(factor) * FigureNumber.powerOfTen(exponent)
        let (first, last) = ((scale.low / step - 1e-6).rounded(.up), (scale.high / step + 1e-6).rounded(.down))
        guard first <= last, first.magnitude < 1e12, last.magnitude < 1e12 else { return [] }
        let numbers = (Int(first) ... Int(last)).map { $0 * factor }
        let largest = numbers.map(\.magnitude).max() ?? 0
        return numbers.map { number in
            // Dividing by a power of ten rounds once, multiplying by 0.1 twice.
            let value =
                exponent < 0
                ? Double(number) / FigureNumber.powerOfTen(-exponent)
                : Double(number) * FigureNumber.powerOfTen(exponent)
            return Tick(value: value, label: label(number, exponent, largest: largest))
        }
    }

    /// `number`·10^`exponent`: `0.25`, `400`, `2.5×10⁻⁷`.
    private static func label(_ number: Int, _ exponent: Int, largest: UInt) -> String {
        if number == 0 { return "0" }
        let top = exponent + String(largest).count - 1
        if exponent >= 0, top <= 5 {
            return FigureNumber.decimal(number * [1, 10, 100, 1000, 10_000, 100_000][exponent], decimals: 0)
        }
        if exponent < 0, exponent >= -5, top >= -4 { return FigureNumber.decimal(number, decimals: -exponent) }
        // All with the exponent of the largest, so that they compare.
        let decimals = top - exponent
        return decimals <= 12
            ? FigureNumber.decimal(number, decimals: decimals, trimmed: true) + "×" + FigureNumber.power(top)
            : FigureNumber.decimal(number, decimals: 0) + "×" + FigureNumber.power(exponent)
    }

    /// Which numbers of a decade have labels: as many as find room.
    private static let parts = [[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 5], [1, 2, 5], [1, 3], [1]]

    private static func decades(_ scale: AxisScale, _ room: (String) -> Double) -> AxisTicks {
        let low = Int((FigureNumber.log10(scale.low) - 1e-9).rounded(.up))
        let high = Int((FigureNumber.log10(scale.high) + 1e-9).rounded(.down))
        // Around the axis by a decade, for marks between whole powers.
        let around = (low - 1 ... max(high, low - 1)).flatMap { exponent in
            (1 ... 9).map { (mantissa: $0, exponent: exponent) }
        }.filter { scale.contains(FigureNumber.round($0.mantissa, $0.exponent)) }
        let isPlain = low >= -3 && high <= 4
        func tick(_ mantissa: Int, _ exponent: Int) -> Tick {
            let label: String
            if isPlain, exponent >= -4, exponent <= 5 {
                label =
                    exponent < 0
                    ? FigureNumber.decimal(mantissa, decimals: -exponent)
                    : FigureNumber.decimal(mantissa * [1, 10, 100, 1000, 10_000, 100_000][exponent], decimals: 0)
            } else {
                label = (mantissa == 1 ? "" : "\(mantissa)×") + FigureNumber.power(exponent)
            }
            return Tick(value: FigureNumber.round(mantissa, exponent), label: label)
        }
        func ticks(_ mantissas: [Int]) -> AxisTicks? {
            let ticks = around.filter { mantissas.contains($0.mantissa) }.map { tick($0.mantissa, $0.exponent) }
            guard ticks.count >= 2, fits(ticks, scale, room) else { return nil }
            let minor = around.map { FigureNumber.round($0.mantissa, $0.exponent) }
            return AxisTicks(ticks, minor: minor.filter { value in !ticks.contains { $0.value == value } })
        }
        // Both ends of a short axis are to be read: steps that pass over one of them come later.
        let steps = around.filter { AxisScale.steps.contains($0.mantissa) }
        if let first = steps.first?.mantissa, let last = steps.last?.mantissa, scale.isShort {
            let some = high > low ? parts.dropFirst() : parts[...]
            for mantissas in some where mantissas.contains(first) && mantissas.contains(last) {
                if let found = ticks(mantissas) { return found }
            }
        }
        if high - low >= 1 {
            for step in [1, 2, 3, 5, 10, 20, 50, 100, 200] {
                // Whole multiples of the step, so that 10⁰ is among them.
                let exponents = (low ... high).filter { $0 % step == 0 }
                let ticks = exponents.map { tick(1, $0) }
                guard ticks.count >= 2, fits(ticks, scale, room) else { continue }
                // Eight marks in less than 24 points would be a grey bar.
                let isRoomy = distance(ticks, scale) >= 24
                let minor = around.filter { step == 1 ? isRoomy : $0.mantissa == 1 }
                    .map { FigureNumber.round($0.mantissa, $0.exponent) }
                return AxisTicks(ticks, minor: minor.filter { value in !ticks.contains { $0.value == value } })
            }
        }
        for mantissas in parts { if let found = ticks(mantissas) { return found } }
        // Less than a factor of two: as a linear axis has them. Or a short axis, with room for one power.
        return high - low >= 1 ? AxisTicks([tick(1, low + (high - low) / 2)]) : linear(scale, 6, room)
    }

    /// Between the first two, in points.
    private static func distance(_ ticks: [Tick], _ scale: AxisScale) -> Double {
        guard ticks.count > 1, let from = scale.place(ticks[0].value), let to = scale.place(ticks[1].value) else {
            return 0
        }
        return (to - from).magnitude
    }

    private static func fits(_ ticks: [Tick], _ scale: AxisScale, _ room: (String) -> Double) -> Bool {
        zip(ticks, ticks.dropFirst()).allSatisfy { one, next in
            guard let from = scale.place(one.value), let to = scale.place(next.value) else { return false }
            return (to - from).magnitude >= (room(one.label) + room(next.label)) / 2
        }
    }
}
