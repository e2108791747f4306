/// How much of a sweep goes into a report: a page of some megabytes can be read, printed and mailed, one of
/// gigabytes by nobody. What is left out is said in the page, with the file that has it.
enum ReportLimits {
    /// Rows of the table as in the paper.
    static let tableRows = 400
    /// Rows of a folded table.
    static let foldedRows = 150
    /// Charts of ν searches.
    static let searches = 24
    /// Jobs that failed, with their reasons.
    static let failures = 100
    /// In characters, of each reason and detail.
    static let reason = 2_000
    /// Charts of single seeds.
    static let seedCharts = 24
    /// Groups of learning curves: a data set and group each.
    static let curveGroups = 12
    /// Rows of the table in one chart of learning curves.
    static let curveCells = 6
    /// Single jobs in one chart of learning curves, beside the means.
    static let curveJobs = 24
    /// Seeds in a mean of learning curves.
    static let curveSeeds = 64
    /// Points of one curve.
    static let curvePoints = 200
    /// Bytes of the SVG of one figure, and of all together.
    static let figure = 3_000_000
    static let figures = 16_000_000
    /// In characters, of a sweep file.
    static let sweepFile = 200_000
}
