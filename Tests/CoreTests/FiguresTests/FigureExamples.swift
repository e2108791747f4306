@testable import Core

/// Figures of every kind, with the data that breaks drawing programs.
enum FigureExamples {
    static let long = "A very long label that goes on and on, beyond anything that fits beside an axis in_a_paper.json"

    static let all: [(name: String, figure: Figure)] = [
        ("drift", Figure(title: "Drift", caption: long, panels: [drift("R4", 1), drift("T3", 1e-7)], columns: 2)),
        ("tradeoff", Figure(title: "Trade-off", panels: [tradeoff, tradeoff, training, empty], columns: 2)),
        ("latent", Figure(title: "Latent", panels: [latent(axes: false), latent(axes: true)], columns: 2)),
        ("groups", Figure(title: "Groups", panels: [groups(.dots), groups(.bars)])),
        ("saliency", Figure(title: "Saliency", panels: [grid], widthInCentimetres: 14)),
        (
            "mixed",
            Figure(
                title: long, caption: long, panels: [cruel, grid, groups(.dots), latent(axes: true), lonely], columns: 3
            )
        ),
        ("narrow", Figure(title: long, panels: [cruel, grid, groups(.bars)], widthInCentimetres: 1)),
        ("huge", Figure(title: "", panels: [extreme], widthInCentimetres: .infinity, panelHeightInCentimetres: .nan)),
        ("nothing", Figure(title: "", panels: [])),
    ]

    static func drift(_ title: String, _ scale: Double) -> LineChart {
        let series = ["DA", "WT", "IR"].enumerated().flatMap { index, name in
            let points = (0 ... 10).map { Double($0) / 10 }
            let size = Double(2 - index) * scale
            return [
                LineChart.Series(name, points: points.map { .init(x: $0, y: size * (1 + $0), deviation: 0.1 * size) }),
                LineChart.Series(
                    name, side: .right, points: points.map { .init(x: $0, y: 1 - $0 * $0 / 2, deviation: 0.03) }),
            ]
        }
        return LineChart(
            title: title, x: FigureAxis("β"), left: FigureAxis("DI", unit: "nats"),
            right: FigureAxis("accuracy ratio", unit: "%"),
            series: series)
    }

    static let tradeoff = LineChart(
        title: "SI", x: FigureAxis("ν", scale: .logarithmic), left: FigureAxis("SI"),
        series: [
            .init(
                "IR",
                points: zip([0, 0.1, 1, 3, 10], [0.3, 0.5, 0.9, 0.94, 0.96]).map {
                    .init(x: $0, y: $1, deviation: 0.02)
                })
        ],
        references: [.init("SI = 0.95", at: 0.95), .init("ν = 1", at: 1, on: .x), .init("far", at: .nan)],
        marks: [.init("knee", x: 1, y: 0.9), .init("crossing", x: 5, y: 0.95)])

    /// A gap, a series of zeros on a logarithmic axis, one lonely point after a gap.
    static let training = LineChart(
        x: FigureAxis("epoch"), left: FigureAxis("LI", scale: .logarithmic),
        series: [
            .init(
                "DA",
                points: (0 ..< 60).map {
                    .init(x: Double($0), y: (20 ..< 28).contains($0) ? .nan : Double($0 + 1), deviation: 3)
                }),
            .init("WT", points: (0 ..< 60).map { .init(x: Double($0), y: 0) }),
            .init(
                "IR", points: [.init(x: 1, y: 1e-9), .init(x: 2, y: .infinity), .init(x: 3, y: 1e3, deviation: .nan)]),
        ])

    static let empty = LineChart(
        x: FigureAxis("x", scale: .logarithmic), left: FigureAxis("y", scale: .logarithmic), right: FigureAxis("z"),
        series: [.init("none", points: [])])

    static let lonely = LineChart(
        x: FigureAxis("x"), left: FigureAxis("y", unit: "kg"),
        series: [.init("one", points: [.init(x: 7, y: 123_456.789, deviation: 1)])])

