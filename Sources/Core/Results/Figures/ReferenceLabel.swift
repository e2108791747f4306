extension LineChart.Reference {
    /// Along the line, on both of its sides; at its ends first.
    func labelCandidates(at place: Double, in plot: FigureBox) -> [(text: FigureText, cost: Double)] {
        let isX = axis == .x
        let room = (isX ? plot.height : plot.width) - 8
        let shown = TextMetrics.cut(label, to: room, size: FigureText.standardSize)
        let half = TextMetrics.width(shown, size: FigureText.standardSize) / 2 + 4
        return [1, 0, 0.85, 0.7, 0.55, 0.4, 0.25, 0.12].enumerated().flatMap { rank, part in
            [-1.0, 1.0].enumerated().map { sideRank, side in
                let offset = side * (FigureText.standardSize / 2 + 2.5)
                let along = half + part * ((isX ? plot.height : plot.width) - 2 * half)
                let point =
                    isX ? FigurePoint(place - offset, plot.maxY - along) : FigurePoint(plot.x + along, place + offset)
                let text = FigureText(
                    shown, at: point, colour: .muted, anchor: .middle, alignment: .middle, rotation: isX ? .up : .none,
                    hasHalo: true)
                return (text, Double(rank) * 2 + Double(sideRank))
            }
        }
    }
}
