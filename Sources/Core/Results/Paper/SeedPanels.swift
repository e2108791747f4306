/// The analyses of the networks of one group and one seed, side by side: what a picture of single networks shows.
struct SeedPanels {
    let group: GroupName
    /// By method: `DA`, `IR`.
    let found: [(label: String, analysed: JobRecord.Analysed)]
    /// `-R4`, `-R4-wide`, and `-R4-seed1` where several seeds were asked for: ends file names.
    let suffix: String
    /// `: mnist`, `: wide, mnist, seed 1`: ends titles.
    let heading: String

    /// More networks side by side are no picture.
    private static let largestCount = 6

    /// In the order of the groups, then of the seeds.
    static func all(_ analysis: Analysis, _ scope: FigureScope) -> [SeedPanels] {
        let curves = scope.curves(analysis)
        return scope.spec.groups.flatMap { group -> [SeedPanels] in
            let own = curves.filter { $0.cell.group == group }
            let seeds = scope.spec.seeds.filter { seed in own.contains { $0.seeds.contains { $0.seed == seed } } }
            return seeds.map { seed in
                let found = own.flatMap { curve in
                    curve.seeds.filter { $0.seed == seed }.map { (curve.cell.label(scope.spec), $0.found) }
                }
                let end = seeds.count > 1 ? "-seed\(seed)" : ""
                return SeedPanels(
                    group: group, found: Array(found.prefix(largestCount)), suffix: "-\(group.label)\(scope.suffix)\(end)",
                    heading: ": \(scope.heading)" + (seeds.count > 1 ? ", seed \(seed)" : ""))
            }
        }
    }

    /// One value per network from its tensors.
    /// - Returns: nil, and tells of it, where a file is missing or damaged.
    func read<Value>(
        _ figure: String, _ files: FigureFiles, _ notice: (FigureNotice) -> Void,
        _ make: (SafetensorsFile, String, JobRecord.Analysed) throws -> Value
    ) -> [Value]? {
        do {
            return try found.map { try make(try files.tensors($0.analysed), $0.label, $0.analysed) }
        } catch {
            notice(FigureNotice(figure: figure + suffix, problem: "\(error)"))
            return nil
        }
    }
}
