extension SearchCurve {
    /// How far a search is that has not ended, and what it waits for.
    struct Progress {
        /// `So far 10 (0.931) < ν ≤ 31.62 (0.972). It waits for ν = 17.78: 1 of 4 seeds measured.`
        let text: String

        init(_ jobs: ArraySlice<JobRecord>, _ settings: NuSearchSettings, seeds: Int) {
            let search = SearchTable.replay(jobs, settings, seeds: seeds)
            var known = SearchProgress("", settings)
            for probe in search.path { known.note(probe) }
            guard let pending = known.trying else {
                text = [Self.range(known, settings), "Its probes are measured; the next run says how it ends."]
                    .compactMap(\.self).joined(separator: " ")
                return
            }
            let measured = jobs.runs { $0.job.nu ?? 0 }[pending].map { probe in
                probe.count { !$0.isFailed && $0.value(settings.measure, on: settings.split) != nil }
            }
            // Outside the bracket: whether what reaches, and what misses, does so farther out too.
            let side = known.high.map { pending > $0 } ?? false ? ", to see whether larger ones reach too"
                : known.low.map { pending < $0 } ?? false ? ", to see whether smaller ones miss too" : ""
            let waits = "It waits for ν = \(CSVWriter.number(pending))\(side): \(measured ?? 0) of \(seeds.of("seed")) measured."
            text = [Self.range(known, settings), waits].compactMap(\.self).joined(separator: " ")
        }

        /// Nil before the first probe is measured.
        private static func range(_ known: SearchProgress, _ settings: NuSearchSettings) -> String? {
            func end(_ nu: Double) -> String {
                let mean = known.probes.first { $0.nu == nu }?.mean.map { MeasureColumn.scaled($0, settings.measure) }
                let text = mean.map { " (\(NumberText.format(for: $0, settings.measure).text($0)))" } ?? ""
                return CSVWriter.number(nu) + text
            }
            switch (known.low, known.high) {
            case (let low?, let high?): return "So far \(end(low)) < ν ≤ \(end(high))."
            case (let low?, nil): return "So far \(end(low)) < ν."
            case (nil, let high?): return "So far ν ≤ \(end(high))."
            case (nil, nil): return nil
            }
        }
    }
}