    static let extreme = LineChart(
        x: FigureAxis("x", limits: 0 ... 1), left: FigureAxis("y"),
        right: FigureAxis("z", scale: .logarithmic, limits: -1 ... 1),
        series: [
            .init(
                "a",
                points: [
                    .init(x: -1e300, y: -1e300), .init(x: 1e300, y: 1e300), .init(x: 0, y: .leastNonzeroMagnitude),
                ]),
            .init(
                "b", side: .right,
                points: [.init(x: 0, y: .leastNonzeroMagnitude), .init(x: 1, y: 1e308, deviation: 1e308)]),
        ])

    static let cruel = LineChart(
        title: long, x: FigureAxis(long), left: FigureAxis(long, unit: "kilograms"), right: FigureAxis(long),
        series: [
            .init(long, points: [.init(x: 1, y: 123_456.789, deviation: 2)]),
            .init("<&\"'\u{1}>" + long, side: .right, points: []),
        ],
        references: [.init(long, at: 123_457)], marks: [.init(long, x: 1, y: 123_456.789)])

    static func latent(axes: Bool) -> ScatterChart {
        var stream = RandomWalk()
        let classes = (0 ..< 10).map { index in
            ScatterChart.Class(
                "digit \(index)",
                points: (0 ..< 60).map { _ in
                    FigureValue(Double(index % 4) * 9 + stream.next(), Double(index / 4) * 9 + stream.next())
                })
        }
        let orbits = [
            ScatterChart.Orbit(
                "invariant", points: [FigureValue](repeating: FigureValue(3, 4), count: 4), isClosed: true),
            ScatterChart.Orbit("T6", points: (0 ..< 6).map { FigureValue(Double($0) * 6, Double($0 * $0 % 5) * 5) }),
            ScatterChart.Orbit("broken", points: [FigureValue(1, 1), FigureValue(.nan, 0), FigureValue(20, 3)]),
            ScatterChart.Orbit("long", points: (0 ..< 36).map { FigureValue(Double($0), Double($0 % 7)) }),
        ]
        return ScatterChart(
            title: "t-SNE", classes: classes + [.init("lost", points: [FigureValue(.nan, .infinity)])], orbits: orbits,
            axes: axes ? .init(x: FigureAxis("first"), y: FigureAxis("second", unit: "a.u.")) : nil)
    }

    static func groups(_ style: DotChart.Style) -> DotChart {
        DotChart(
            title: "LI", groups: ["R4", "T3", long, "D4"], groupLabel: "group",
            value: FigureAxis("LI", scale: style == .dots ? .logarithmic : .linear),
            methods: [
                .init("WT", entries: [.init(values: [0, 0, 0]), .init(values: [0]), nil]),
                .init(
                    "DA",
                    entries: [
                        .init(values: [98, 95, 90], mean: 94.3, halfWidth: 200), .init(values: [.nan, .infinity]),
                    ]),
                .init(
                    "IR",
                    entries: [
                        .init(values: []), nil, .init(values: [3], mean: 3, halfWidth: .nan), .init(values: [-5, 2]),
                    ]),
            ], style: style, references: [.init("limit", at: 10), .init("elsewhere", at: 5, on: .x)])
    }

    static let grid = ImageGrid(
        title: "Orbit", side: 36, columns: ["e", long, "g²"],
        rows: [
            .init("DA", pictures: [picture(0), picture(1), nil, picture(2)]),
            .init(
                long,
                pictures: [
                    .init(pixels: [1, 2, 3]),
                    .init(pixels: [Float](repeating: .nan, count: 1296), saliency: [.infinity, -1, .nan]),
                ]),
        ])

    static func picture(_ seed: Int) -> ImageGrid.Picture {
        let pixels = (0 ..< 1296).map { Float(($0 * (seed + 3)) % 97) / 96 }
        return .init(pixels: pixels, saliency: pixels.map { $0 > 0.7 ? $0 : 0 })
    }

    /// Numbers between -3 and 3, the same each time.
    private struct RandomWalk {
        var state: UInt64 = 7
        mutating func next() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 11) / 9_007_199_254_740_992 * 6 - 3
        }
    }
}
