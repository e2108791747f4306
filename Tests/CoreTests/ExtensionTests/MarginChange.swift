@testable import Core

/// How far the label's lead over the next class moves under g: |m(x) − m(gx)|, in logits.
enum MarginChange: PairMeasure {
    static var name: String { "margin_change" }
    static var meaning: String { "How far the label's lead over the next class moves under g, in logits." }
    static var scale: MeasureScale { .decades }

    static func value(_ x: LogitRow, _ gx: LogitRow, label: Int) -> Double {
        (margin(x, label) - margin(gx, label)).magnitude
    }

    private static func margin(_ row: LogitRow, _ label: Int) -> Double {
        var next = -Float.infinity
        for c in 0 ..< row.count where c != label { next = max(next, row[class: c]) }
        return Double(row[class: label]) - Double(next)
    }
}
