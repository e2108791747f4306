import Foundation

/// An entry of a dictionary, written already.
private struct Entry {
    /// Of the quotation mark before the key.
    var place: Int
    /// With the key and the comma behind.
    var length: Int
    var keyLength: Int
    /// The key's first eight bytes as a number, zeros where it has fewer: what mostly decides.
    var prefix: UInt64
}

extension JSONText {
    /// Keys in the order of their bytes. Entries are written in the order in which they come, which is any, and
    /// then moved: to ask a dictionary for one key after the other would take a hash for each.
    mutating func dictionary<Value>(_ values: [String: Value], _ write: (inout JSONText, Value) -> Void) {
        raw("{")
        let start = count
        withUnsafeTemporaryAllocation(of: Entry.self, capacity: values.count) { entries in
            var written = 0
            for (key, value) in values {
                let place = count
                string(key)
                let keyLength = count - place - 2
                byte(UInt8(ascii: ":"))
                write(&self, value)
                byte(UInt8(ascii: ","))
                entries.initializeElement(
                    at: written,
                    to: Entry(
                        place: place, length: count - place, keyLength: keyLength, prefix: prefix(place + 1, keyLength)))
                written += 1
            }
            let all = UnsafeMutableBufferPointer(rebasing: entries[..<written])
            sort(all)
            arrange(all, from: start)
        }
        // Over the last comma.
        if count > start { count -= 1 }
        raw("}")
    }

    private func prefix(_ place: Int, _ length: Int) -> UInt64 {
        if length >= 8 { return UInt64(bigEndian: base.loadUnaligned(fromByteOffset: place, as: UInt64.self)) }
        return (0 ..< length).reduce(0) { $0 | UInt64(base.load(fromByteOffset: place + $1, as: UInt8.self)) << UInt64(56 - 8 * $1) }
    }

    /// By insertion: there are few.
    private func sort(_ entries: UnsafeMutableBufferPointer<Entry>) {
        for index in entries.indices.dropFirst() {
            let entry = entries[index]
            var place = index
            while place > 0, precedes(entry, entries[place - 1]) {
                entries[place] = entries[place - 1]
                place -= 1
            }
            entries[place] = entry
        }
    }

    private func precedes(_ a: Entry, _ b: Entry) -> Bool {
        if a.prefix != b.prefix { return a.prefix < b.prefix }
        let order = memcmp(base + a.place + 1, base + b.place + 1, min(a.keyLength, b.keyLength))
        return order == 0 ? a.keyLength < b.keyLength : order < 0
    }

    /// Brings what was written since `start` into this order.
    private mutating func arrange(_ entries: UnsafeMutableBufferPointer<Entry>, from start: Int) {
        let length = count - start
        // Behind it all, and back from there.
        let copy = room(length)
        var end = copy
        for entry in entries {
            end.copyMemory(from: base + entry.place, byteCount: entry.length)
            end += entry.length
        }
        (base + start).copyMemory(from: copy, byteCount: length)
    }
}
