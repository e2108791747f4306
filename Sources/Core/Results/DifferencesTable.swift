/// `differences.csv`: paired differences between methods over their common seeds, on the test split. A row per
/// (variant ×) data set × group × pair × measure; IR once per form of the regulariser and choice of ν.
///
/// `mean`, `std`, `ci95`, `n` are those of method − minus_method per seed (accuracy in percentage points); `t` and
/// `p` (two-sided) are Student's paired test, empty for n < 2 and where all differences are the same.
/// `seeds_left_out` are those without a finite value on both sides. Pairs without a common seed have no row.
enum DifferencesTable {
    static func source(_ record: SweepRecord) -> RowSource {
        let blocks = record.parts.flatMap { part in Self.blocks(part).map { (part, $0) } }
        let columns =
            CellColumns.names(record) + ["minus_method", "measure"] + StatisticsColumns.names + [
                "t", "p", "n_left_out", "seeds_left_out",
            ]
        return RowSource(columns: columns, units: blocks.count) { unit, take in
            let (part, block) = blocks[unit]
            for (cell, other) in block.pairs {
                for measure in part.spec.measures {
                    guard let row = row(cell, other, measure, part, record) else { continue }
                    take(row)
                }
            }
        }
    }

    /// The cells of one data set and group, which are compared with each other.
    private struct Block {
        var cells: [SweepCell] = []

        var pairs: [(SweepCell, SweepCell)] {
            func pairs(_ method: Method, _ other: Method) -> [(SweepCell, SweepCell)] {
                cells.filter { $0.method == method }.flatMap { cell in
                    cells.filter { $0.method == other }.map { (cell, $0) }
                }
            }
            return pairs(.DA, .WT) + pairs(.IR, .WT) + pairs(.IR, .DA)
        }
    }

    private static func blocks(_ part: SweepPart) -> [Block] {
        var blocks: [Block] = []
        for cell in SweepCell.all(part) {
            if let last = blocks.last?.cells.last, last.dataset == cell.dataset, last.group == cell.group {
                blocks[blocks.count - 1].cells.append(cell)
            } else {
                blocks.append(Block(cells: [cell]))
            }
        }
        return blocks
    }

    private static func row(
        _ cell: SweepCell, _ other: SweepCell, _ measure: Measure, _ part: SweepPart, _ record: SweepRecord
    ) -> [CSVTable.Cell]? {
        let outcomes = [cell, other].map { $0.outcomes(measure) }
        let difference = PairedDifference(outcomes[0], minus: outcomes[1])
        guard difference.count > 0 else { return nil }
        let usable = outcomes.map { outcomes in
            Set(outcomes.lazy.filter { $0.value?.isFinite == true }.map(\.seed))
        }
        let leftOut = Set(part.spec.seeds).subtracting(usable[0].intersection(usable[1])).sorted()
        var row: [CSVTable.Cell] = []
        CellColumns.append(cell, record, to: &row)
        row.append(.text(other.method.rawValue))
        row.append(.text(MeasureColumn.name(measure.rawValue)))
        StatisticsColumns.append(difference.statistics, to: &row)
        row.append(.number(difference.t))
        row.append(.number(difference.p))
        row.append(.integer(leftOut.count))
        row.append(leftOut.isEmpty ? .empty : .text(leftOut.map(String.init).joined(separator: " ")))
        return row
    }
}

extension SweepCell {
    /// By seed; without a value where the job failed or was not measured.
    func outcomes(_ measure: Measure, on split: SplitName = .test) -> [PairedDifference.Outcome] {
        jobs.map { job in
            PairedDifference.Outcome(
                seed: job.job.seed, value: job.value(measure, on: split).map { MeasureColumn.scaled($0, measure) })
        }
    }
}
