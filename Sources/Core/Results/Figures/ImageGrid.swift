/// Rows × columns of small pictures, such as the samples of an orbit, with a saliency laid over each in one
/// sequence of colours.
public struct ImageGrid: FigurePanel {
    /// One cell of the grid.
    public struct Picture: Sendable {
        /// [side, side], row by row from the top; what is no number is black.
        public var pixels: [Float]
        /// As long as `pixels`, not negative; nil for the bare picture.
        public var saliency: [Float]?

        /// - Parameter saliency: nil for the bare picture.
        public init(pixels: [Float], saliency: [Float]? = nil) {
            self.pixels = pixels
            self.saliency = saliency
        }
    }

    /// Pictures that belong together, an orbit for instance.
    public struct Row: Sendable {
        /// To the left of the row.
        public var label: String
        /// Nil for a picture that is not there.
        public var pictures: [Picture?]

        /// - Parameter pictures: nil for one that is not there.
        public init(_ label: String, pictures: [Picture?]) {
            self.label = label
            self.pictures = pictures
        }
    }

    /// Above the grid; may be empty.
    public var title: String
    /// Pixels along each edge of every picture.
    public var side: Int
    /// Headings above the pictures.
    public var columns: [String]
    /// From the top.
    public var rows: [Row]
    /// What is black and what is white; nil for the least and greatest of all pixels.
    public var greyRange: ClosedRange<Float>?
    /// The saliency at the colours' upper end; nil for the greatest of all pictures. The lower end is 0.
    public var saliencyTop: Float?
    /// Beside the scale of colours, and at the head of the table's column.
    public var saliencyLabel: String
    /// From no saliency to `saliencyTop`.
    public var colours: ColourMap

    /// - Parameters:
    ///   - side: pixels along each edge of every picture.
    ///   - greyRange: nil for the least and greatest of all pixels.
    ///   - saliencyTop: nil for the greatest saliency of all pictures.
    public init(
        title: String = "", side: Int = 36, columns: [String], rows: [Row], greyRange: ClosedRange<Float>? = nil,
        saliencyTop: Float? = nil, saliencyLabel: String = "saliency", colours: ColourMap = .magma
    ) {
        self.title = title
        self.side = side
        self.columns = columns
        self.rows = rows
        self.greyRange = greyRange
        self.saliencyTop = saliencyTop
        self.saliencyLabel = saliencyLabel
        self.colours = colours
    }

    /// Empty: the grid has a scale of its own.
    public func legend(_ styles: FigureStyles) -> [LegendEntry] { [] }
    /// None: labels stand within the plot.
    public func insets(in size: FigureSize) -> FigureInsets { FigureInsets() }

    var columnCount: Int { max(columns.count, rows.map(\.pictures.count).max() ?? 0) }

    var pictures: [Picture] { rows.flatMap { $0.pictures.compactMap(\.self) } }

    var usedGreyRange: (low: Double, high: Double) {
        if let greyRange { return (Double(greyRange.lowerBound), Double(greyRange.upperBound)) }
        let values = pictures.flatMap(\.pixels).filter(\.isFinite)
        return (Double(values.min() ?? 0), Double(values.max() ?? 1))
    }

    /// Nil where there is nothing to lay over.
    var usedSaliencyTop: Double? {
        let values = pictures.compactMap(\.saliency)
        guard !values.isEmpty else { return nil }
        if let saliencyTop, saliencyTop > 0, saliencyTop.isFinite { return Double(saliencyTop) }
        let top = values.joined().filter(\.isFinite).max() ?? 0
        return top > 0 ? Double(top) : 1
    }

    /// Grey, and the saliency over it: the more, the less of the grey is seen. Where it is zero, nothing is.
    func pixels(_ picture: Picture) -> PixelImage? {
        guard side > 0, picture.pixels.count >= side * side else { return nil }
        var image = PixelImage(width: side, height: side)
        let (low, high) = usedGreyRange
        let top = usedSaliencyTop
        for y in 0 ..< side {
            for x in 0 ..< side {
                let place = y * side + x
                let part = high > low ? (Double(picture.pixels[place]) - low) / (high - low) : 0
                let grey = part > 0 ? min(part, 1) * 255 : 0
                var colour = (red: grey, green: grey, blue: grey)
                if let top, let saliency = picture.saliency {
                    // Dimmed, so that the bright end of the colours stands out from white strokes.
                    let base = 0.55 * grey
                    let value = place < saliency.count ? Double(saliency[place]) / top : 0
                    let share = value > 0 ? 0.9 * min(value, 1).squareRoot() : 0
                    let over = colours.colour(value)
                    colour = (
                        base + share * (over.red - base), base + share * (over.green - base),
                        base + share * (over.blue - base)
                    )
                }
                image.set(x: x, y: y, to: colour)
            }
        }
        return image
    }

    /// A row per pixel of each picture: grey value and saliency.
    public var table: CSVTable {
        var table = CSVTable(columns: ["row", "column", "y (pixel)", "x (pixel)", "grey", saliencyLabel])
        for row in rows {
            for (index, picture) in row.pictures.enumerated() {
                guard let picture else { continue }
                let column = index < columns.count ? columns[index] : String(index)
                for place in 0 ..< min(picture.pixels.count, max(side, 0) * max(side, 0)) {
                    let saliency = picture.saliency.flatMap { place < $0.count ? Double($0[place]) : nil }
                    table.append([
                        .text(row.label), .text(column), .integer(place / side), .integer(place % side),
                        .number(Double(picture.pixels[place])), .number(saliency),
                    ])
                }
            }
        }
        return table
    }
}
