import Core

extension String {
    /// Filled with spaces on the right; by characters.
    func padding(to width: Int) -> String {
        count < width ? self + String(repeating: " ", count: width - count) : self
    }

    /// Filled with spaces on the left; by characters.
    func indented(to width: Int) -> String {
        count < width ? String(repeating: " ", count: width - count) + self : self
    }

    /// In lines of a width, broken between words; a word that is wider stays whole.
    /// - Parameter room: of each line, in characters.
    func broken(to room: Int) -> [String] {
        guard count > room else { return [self] }
        var lines: [String] = []
        var line = ""
        for word in split(separator: " ", omittingEmptySubsequences: false) {
            if !line.isEmpty, line.count + 1 + word.count > room {
                lines.append(line)
                line = String(word)
            } else {
                line += (line.isEmpty ? "" : " ") + word
            }
        }
        return lines + [line]
    }

    /// Cut to a width, the last character then being an ellipsis. Never inside a number: what is left of one is another
    /// number.
    func cut(to width: Int) -> String {
        guard count > width else { return self }
        var kept = prefix(max(0, width - 1))
        func isOfNumber(_ character: Character) -> Bool { character.isNumber || character == "." }
        if dropFirst(kept.count).first.map(isOfNumber) == true {
            while kept.last.map(isOfNumber) == true { kept.removeLast() }
        }
        return kept + "…"
    }
}

/// Numbers and sweeps as people read them.
enum Text {
    /// Of Slurm's jobs, by their numbers: `job 12`, `jobs 12, 13`.
    static func jobs(_ numbers: [String]) -> String {
        (numbers.count == 1 ? "job " : "jobs ") + numbers.joined(separator: ", ")
    }

    /// `nu_search: mnist, 10000 train, 50000 test, 2000 validation samples`; of a sweep with variants their number
    /// and their data sets: `generality: 12 variants on mnist, fashion-mnist`.
    static func data(of spec: SweepSpec, _ identities: DataIdentities) -> String {
        guard spec.variants.isEmpty else {
            let sets = spec.dataRequests.map { identities[$0].dataset.rawValue }
            let distinct = sets.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
            return "\(spec.name): \(spec.variants.count.of("variant")) on \(distinct.joined(separator: ", "))"
        }
        let data = identities[spec.data]
        return "\(spec.name): \(data.dataset.rawValue), \(data.train) train, \(data.test) test, "
            + "\(data.validation) validation samples"
    }

    /// `0.8 s`, `43 s`, `3 min 20 s`, `2 h 05 min`.
    static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds < 1e9 else { return "unknown" }
        if seconds < 9.95 { return "\(decimals(seconds, 1)) s" }
        let whole = Int(seconds.rounded())
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(twoDigits(whole % 60)) s" }
        return "\(whole / 3600) h \(twoDigits(whole % 3600 / 60)) min"
    }

    /// As `duration`, in as few words as will do for a guess: `43 s`, `17 min`, `2 h 05 min`.
    static func guess(_ seconds: Double) -> String {
        guard seconds >= 60, seconds < 3570 else { return duration(seconds) }
        return "\(Int((seconds / 60).rounded())) min"
    }

    static func decimals(_ value: Double, _ places: Int) -> String {
        guard value.isFinite else { return "\(value)" }
        var scale = 1.0
        for _ in 0 ..< places { scale *= 10 }
        guard value.magnitude * scale < 1e15 else { return "\(value)" }
        let scaled = Int((value.magnitude * scale).rounded())
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard places > 0 else { return "\(sign)\(scaled)" }
        let fraction = "\(scaled % Int(scale))"
        return "\(sign)\(scaled / Int(scale)).\(String(repeating: "0", count: places - fraction.count))\(fraction)"
    }

    /// A fraction as a percentage with one decimal.
    static func percent(_ fraction: Double) -> String { "\(decimals(fraction * 100, 1)) %" }

    /// `29.5 kB`, `26.2 MB`.
    static func size(_ bytes: Int) -> String {
        bytes < 1_000_000
            ? "\(decimals(Double(bytes) / 1000, 1)) kB" : "\(decimals(Double(bytes) / 1_000_000, 1)) MB"
    }

    private static func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
