// The first layer with weight tying: along a ray the |G| responses of a unit are |G| straight
// lines, and what is pooled of them is linear between the steps where another line wins (maximum)
// or one of them begins or ceases to respond (mean). Which runs there are, and what their ends are,
// does not depend on the order of the lines: for x and gx they are the same lines in another order.

/// The responses of half a panel of units along one ray: start + α·slope for each group element.
struct ResponseLines {
    typealias Half = PanelRow.Half

    let start: Half
    let slopes: UnsafePointer<Float>
    /// Floats from one element's slopes to the next one's.
    let stride: Int
    let order: Int

    @inline(__always)
    init(_ start: UnsafePointer<Float>, _ slopes: UnsafePointer<Float>, _ stride: Int, _ order: Int) {
        self.start = loadHalf(start)
        self.slopes = slopes
        self.stride = stride
        self.order = order
    }

    @inline(__always) func slope(_ g: Int) -> Half { loadHalf(slopes + g * stride) }

    @inline(__always) func response(_ g: Int, _ alpha: Float) -> Half { start + slope(g) * Half(repeating: alpha) }
}

/// How the lines are pooled.
protocol LinePooling {
    /// Whether nothing changes from one α to another, and so, by convexity, nothing between them.
    static func isAlike(_ lines: ResponseLines, _ alpha: Float, _ other: Float) -> Bool
    /// ReLU of the responses, pooled. `scratch` holds order·16 floats.
    static func pooled(_ lines: ResponseLines, _ alpha: Float, _ scratch: UnsafeMutablePointer<Float>) -> PanelRow.Half
    /// Adds the parts of the pooled gradient, at this α, to each element's sums.
    static func share(
        _ gradient: PanelRow.Half, _ lines: ResponseLines, _ alpha: Float, _ sums: UnsafeMutablePointer<Float>)
}

enum LargestLine: LinePooling {
    typealias Half = PanelRow.Half

    @inline(__always)
    private static func largest(_ lines: ResponseLines, _ alpha: Float) -> Half {
        var value = lines.response(0, alpha)
        var g = 1
        while g < lines.order {
            let x = lines.response(g, alpha)
            // NaN must win and stay, or a diverged network would look healthy.
            value = value.replacing(with: x, where: x .> value)
            value = value.replacing(with: x, where: .!(x .== x))
            g += 1
        }
        return value
    }

    /// The slope of the largest response. Where lines cross it is that of the steepest, which does
    /// not depend on their order.
    @inline(__always)
    private static func slope(_ lines: ResponseLines, _ alpha: Float, largest: Half) -> Half {
        let none = Half(repeating: -Float.infinity)
        var slope = none
        var g = 0
        while g < lines.order {
            let candidate = none.replacing(with: lines.slope(g), where: lines.response(g, alpha) .== largest)
            slope = slope.replacing(with: candidate, where: candidate .> slope)
            g += 1
        }
        return slope
    }

    /// The slope of the pooled response; infinite where no line responds, for nothing else tells
    /// that from a line of slope 0.
    @inline(__always)
    private static func direction(_ lines: ResponseLines, _ alpha: Float) -> Half {
        let value = largest(lines, alpha)
        return slope(lines, alpha, largest: value).replacing(with: Float.infinity, where: value .<= 0)
    }

    @inline(__always)
    static func isAlike(_ lines: ResponseLines, _ alpha: Float, _ other: Float) -> Bool {
        direction(lines, alpha).differingBits(direction(lines, other)) == 0
    }

    @inline(__always)
    static func pooled(_ lines: ResponseLines, _ alpha: Float, _ scratch: UnsafeMutablePointer<Float>) -> Half {
        let value = largest(lines, alpha)
        return value.replacing(with: 0, where: value .<= 0)
    }

    /// The winning line gets it all; lines that are the same one get equal parts.
    @inline(__always)
    static func share(
        _ gradient: Half, _ lines: ResponseLines, _ alpha: Float, _ sums: UnsafeMutablePointer<Float>
    ) {
        let value = largest(lines, alpha)
        let slope = slope(lines, alpha, largest: value)
        let one = Half(repeating: 1)
        var winners = Half.zero
        var g = 0
        while g < lines.order {
            winners += Half.zero.replacing(with: one, where: lines.slope(g) .== slope)
            g += 1
        }
        let part = (gradient / winners).replacing(with: 0, where: value .<= 0)
        g = 0
        while g < lines.order {
            let sum = sums + g * lines.stride
            storeHalf(loadHalf(sum) + Half.zero.replacing(with: part, where: lines.slope(g) .== slope), sum)
            g += 1
        }
    }
}

enum MeanOfLines: LinePooling {
    typealias Half = PanelRow.Half

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
    static func pooled(_ lines: ResponseLines, _ alpha: Float, _ scratch: UnsafeMutablePointer<Float>) -> Half {
        var g = 0
        while g < lines.order {
            var x = lines.response(g, alpha)
            x = x.replacing(with: 0, where: x .<= 0)
            var i = 0
            while i < g {
                let kept = loadHalf(scratch + i * halfWidth)
                let swap = x .< kept
                storeHalf(kept.replacing(with: x, where: swap), scratch + i * halfWidth)
                x = x.replacing(with: kept, where: swap)
                i += 1
            }
            storeHalf(x, scratch + g * halfWidth)
            g += 1
        }
        var sum = loadHalf(scratch)
        g = 1
        while g < lines.order {
            sum += loadHalf(scratch + g * halfWidth)
            g += 1
        }
        return sum / Half(repeating: Float(lines.order))
    }

    @inline(__always)
    static func share(
        _ gradient: Half, _ lines: ResponseLines, _ alpha: Float, _ sums: UnsafeMutablePointer<Float>
    ) {
        let part = gradient / Half(repeating: Float(lines.order))
        var g = 0
        while g < lines.order {
            let sum = sums + g * lines.stride
            storeHalf(loadHalf(sum) + part.replacing(with: 0, where: lines.response(g, alpha) .<= 0), sum)
            g += 1
        }
    }
}
