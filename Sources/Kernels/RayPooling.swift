// The first layer with weight tying: along a ray the |G| responses of a unit are |G| straight
// lines, and what is pooled of them is linear between the steps where another line wins (maximum)
// or one of them begins or ceases to respond (mean). Which runs there are, and what their ends are,
// does not depend on the order of the lines: for x and gx they are the same lines in another order.

/// One panel of the responses along one ray: start + α·slope for each group element.
struct ResponseLines {
    let start: PanelRow
    let slopes: UnsafePointer<Float>
    /// Floats from one element's slopes to the next one's.
    let stride: Int
    let order: Int

    @inline(__always)
    init(_ start: UnsafePointer<Float>, _ slopes: UnsafePointer<Float>, _ stride: Int, _ order: Int) {
        self.start = loadRow(start)
        self.slopes = slopes
        self.stride = stride
        self.order = order
    }

    @inline(__always) func slope(_ g: Int) -> PanelRow { loadRow(slopes + g * stride) }

    @inline(__always) func response(_ g: Int, _ alpha: Float) -> PanelRow { start + slope(g) * alpha }
}

/// How the lines are pooled.
protocol LinePooling {
    /// Whether nothing changes from one α to another, and so, by convexity, nothing between them.
    static func isAlike(_ lines: ResponseLines, _ alpha: Float, _ other: Float) -> Bool
    /// ReLU of the responses, pooled. `scratch` holds order·32 floats.
    static func pooled(_ lines: ResponseLines, _ alpha: Float, _ scratch: UnsafeMutablePointer<Float>) -> PanelRow
    /// Adds the parts of the pooled gradient, at this α, to each element's sums.
    static func share(
        _ gradient: PanelRow, _ lines: ResponseLines, _ alpha: Float, _ sums: UnsafeMutablePointer<Float>)
}

enum LargestLine: LinePooling {
    /// The largest response and the slope of its line. Where lines cross it is that of the steepest,
    /// which does not depend on their order.
    @inline(__always)
    static func winner(_ lines: ResponseLines, _ alpha: Float) -> (value: PanelRow, slope: PanelRow) {
        var slope = lines.slope(0)
        var value = lines.start + slope * alpha
        var g = 1
        while g < lines.order {
            let other = lines.slope(g)
            let x = lines.start + other * alpha
            let steeper = slope.replacing(with: other, where: slope .< other)
            slope = slope.replacing(with: steeper, where: x .== value)
            // NaN must win and stay, or a diverged network would look healthy.
            let isNumber = value .== value
            let wins = .!(x .<= value)
            slope = slope.replacing(with: slope.replacing(with: other, where: wins), where: isNumber)
            value = value.replacing(with: value.replacing(with: x, where: wins), where: isNumber)
            g += 1
        }
        return (value, slope)
    }

    /// The slope of the pooled response. No line that responds is told from one that does not by
    /// its slope alone, so the latter counts as infinite.
    @inline(__always)
    private static func direction(_ lines: ResponseLines, _ alpha: Float) -> PanelRow {
        let (value, slope) = winner(lines, alpha)
        return slope.replacing(with: Float.infinity, where: value .<= 0)
    }

    @inline(__always)
    static func isAlike(_ lines: ResponseLines, _ alpha: Float, _ other: Float) -> Bool {
        direction(lines, alpha).differingBits(direction(lines, other)) == 0
    }

    @inline(__always)
    static func pooled(_ lines: ResponseLines, _ alpha: Float, _ scratch: UnsafeMutablePointer<Float>) -> PanelRow {
        let value = winner(lines, alpha).value
        return value.replacing(with: 0, where: value .<= 0)
    }

    /// The winning line gets it all; lines that are the same one get equal parts.
    @inline(__always)
    static func share(
        _ gradient: PanelRow, _ lines: ResponseLines, _ alpha: Float, _ sums: UnsafeMutablePointer<Float>
    ) {
        let (value, slope) = winner(lines, alpha)
        let one = PanelRow(repeating: 1)
        var winners = PanelRow.zero
        var g = 0
        while g < lines.order {
            winners += PanelRow.zero.replacing(with: one, where: lines.slope(g) .== slope)
            g += 1
        }
        let part = (gradient / winners).replacing(with: 0, where: value .<= 0)
        g = 0
        while g < lines.order {
            let sum = sums + g * lines.stride
            storeRow(loadRow(sum) + PanelRow.zero.replacing(with: part, where: lines.slope(g) .== slope), sum)
            g += 1
        }
    }
}

enum MeanOfLines: LinePooling {
    @inline(__always)
    static func isAlike(_ lines: ResponseLines, _ alpha: Float, _ other: Float) -> Bool {
        var changed: UInt32 = 0
        var g = 0
        while g < lines.order {
            changed |= lines.response(g, alpha).respondingBits ^ lines.response(g, other).respondingBits
            g += 1
        }
        return changed == 0
    }

    /// Summed in ascending order, so that the order of the orbit cannot matter.
    @inline(__always)
    static func pooled(_ lines: ResponseLines, _ alpha: Float, _ scratch: UnsafeMutablePointer<Float>) -> PanelRow {
        var g = 0
        while g < lines.order {
            var x = lines.response(g, alpha)
            x = x.replacing(with: 0, where: x .<= 0)
            var i = 0
            while i < g {
                let kept = loadRow(scratch + i * panelWidth)
                let swap = x .< kept
                storeRow(kept.replacing(with: x, where: swap), scratch + i * panelWidth)
                x = x.replacing(with: kept, where: swap)
                i += 1
            }
            storeRow(x, scratch + g * panelWidth)
            g += 1
        }
        var sum = loadRow(scratch)
        g = 1
        while g < lines.order {
            sum += loadRow(scratch + g * panelWidth)
            g += 1
        }
        return sum / Float(lines.order)
    }

    @inline(__always)
    static func share(
        _ gradient: PanelRow, _ lines: ResponseLines, _ alpha: Float, _ sums: UnsafeMutablePointer<Float>
    ) {
        let part = gradient / Float(lines.order)
        var g = 0
        while g < lines.order {
            let sum = sums + g * lines.stride
            storeRow(loadRow(sum) + part.replacing(with: 0, where: lines.response(g, alpha) .<= 0), sum)
            g += 1
        }
    }
}
