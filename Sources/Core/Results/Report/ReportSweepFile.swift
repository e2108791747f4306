/// The sweep file, to the letter, and what it amounts to with all defaults filled in.
struct ReportSweepFile {
    private let spec: SweepSpec
    private let source: String?

    init(_ spec: SweepSpec, source: String?) { (self.spec, self.source) = (spec, source) }

    func write(_ html: inout HTMLWriter) {
        if let source {
            html.note("As it was given to the last run.")
            html.element("pre", source.cut(ReportLimits.sweepFile))
        } else {
            html.note("The file itself is not in the results folder.")
        }
        html.element("details", source == nil ? ["open": ""] : [:]) { details in
            details.element("summary") { summary in
                summary.add("With all defaults: ")
                summary.element("code", "sweep.yaml")
            }
            details.element("pre", SpecWriter.yaml(spec).cut(ReportLimits.sweepFile))
        }
    }
}
