/// `sweep export history`: a row per network and epoch, in the order of `jobs.csv`. Networks that were not trained to
/// the end have none.
///
/// `cross_entropy_nats` and `R`, the regulariser (IR only), are means over the epoch's samples; the accuracy is that of the
/// validation split. `sigma_max` is there where the sweep tracks it.
public enum HistoryTable {
    static func source(_ record: SweepRecord, _ curves: CurvesArchive) -> RowSource {
        let jobs = record.parts.indices.flatMap { part in record.parts[part].jobs.indices.map { (part: part, job: $0) } }
        let tracks = record.parts.contains { $0.spec.training.trackedSamples > 0 }
        let columns =
            (record.hasVariants ? ["variant"] : [])
            + ["dataset", "group", "method", "regulariser", "nu", "seed", "epoch", "cross_entropy_nats", "R"]
            + ["validation_accuracy_percent"] + (tracks ? ["sigma_max"] : []) + ["id"]
        return RowSource(columns: columns, units: jobs.count) { unit, take in
            let part = record.parts[jobs[unit].part]
            let known = part.jobs[jobs[unit].job]
            guard let own = curves[known.id] else { return }
            let job = known.job
            var first: [CSVTable.Cell] = record.hasVariants ? [.text(part.spec.variant)] : []
            first += [
                .text(job.data.dataset.rawValue), .text(job.group.label), .text(job.method.rawValue),
                .text(job.regulariser?.rawValue), .number(job.nu), .text(String(job.seed)),
            ]
            let epochs = max(own.crossEntropy.count, own.accuracy.count)
            for epoch in 0 ..< epochs {
                func cell(_ values: [Float]) -> CSVTable.Cell {
                    values.indices.contains(epoch) ? .number(values[epoch].shortest) : .empty
                }
                var row = first
                row += [.integer(epoch + 1), cell(own.crossEntropy), cell(own.regulariser)]
                row.append(
                    own.accuracy.indices.contains(epoch)
                        ? .number(MeasureColumn.percent(fraction(own.accuracy[epoch], of: job.data.validation))) : .empty)
                if tracks { row.append(cell(own.sigmaMax)) }
                take(row + [.text(known.id)])
            }
        }
    }

    /// The journal keeps the nearest Float of each fraction. It is one of a count of samples, which makes it the number of
    /// `jobs.csv` again: 71.66666666666667 %, not 71.666664. Where it is none, its shortest text.
    static func fraction(_ value: Float, of samples: Int) -> Double {
        let fraction = (Double(value) * Double(samples)).rounded() / Double(samples)
        return Float(fraction) == value ? fraction : value.shortest
    }
}

extension Float {
    /// The double of the shortest decimal text that reads back as this: 0.1, not 0.10000000149011612.
    var shortest: Double { isFinite ? Double(description) ?? Double(self) : Double(self) }
}
