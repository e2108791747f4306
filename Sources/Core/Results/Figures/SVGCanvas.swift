import Foundation

/// Writes SVG: a `viewBox` in points, text as `<text>`, a CSS class per colour, title and description for
/// screen readers. The same calls give the same bytes on every machine.
public final class SVGCanvas: Canvas {
    /// Fonts whose letters are no wider than the table of `TextMetrics`.
    static let fonts = "DejaVu Sans, Verdana, Bitstream Vera Sans, Helvetica, Arial, sans-serif"

    private let size: FigureSize
    /// In front of every id: several figures may stand in one page.
    private let prefix: String
    private let head: String
    private var body = ""
    private var clips = 0

    /// - Parameters:
    ///   - name: told apart from those of other figures in the same page.
    ///   - title: what the picture is, for `<title>`.
    ///   - description: what it shows, for `<desc>`.
    public init(size: FigureSize, name: String, title: String, description: String) {
        self.size = size
        prefix = Self.prefix(name)
        let (width, height) = (FigureNumber.coordinate(size.width), FigureNumber.coordinate(size.height))
        head = """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)pt" height="\(height)pt" viewBox="0 0 \(width) \(height)" \
            role="img" aria-labelledby="\(prefix)-title \(prefix)-desc" font-family="\(Self.fonts)">
            <title id="\(prefix)-title">\(XMLText.escaped(title))</title>
            <desc id="\(prefix)-desc">\(XMLText.escaped(description))</desc>

            """
    }

