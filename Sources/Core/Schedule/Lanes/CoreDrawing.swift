/// The cores as characters. Small machines: a pair of brackets per core and a place in it for each
/// processor, `[0 ·]`. Large ones: a character per core, a blank between caches.
struct CoreDrawing {
    let map: CoreMap
    let width: Int

    /// More cores than this are drawn as single characters.
    static let mostBrackets = 64

    private var isSmall: Bool { map.clusters.reduce(0) { $0 + $1.cores.count } <= Self.mostBrackets }

    /// - Returns: lines of at most `width` characters, without trailing space.
    func lines() -> [String] {
        var lines: [String] = []
        var package: Int?
        for block in blocks {
            if block[0].key.package != package {
                package = block[0].key.package
                lines.append("package \(block[0].key.package)")
            }
            lines += isSmall ? bracketed(block) : single(block)
        }
        return lines + [legend]
    }

    /// Clusters that differ in the cache alone.
    private var blocks: [[CoreMap.Cluster]] {
        var blocks: [[CoreMap.Cluster]] = []
        for cluster in map.clusters {
            if let last = blocks.last?.last?.key, last.package == cluster.key.package, last.numa == cluster.key.numa,
                last.efficiency == cluster.key.efficiency
            {
                blocks[blocks.count - 1].append(cluster)
            } else {
                blocks.append([cluster])
            }
        }
        return blocks
    }

    private func bracketed(_ block: [CoreMap.Cluster]) -> [String] {
        func text(_ mark: CoreMap.Mark) -> String {
            if case .lane(let index) = mark { "\(index)" } else { "\(symbol(mark))" }
        }
        let widest = map.marks.map { text($0).count }.max() ?? 1
        func cell(_ processor: MachineLayout.Processor) -> String {
            let text = text(map.mark(processor.os))
            return String(repeating: " ", count: max(0, widest - text.count)) + text
        }
        return block.enumerated().flatMap { index, cluster -> [String] in
            let node = label(cluster.key)
            let shown = index == 0 ? node : String(repeating: " ", count: node.count)
            let head = "  " + shown + (node.isEmpty ? "" : "  ") + (cluster.key.l3.map { "L3 \($0)  " } ?? "")
            let cells = cluster.cores.map { core in
                "[" + core.processors.map(cell).joined(separator: " ") + "]"
            }
            let processors = ProcessorSet(cluster.cores.flatMap { $0.processors.map(\.os) })
            var lines = wrapped(cells, head: head)
            let tail = "  processors \(processors)"
            if let last = lines.last, last.count + tail.count <= width {
                lines[lines.count - 1] = last + tail
            } else {
                lines.append(String(repeating: " ", count: head.count - 2) + tail)
            }
            return lines
        }
    }

    private func single(_ block: [CoreMap.Cluster]) -> [String] {
        let cores = block.flatMap(\.cores)
        var facts = [
            cores.count.of("core"),
            "processors \(ProcessorSet(cores.flatMap { $0.processors.map(\.os) }))",
        ]
        let lanes = block.reduce(0) { $0 + $1.lanes.count }
        if lanes > 0 { facts.append(lanes.of("lane")) }
        let caches = block.compactMap(\.key.l3)
        if !caches.isEmpty { facts.append("L3 \(ProcessorSet(caches))") }
        let node = label(block[0].key)
        let head = "  " + (node.isEmpty ? "" : node + ": ") + facts.joined(separator: ", ")
        let groups = block.map { cluster in String(cluster.cores.map { symbol(map.mark($0)) }) }
        return [head.count <= width ? head : String(head.prefix(width - 1)) + "…"]
            + wrapped(groups.flatMap { pieces($0) }, head: "    ")
    }

    /// Of at most 64 characters, so that they fit a line; of less where that is shorter.
    private func pieces(_ text: String) -> [String] {
        let most = max(8, min(64, width - 4))
        var rest = Substring(text)
        var pieces: [String] = []
        while !rest.isEmpty {
            pieces.append(String(rest.prefix(most)))
            rest = rest.dropFirst(most)
        }
        return pieces
    }

    private func wrapped(_ words: [String], head: String) -> [String] {
        let indent = String(repeating: " ", count: head.count)
        var lines: [String] = []
        var line = head
        for word in words {
            let gap = line.count == head.count ? "" : " "
            if !gap.isEmpty, line.count + gap.count + word.count > width {
                lines.append(line)
                line = indent + word
            } else {
                line += gap + word
            }
        }
        return lines + [line]
    }

    private func label(_ key: CoreMap.Key) -> String {
        var parts: [String] = []
        if let numa = key.numa { parts.append("NUMA \(numa)") }
        let kinds = map.kinds
        if kinds.count > 1, let kind = key.efficiency {
            parts.append(kind == kinds.last ? "kind \(kind), fastest" : "kind \(kind)")
        }
        return parts.joined(separator: "  ")
    }

    private func symbol(_ mark: CoreMap.Mark) -> Character {
        switch mark {
        case .lane: "#"
        case .shared: "o"
        case .free: "·"
        case .held: "+"
        case .forbidden: "x"
        }
    }

    private var legend: String {
        let found = Set(map.clusters.flatMap(\.cores).flatMap { core in
            isSmall ? core.processors.map { map.mark($0.os) } : [map.mark(core)]
        })
        let hasLane = found.contains { if case .lane = $0 { true } else { false } }
        var parts: [String] = []
        if hasLane { parts.append(isSmall ? "number lane" : "# lane") }
        if found.contains(.shared) { parts.append("o where the node's lanes run") }
        if found.contains(.free) { parts.append("· no lane") }
        if found.contains(.held) { parts.append("+ another sweep's") }
        if found.contains(.forbidden) { parts.append("x not allowed") }
        let what = isSmall ? "[ ] a core and its processors: " : "a character per core: "
        return what + parts.joined(separator: ", ")
    }
}
