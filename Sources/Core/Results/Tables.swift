/// The tables that a sweep has only where there is something for them, by their file's name without extension.
enum Tables {
    static func optional(_ record: SweepRecord) -> [(name: String, source: RowSource)] {
        [
            ("differences", DifferencesTable.source(record)), ("elements", ListTables.elements(record)),
            ("classes", ListTables.classes(record)), ("analyses", AnalysesTable.source(record)),
        ]
            + AnalysisTables.all.flatMap { analysis, name in
                [
                    (name, AnalysisTables.means(analysis, record)),
                    ("\(name)_seeds", AnalysisTables.seeds(analysis, record)),
                ]
            }
    }
}
