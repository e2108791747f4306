/// One chart in a card of the page, which sets title and caption itself.
struct ReportFigure {
    private let name: String
    private var figure: Figure

    /// As wide as a phone shows it without shrinking the letters; a page of two columns enlarges it a little.
    static let width = 11.0

    /// - Parameters:
    ///   - name: differs between the figures of the page.
    ///   - title: for those who do not see the picture, as is `description`.
    ///   - styles: of the page.
    init(
        _ name: String, title: String, description: String = "", panel: some FigurePanel, styles: FigureStyles,
        width: Double = Self.width
    ) {
        self.init(
            name,
            Figure(title: title, caption: description, panels: [panel], widthInCentimetres: width, styles: styles))
    }

    init(_ name: String, _ figure: Figure) {
        self.name = name
        self.figure = figure
        self.figure.showsTitle = false
        self.figure.showsCaption = false
    }

    /// To stand in the page.
    var svg: String { figure.svg(name: name) }
}
