import Foundation
import Testing

@testable import Core

struct AxisTests {
    private func ticks(_ axis: FigureAxis, _ values: [Double], length: Double = 200) -> AxisTicks {
        AxisTicks(AxisScale(axis, values: values, start: 0, end: length)) { TextMetrics.width($0, size: 8) + 8 }
    }

    @Test("numbers beside an axis are round, exact and written alike")
    func linear() {
        let tenths = ticks(FigureAxis("x", limits: 0 ... 1), [])
        #expect(tenths.ticks.map(\.label) == ["0", "0.2", "0.4", "0.6", "0.8", "1.0"])
        #expect(tenths.ticks.map(\.value) == [0, 0.2, 0.4, 0.6, 0.8, 1])
        #expect(
            ticks(FigureAxis("x", limits: -30 ... 50), []).ticks.map(\.label) == [
                "−30", "−20", "−10", "0", "10", "20", "30", "40", "50",
            ])
        #expect(
            ticks(FigureAxis("x", limits: 1e-7 ... 3e-7), [], length: 300).ticks.map(\.label) == [
                "1×10⁻⁷", "1.5×10⁻⁷", "2×10⁻⁷", "2.5×10⁻⁷", "3×10⁻⁷",
            ])
        #expect(
            ticks(FigureAxis("x", limits: 0 ... 4e6), []).ticks.map(\.label) == [
                "0", "1×10⁶", "2×10⁶", "3×10⁶", "4×10⁶",
            ])
    }

    @Test("on a logarithmic axis: decades, thinned where they would collide, parts of one where there is none")
    func logarithmic() {
        let axis = FigureAxis("x", scale: .logarithmic)
        func labels(_ range: ClosedRange<Double>, _ length: Double = 200) -> [String] {
            var limited = axis
            limited.limits = range
            return ticks(limited, [], length: length).ticks.map(\.label)
        }
        #expect(labels(0.01 ... 100) == ["0.01", "0.1", "1", "10", "100"])
        #expect(labels(1e-6 ... 1) == ["10⁻⁶", "10⁻⁵", "10⁻⁴", "10⁻³", "10⁻²", "10⁻¹", "10⁰"])
        #expect(labels(1e-40 ... 1, 100) == ["10⁻⁴⁰", "10⁻²⁰", "10⁰"])
        #expect(labels(20 ... 90) == ["20", "30", "50"])
        #expect(labels(20 ... 22, 300).count >= 2)
    }

    @Test("a short logarithmic axis of data begins and ends where its marks can be read")
    func ends() throws {
        let axis = FigureAxis("ν", scale: .logarithmic)
        for (values, length) in [([3.162, 56.23], 230.0), ([3.162, 251.2], 230), ([3.162, 251.2], 160), ([0.12, 0.37], 110)] {
            let scale = AxisScale(axis, values: values, padding: 0.03, start: 0, end: length)
            let ticks = AxisTicks(scale) { TextMetrics.width($0, size: 8) + 8 }.ticks
            let (first, last) = (try #require(ticks.first?.value), try #require(ticks.last?.value))
            #expect(first <= values[0] && last >= values[1], "\(ticks)")
            #expect(first > values[0] / 2.1 && last < values[1] * 2.1, "\(ticks)")
        }
        let scale = AxisScale(axis, values: [3.162, 251.2], padding: 0.03, start: 0, end: 230)
        #expect(AxisTicks(scale) { TextMetrics.width($0, size: 8) + 8 }.ticks.map(\.label) == ["3", "10", "30", "100", "300"])
        // Over many decades their powers are enough.
        let wide = AxisScale(axis, values: [0.012, 700], padding: 0.03, start: 0, end: 230)
        #expect(AxisTicks(wide) { TextMetrics.width($0, size: 8) + 8 }.ticks.map(\.label) == ["0.01", "0.1", "1", "10", "100"])
    }

    @Test("labels never collide, for any range and length", arguments: [FigureAxis.Scale.linear, .logarithmic])
    func room(scale: FigureAxis.Scale) {
        for exponent in stride(from: -290, through: 290, by: 29) {
            for span in [1.0000001, 1.01, 1.7, 3, 10, 1e4, 1e9] {
                for length in [5.0, 30, 100, 400] {
                    let low = FigureNumber.powerOfTen(exponent)
                    let scale = AxisScale(
                        FigureAxis("x", scale: scale), values: [low, low * span], start: 0, end: length)
                    let ticks = AxisTicks(scale) { TextMetrics.width($0, size: 8) + 4 }
                    let boxes = ticks.ticks.compactMap { tick in
                        scale.place(tick.value).map {
                            FigureText(tick.label, at: FigurePoint($0, 0), anchor: .middle).box
                        }
                    }
                    #expect(boxes.count == ticks.ticks.count)
                    for (one, next) in zip(boxes, boxes.dropFirst()) { #expect(one.overlap(next) == 0) }
                    #expect(scale.low < scale.high)
                    for tick in ticks.ticks { #expect(scale.contains(tick.value)) }
                }
            }
        }
    }

    @Test("places, limits and what cannot be drawn")
    func places() {
        let linear = AxisScale(FigureAxis("x", limits: 2 ... 4), values: [100], start: 10, end: 30)
        #expect(linear.place(3) == 20)
        #expect(linear.place(.nan) == nil && linear.place(.infinity) == nil && linear.place(1e301) == nil)
        #expect(!linear.contains(5) && linear.contains(4))
        let decades = AxisScale(
            FigureAxis("x", scale: .logarithmic, limits: 0.1 ... 1000), values: [], start: 100, end: 0)
        #expect((decades.place(1) ?? 0).distance(to: 75).magnitude < 1e-9)
        #expect(decades.place(0) == nil && decades.placeOrFloor(0) == 100 && decades.placeOrFloor(-3) == 100)
        #expect(decades.placeOrFloor(.nan) == nil)
        // One value, equal values, none: an axis all the same.
        for values in [[7.0], [0], [-3, -3], [], [.nan]] {
            let scale = AxisScale(FigureAxis("x"), values: values, start: 0, end: 1)
            #expect(scale.low < scale.high)
        }
        // Limits that make no sense on this axis are not used.
        let useless = AxisScale(
            FigureAxis("x", scale: .logarithmic, limits: -1 ... 1), values: [10, 100], start: 0, end: 1)
        #expect(useless.low > 5 && useless.high < 200)
    }

    @Test("our logarithm is the C library's, to the last digits")
    func logarithm() {
        for exponent in -300 ... 300 {
            #expect(
                abs(FigureNumber.log10(FigureNumber.powerOfTen(exponent)) - Double(exponent)) <= 1e-15
                    * Double(abs(exponent)))
            let value = FigureNumber.powerOfTen(exponent) * (1 + Double(abs(exponent)) * 0.029)
            #expect(
                abs(FigureNumber.log10(value) - Foundation.log10(value)) <= 4e-16 * max(1, abs(Foundation.log10(value)))
            )
        }
        #expect(FigureNumber.log10(1) == 0)
        #expect(FigureNumber.log10(0) == -.infinity && FigureNumber.log10(-1).isNaN)
    }

    @Test(
        arguments: zip(
            [0, -0.001, 12.345, -12.5, 1e9, .nan, 0.07], ["0", "0", "12.35", "-12.5", "1000000", "0", "0.07"]))
    func coordinates(value: Double, text: String) {
        #expect(FigureNumber.coordinate(value) == text)
    }
}
