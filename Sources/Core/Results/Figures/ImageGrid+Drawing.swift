extension ImageGrid {
    private static let size = FigureText.standardSize
    private static let lineHeight = size * TextMetrics.lineHeight
    private static let gap = 3.0
    /// Larger, single pixels are all that is seen.
    private static let largestPicture = 90.0
    /// The colour bar with its numbers and name.
    private static let barRoom = 58.0

    /// Where everything goes in a given width, from the upper left corner.
    private struct Layout {
        let rowLabels: [[String]]
        let columnLabels: [[String]]
        let left: Double
        let top: Double
        let picture: Double
        let height: Double
    }

    private func layout(_ width: Double) -> Layout {
        let labelWidth = width * 0.22
        let rowLabels = rows.map { TextMetrics.lines($0.label, width: labelWidth, size: Self.size, limit: 4) }
        let widest = rowLabels.joined().map { TextMetrics.width($0, size: Self.size) }.max() ?? 0
        let left = widest > 0 ? widest + 6 : 0
        let count = Double(max(columnCount, 1))
        let room = width - left - (usedSaliencyTop == nil ? 0 : Self.barRoom)
        let picture = min(max((room - Self.gap * (count - 1)) / count, 4), Self.largestPicture)
        // Over pictures narrower than an ellipsis no label keeps to its own.
        let columnLabels =
            picture < Self.lineHeight
            ? []
            : columns.map {
                TextMetrics.lines($0, width: picture, size: Self.size, limit: 2)
            }
        let lines = columnLabels.map(\.count).max() ?? 0
        let top = lines > 0 ? Double(lines) * Self.lineHeight + 2 : 0
        let rowCount = Double(max(rows.count, 1))
        return Layout(
            rowLabels: rowLabels, columnLabels: columnLabels, left: left, top: top, picture: picture,
            height: top + rowCount * picture + (rowCount - 1) * Self.gap)
    }

    /// What the column labels and all rows of pictures take in that width, in points.
    public func height(forWidth width: Double) -> Double { layout(width).height }

    /// Pictures with their labels, a crossed-out box for each that is missing, and the scale of the saliency's colours.
    public func draw(in plot: FigureBox, cell: FigureBox, styles: FigureStyles, on canvas: some Canvas) {
        let layout = layout(cell.width)
        let step = layout.picture + Self.gap
        let corner = FigurePoint(cell.x + layout.left, cell.y + layout.top)
        for (index, lines) in layout.columnLabels.enumerated() {
            let x = corner.x + Double(index) * step + layout.picture / 2
            for (lineIndex, line) in lines.enumerated() {
                let y = corner.y - 2 - Double(lines.count - lineIndex) * Self.lineHeight
                canvas.text(FigureText(line, at: FigurePoint(x, y), anchor: .middle, alignment: .top))
            }
        }
        for (index, row) in rows.enumerated() {
            let y = corner.y + Double(index) * step
            // No more lines than stand beside the picture.
            let lines = layout.rowLabels[index].prefix(Int(step / Self.lineHeight))
            for (lineIndex, line) in lines.enumerated() {
                let offset = (Double(lineIndex) - Double(lines.count - 1) / 2) * Self.lineHeight
                canvas.text(
                    FigureText(
                        line, at: FigurePoint(corner.x - 6, y + layout.picture / 2 + offset), anchor: .end,
                        alignment: .middle))
            }
            for column in 0 ..< columnCount {
                let box = FigureBox(
                    x: corner.x + Double(column) * step, y: y, width: layout.picture, height: layout.picture)
                let picture = row.pictures.indices.contains(column) ? row.pictures[column] : nil
                if let image = picture.flatMap(pixels) {
                    canvas.image(image, in: box)
                    canvas.rectangle(box, fill: nil, stroke: LineStroke(.muted, width: 0.4))
                } else {
                    canvas.rectangle(box, fill: nil, stroke: LineStroke(.grid, width: 0.8))
                    canvas.polyline(
                        [FigurePoint(box.x, box.maxY), FigurePoint(box.maxX, box.y)], LineStroke(.grid, width: 0.8))
                }
            }
        }
        if let top = usedSaliencyTop, columnCount > 0, !rows.isEmpty {
            let x = corner.x + Double(columnCount) * step + 7
            let height = min(layout.height - layout.top, 130)
            drawBar(FigureBox(x: x, y: corner.y, width: 8, height: height), top: top, on: canvas)
        }
    }

    private func drawBar(_ bar: FigureBox, top: Double, on canvas: some Canvas) {
        var image = PixelImage(width: 1, height: 64)
        for y in 0 ..< 64 { image.set(x: 0, y: y, to: colours.colour(1 - (Double(y) + 0.5) / 64)) }
        canvas.image(image, in: bar)
        canvas.rectangle(bar, fill: nil, stroke: LineStroke(.ink, width: 0.5))
        let axis = FigureAxis(saliencyLabel, limits: 0 ... top)
        let side = AxisFrame.upright(axis, values: [], plot: bar, room: 24)
        for tick in side.ticks.ticks {
            guard let y = side.scale.place(tick.value) else { continue }
            canvas.polyline([FigurePoint(bar.maxX, y), FigurePoint(bar.maxX + 2, y)], LineStroke(.ink, width: 0.6))
            canvas.text(FigureText(tick.label, at: FigurePoint(bar.maxX + 4, y), alignment: .middle))
        }
        let name = TextMetrics.cut(saliencyLabel, to: bar.height, size: Self.size)
        canvas.text(
            FigureText(
                name, at: FigurePoint(bar.maxX + 31, bar.middle.y), anchor: .middle, alignment: .top, rotation: .up))
    }
}
