/// The points of one series as places in the plot.
struct DrawnSeries {
    /// Points in a row without a gap between them.
    let runs: [[FigurePoint]]
    /// What lies at the lower end of a logarithmic axis because it is zero or less.
    let floored: [FigurePoint]
    let isRight: Bool
    /// The bands' upper and lower borders, in runs as well.
    private let bands: [[(upper: FigurePoint, lower: FigurePoint)]]

    init(_ series: LineChart.Series, x: AxisScale, y: AxisScale, isRight: Bool) {
        self.isRight = isRight
        var runs: [[FigurePoint]] = [[]]
        var bands: [[(upper: FigurePoint, lower: FigurePoint)]] = [[]]
        var floored: [FigurePoint] = []
        for point in series.points {
            guard let placeX = x.place(point.x), let placeY = y.place(point.y) else {
                if let placeX = x.placeOrFloor(point.x), let placeY = y.placeOrFloor(point.y) {
                    floored.append(FigurePoint(placeX, placeY))
                }
                runs.append([])
                bands.append([])
                continue
            }
            runs[runs.count - 1].append(FigurePoint(placeX, placeY))
            if let deviation = point.deviation, deviation >= 0, let upper = y.place(point.y + deviation),
                let lower = y.placeOrFloor(point.y - deviation)
            {
                bands[bands.count - 1].append((FigurePoint(placeX, upper), FigurePoint(placeX, lower)))
            } else {
                bands.append([])
            }
        }
        self.runs = runs.filter { !$0.isEmpty }
        self.bands = bands.filter { !$0.isEmpty }
        // Of a long row of them about twelve, as of markers.
        let step = floored.count <= 25 ? 1 : (floored.count + 11) / 12
        self.floored = floored.enumerated().filter { $0.offset % step == 0 }.map(\.element)
    }

    /// Pale, for lines are seen through it, and other bands.
    static func bandFill(_ look: SeriesLook) -> AreaFill { AreaFill(look.colour, opacity: 0.18) }

    /// A point alone has a bar instead of a band, which would have no width.
    func drawBands(_ look: SeriesLook, on canvas: some Canvas) {
        for band in bands {
            if band.count > 1 {
                canvas.polygon(band.map(\.upper) + band.reversed().map(\.lower), fill: Self.bandFill(look), stroke: nil)
            } else {
                for place in band where place.upper != place.lower {
                    canvas.polyline([place.upper, place.lower], LineStroke(look.colour, width: 1.1))
                }
            }
        }
    }

    /// All points of a short series, about twelve of a long one, and always those that stand alone.
    ///
    /// - Parameter offset: differs between series, so that their markers do not lie on each other.
    func markers(offset: Int) -> [FigurePoint] {
        let count = runs.reduce(0) { $0 + $1.count }
        let step = count <= 25 ? 1 : (count + 11) / 12
        var result: [FigurePoint] = []
        var index = offset * max(1, step / 4)
        for run in runs {
            for point in run {
                if index % step == 0 || run.count == 1 { result.append(point) }
                index += 1
            }
        }
        return result
    }
}