    private static func prefix(_ name: String) -> String {
        let letters = name.unicodeScalars.map { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || ("0" ... "9").contains(scalar))
                ? String(scalar) : "-"
        }
        // An id begins with a letter.
        return "f-" + letters.joined()
    }

    /// Whether a file is one that a canvas of that name wrote.
    static func isOwn(_ file: Data, name: String) -> Bool {
        let head = String(decoding: file.prefix(1000), as: UTF8.self)
        let prefix = prefix(name)
        return head.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" width=")
            && head.contains("aria-labelledby=\"\(prefix)-title \(prefix)-desc\" font-family=\"\(fonts)\">")
    }

    /// The whole file, with a line feed at its end.
    public var text: String { head + body + "</svg>\n" }

    /// One `<path>`.
    public func polyline(_ points: [FigurePoint], _ stroke: LineStroke) {
        guard points.count > 1 else { return }
        element("<path d=\"\(Self.path(points))\"", fill: nil, stroke: stroke)
    }

    /// One closed `<path>`.
    public func polygon(_ points: [FigurePoint], fill: AreaFill?, stroke: LineStroke?) {
        guard points.count > 2 else { return }
        element("<path d=\"\(Self.path(points))Z\"", fill: fill, stroke: stroke)
    }

    /// One `<rect>`.
    public func rectangle(_ box: FigureBox, fill: AreaFill?, stroke: LineStroke?) {
        element("<rect \(Self.place(box))", fill: fill, stroke: stroke)
    }

    /// One `<path>` for all, or one for each where shapes have both fill and border and would shine through.
    public func markers(
        _ shape: MarkerShape, at centres: [FigurePoint], radius: Double, fill: AreaFill?, stroke: LineStroke?
    ) {
        guard !centres.isEmpty else { return }
        // With fill and border one by one, or the borders of those below would shine through.
        if !shape.isOpen, fill != nil, stroke != nil, centres.count > 1 {
            for centre in centres { markers(shape, at: [centre], radius: radius, fill: fill, stroke: stroke) }
            return
        }
        // Otherwise one element for all: thousands of points stay a small file.
        let number = FigureNumber.coordinate
        let path = centres.map { centre in
            guard shape != .circle else {
                let (r, d) = (number(radius), number(2 * radius))
                return
                    "M\(number(centre.x - radius)) \(number(centre.y))a\(r) \(r) 0 1 1 \(d) 0a\(r) \(r) 0 1 1-\(d) 0z"
            }
            return shape.outlines.map { outline in
                Self.path(outline.map { FigurePoint(centre.x + $0.x * radius, centre.y + $0.y * radius) })
                    + (shape.isOpen ? "" : "Z")
            }.joined()
        }.joined()
        element("<path d=\"\(path)\"", fill: shape.isOpen ? nil : fill, stroke: stroke)
    }

    /// An `<image>` with the pixels as PNG in it.
    public func image(_ image: PixelImage, in box: FigureBox) {
        let data = Data(PNGEncoder.bytes(image)).base64EncodedString()
        body +=
            "<image \(Self.place(box)) preserveAspectRatio=\"none\" image-rendering=\"pixelated\" "
            + "style=\"image-rendering:crisp-edges;image-rendering:pixelated\" href=\"data:image/png;base64,\(data)\"/>\n"
    }

    /// One `<text>`, or two with the halo behind.
    public func text(_ text: FigureText) {
        let (x, y) = (FigureNumber.coordinate(text.position.x), FigureNumber.coordinate(text.position.y))
        var tag = "<text x=\"\(x)\" y=\"\(y)\" font-size=\"\(FigureNumber.coordinate(text.size))\""
        if text.weight == .bold { tag += " font-weight=\"bold\"" }
        if text.anchor != .start { tag += " text-anchor=\"\(text.anchor.rawValue)\"" }
        switch text.rotation {
        case .none: break
        case .up: tag += " transform=\"rotate(-90 \(x) \(y))\""
        case .down: tag += " transform=\"rotate(90 \(x) \(y))\""
        }
        let content = XMLText.escaped(text.text)
        // Two elements, not paint-order: several programs that read SVG do not know that.
        if text.hasHalo {
            body += tag + " fill=\"none\" " + Self.attributes(.halo) + " aria-hidden=\"true\">\(content)</text>\n"
        }
        body += tag + " class=\"fill-\(text.colour.name)\" fill=\"\(text.colour.hexadecimal)\">\(content)</text>\n"
    }

    /// A `<g>` with a clip path of its own.
    public func clipped(to box: FigureBox, _ draw: () -> Void) {
        clips += 1
        let id = "\(prefix)-clip\(clips)"
        body += "<clipPath id=\"\(id)\"><rect \(Self.place(box))/></clipPath>\n<g clip-path=\"url(#\(id))\">\n"
        draw()
        body += "</g>\n"
    }

    private func element(_ start: String, fill: AreaFill?, stroke: LineStroke?) {
        let classes = [fill.map { "fill-\($0.colour.name)" }, stroke.map { "stroke-\($0.colour.name)" }].compactMap(
            \.self)
        var tag = start
        if !classes.isEmpty { tag += " class=\"\(classes.joined(separator: " "))\"" }
        tag += " fill=\"\(fill?.colour.hexadecimal ?? "none")\""
        if let fill, fill.opacity < 1 { tag += " fill-opacity=\"\(FigureNumber.coordinate(fill.opacity))\"" }
        if let stroke { tag += " " + Self.values(stroke) }
        body += tag + "/>\n"
    }

    private static func attributes(_ stroke: LineStroke) -> String {
        "class=\"stroke-\(stroke.colour.name)\" " + values(stroke)
    }

    private static func values(_ stroke: LineStroke) -> String {
        var result =
            "stroke=\"\(stroke.colour.hexadecimal)\" stroke-width=\"\(FigureNumber.coordinate(stroke.width))\""
            + " stroke-linejoin=\"round\""
        if stroke.dash.isEmpty {
            result += " stroke-linecap=\"round\""
        } else {
            result += " stroke-dasharray=\"\(stroke.dash.map(FigureNumber.coordinate).joined(separator: " "))\""
        }
        if stroke.opacity < 1 { result += " stroke-opacity=\"\(FigureNumber.coordinate(stroke.opacity))\"" }
        return result
    }

    private static func place(_ box: FigureBox) -> String {
        let number = FigureNumber.coordinate
        return
            "x=\"\(number(box.x))\" y=\"\(number(box.y))\" width=\"\(number(box.width))\" height=\"\(number(box.height))\""
    }

    private static func path(_ points: [FigurePoint]) -> String {
        "M" + points.map { "\(FigureNumber.coordinate($0.x)) \(FigureNumber.coordinate($0.y))" }.joined(separator: "L")
    }
}

extension LineStroke {
    /// What stands round a text over data, in both formats.
    static let halo = LineStroke(.paper, width: 2.4, opacity: 0.85)
}
