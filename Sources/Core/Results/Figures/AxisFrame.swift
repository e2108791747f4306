/// The axes of a chart with numbers on its left, and numbers or categories below.
struct AxisFrame {
    /// One axis with its numbers.
    struct Side {
        let axis: FigureAxis
        let scale: AxisScale
        let ticks: AxisTicks
    }

    /// Nil for categories, which the chart itself sets.
    var bottom: Side?
    var left: Side
    var right: Side?

    private static let size = FigureText.standardSize
    private static let tickLength = 3.0
    /// From the axis to its numbers.
    private static let labelGap = 5.0
    /// From the numbers to the axis' name.
    private static let nameGap = 3.0
    private static let lineHeight = size * TextMetrics.lineHeight

    /// An axis along the bottom of the plot.
    static func bottom(_ axis: FigureAxis, values: [Double], plot: FigureBox) -> Side {
        let scale = AxisScale(axis, values: values, padding: 0.03, start: plot.x, end: plot.maxX)
        return Side(axis: axis, scale: scale, ticks: AxisTicks(scale) { TextMetrics.width($0, size: size) + 8 })
    }

    /// An axis along the left or right of the plot.
    ///
    /// - Parameter room: what its numbers may take in width; scales whose numbers are wider are not chosen.
    static func upright(_ axis: FigureAxis, values: [Double], plot: FigureBox, room: Double = .infinity) -> Side {
        let scale = AxisScale(axis, values: values, start: plot.maxY, end: plot.y)
        let ticks = AxisTicks(scale, limit: 7) { TextMetrics.width($0, size: size) > room ? .infinity : size + 7 }
        return Side(axis: axis, scale: scale, ticks: ticks)
    }

    /// What numbers and names take.
    func insets(plot: FigureBox) -> FigureInsets {
        var insets = FigureInsets(left: width(left, plot), right: 2, top: Self.size / 2 + 1, bottom: Self.size / 2 + 1)
        if let right { insets.right = width(right, plot) }
        if let bottom {
            insets.bottom = Self.labelGap + Self.size + Self.nameHeight(bottom.axis, plot.width)
            // The last number stands half outside.
            let overhang = bottom.ticks.ticks.last.map { TextMetrics.width($0.label, size: Self.size) / 2 } ?? 0
            insets.right = max(insets.right, overhang)
            insets.left = max(insets.left, overhang)
        }
        return insets
    }

    /// The room that numbers beside the plot have in an inset, once the axis' name has its own.
    static func numberRoom(inset: Double, axis: FigureAxis, plot: FigureBox) -> Double {
        inset - labelGap - nameHeight(axis, plot.height) + 0.01
    }

    /// - Parameter dividers: places of upright lines behind the data.
    func draw(plot: FigureBox, cell: FigureBox, dividers: [Double] = [], on canvas: some Canvas) {
        let thin = LineStroke(.grid, width: 0.6)
        for x in dividers { canvas.polyline([FigurePoint(x, plot.y), FigurePoint(x, plot.maxY)], thin) }
        for place in left.ticks.ticks.compactMap({ left.scale.place($0.value) }) {
            canvas.polyline([FigurePoint(plot.x, place), FigurePoint(plot.maxX, place)], thin)
        }
        drawUpright(left, plot, cell, isLeft: true, on: canvas)
        if let right { drawUpright(right, plot, cell, isLeft: false, on: canvas) }
        let axisStroke = LineStroke(.ink, width: 0.8)
        canvas.polyline([FigurePoint(plot.x, plot.maxY), FigurePoint(plot.maxX, plot.maxY)], axisStroke)
        guard let bottom else { return }
        for value in bottom.ticks.minor { tick(bottom, value, length: 1.8, plot, on: canvas) }
        for item in bottom.ticks.ticks {
            guard let x = bottom.scale.place(item.value) else { continue }
            tick(bottom, item.value, length: Self.tickLength, plot, on: canvas)
            canvas.text(
                FigureText(item.label, at: FigurePoint(x, plot.maxY + Self.labelGap), anchor: .middle, alignment: .top))
        }
        // The plot may be narrower than the room for the name was reckoned with.
        let room = cell.maxY - plot.maxY - Self.labelGap - Self.size - Self.nameGap
        Self.drawName(bottom.axis, below: plot, cell: cell, limit: Int(room / Self.lineHeight + 0.01), on: canvas)
    }

    /// The name of what is shown from left to right, at the cell's lower border.
    static func drawName(
        _ axis: FigureAxis, below plot: FigureBox, cell: FigureBox, limit: Int, on canvas: some Canvas
    ) {
        let lines = TextMetrics.lines(axis.heading, width: plot.width, size: size, limit: max(1, limit))
        for (index, line) in lines.enumerated() {
            let y = cell.maxY - Double(lines.count - index) * lineHeight + (lineHeight - size) / 2
            canvas.text(FigureText(line, at: FigurePoint(plot.middle.x, y), anchor: .middle, alignment: .top))
        }
    }

    private func drawUpright(
        _ side: Side, _ plot: FigureBox, _ cell: FigureBox, isLeft: Bool, on canvas: some Canvas
    ) {
        let x = isLeft ? plot.x : plot.maxX
        let sign = isLeft ? -1.0 : 1.0
        let stroke = LineStroke(.ink, width: 0.8)
        canvas.polyline([FigurePoint(x, plot.y), FigurePoint(x, plot.maxY)], stroke)
        for place in side.ticks.minor.compactMap({ side.scale.place($0) }) {
            canvas.polyline([FigurePoint(x, place), FigurePoint(x + sign * 1.8, place)], stroke)
        }
        for item in side.ticks.ticks {
            guard let place = side.scale.place(item.value) else { continue }
            canvas.polyline([FigurePoint(x, place), FigurePoint(x + sign * Self.tickLength, place)], stroke)
            canvas.text(
                FigureText(
                    item.label, at: FigurePoint(x + sign * Self.labelGap, place), anchor: isLeft ? .end : .start,
                    alignment: .middle))
        }
        let lines = Self.nameLines(side.axis, plot.height)
        for (index, line) in lines.enumerated() {
            let offset = Double(isLeft ? index : lines.count - index) * Self.lineHeight
            let edge = isLeft ? cell.x + offset : cell.maxX - offset
            let top = edge + (Self.lineHeight - Self.size) / 2
            canvas.text(
                FigureText(line, at: FigurePoint(top, plot.middle.y), anchor: .middle, alignment: .top, rotation: .up))
        }
    }

    private func tick(_ side: Side, _ value: Double, length: Double, _ plot: FigureBox, on canvas: some Canvas) {
        guard let x = side.scale.place(value) else { return }
        canvas.polyline(
            [FigurePoint(x, plot.maxY), FigurePoint(x, plot.maxY + length)], LineStroke(.ink, width: 0.8))
    }

    private func width(_ side: Side, _ plot: FigureBox) -> Double {
        let numbers = side.ticks.ticks.map { TextMetrics.width($0.label, size: Self.size) }.max() ?? 0
        return Self.labelGap + numbers + Self.nameHeight(side.axis, plot.height)
    }

    private static func nameHeight(_ axis: FigureAxis, _ length: Double) -> Double {
        let lines = nameLines(axis, length)
        return lines.isEmpty ? 0 : nameGap + Double(lines.count) * lineHeight
    }

    private static func nameLines(_ axis: FigureAxis, _ length: Double) -> [String] {
        TextMetrics.lines(axis.heading, width: length, size: size, limit: 2)
    }
}
