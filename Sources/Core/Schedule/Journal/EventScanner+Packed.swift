/// Events for runs and tables: the frequent kinds without making texts that nobody asks for.
extension EventScanner {
    /// As `event`, for who asks neither for lanes of measurings nor for what began.
    /// - Throws: `DecodingError`.
    mutating func packed(_ bytes: UnsafeRawBufferPointer, _ json: Range<Int>) throws -> PackedEvent {
        if let event = scanPacked(bytes, json) { return event }
        return PackedEvent(try event(bytes, json), &layouts)
    }

    private mutating func scanPacked(_ bytes: UnsafeRawBufferPointer, _ json: Range<Int>) -> PackedEvent? {
        var line = LineScanner(bytes, json)
        if line.skip("{\"evaluated\":{\"_0\":") {
            guard let measured = measured(&line), line.skip("}}"), line.isAtEnd else { return nil }
            return .measured(measured)
        }
        if line.skip("{\"trained\":{\"_0\":") {
            guard let trained = packedTraining(&line), line.skip("}}"), line.isAtEnd else { return nil }
            return .trained(trained)
        }
        if line.skip("{\"started\":{\"_0\":{\"id\":") {
            guard let id = line.eventID(), line.skip(",\"label\":"), line.skipText(), packedPlace(&line) != nil,
                line.skip("}}}"), line.isAtEnd
            else { return nil }
            return .started(id)
        }
        return nil
    }

    private mutating func measured(_ line: inout LineScanner) -> PackedMeasuring? {
        guard line.skip("{\"evaluation\":{\"job\":"), let job = line.eventID(), line.skip(",\"measures\":"),
            let question = question(&line), line.skip("},\"id\":"), let id = line.eventID(),
            line.skip(",\"measurements\":"), let measurements = packedMeasurements(&line), packedPlace(&line) != nil,
            line.skip(",\"seconds\":"), let seconds = line.number(), line.skip("}")
        else { return nil }
        return PackedMeasuring(id: id, job: job, form: question, measurements: measurements, seconds: seconds)
    }

    private mutating func packedMeasurements(_ line: inout LineScanner) -> PackedMeasurements? {
        let skippingLists = detail == .outline
        for text in texts {
            var attempt = line
            guard let measurements = text.scan(&attempt, skippingLists: skippingLists) else { continue }
            line = attempt
            return measurements
        }
        guard var found = Self.measurements(&line, skippingLists: false), found.file == nil else { return nil }
        if texts.count < 16 { texts.append(LayoutText(layouts.pack(found))) }
        if skippingLists { found.dropLists() }
        return layouts.pack(found)
    }

    private mutating func packedTraining(_ line: inout LineScanner) -> PackedTraining? {
        guard line.skip("{\"accuracy\":"), skipCurve(&line), line.skip(",\"bestEpoch\":"), let bestEpoch = line.integer(),
            line.skip(",\"crossEntropy\":"), skipCurve(&line), line.skip(",\"id\":"), let id = line.eventID(),
            line.skip(",\"job\":"), let (form, seed, nu) = packedJob(&line)
        else { return nil }
        var digest = PackedDigest.none
        if line.skip(",\"modelDigest\":") {
            let text = line
            if let packed = line.textBytes().flatMap({ PackedDigest($0) }) {
                digest = packed
            } else {
                line = text
                guard let other = line.text() else { return nil }
                digest = .other(other)
            }
        }
        var size: Int?
        if line.skip(",\"modelSize\":") {
            size = line.integer()
            guard size != nil else { return nil }
        }
        guard let place = packedPlace(&line), line.skip(",\"regulariser\":"), skipCurve(&line), line.skip(",\"seconds\":"),
            let seconds = line.number(), line.skip(",\"validationAccuracy\":"), let accuracy = line.number(), line.skip("}")
        else { return nil }
        return PackedTraining(
            id: id, form: form, seed: seed, nu: nu, place: place, digest: digest, bestEpoch: bestEpoch,
            validationAccuracy: accuracy, seconds: seconds, modelSize: size)
    }

    private mutating func packedJob(_ line: inout LineScanner) -> (form: Interned<Job>, seed: UInt64, nu: Double)? {
        if let known = jobs.job(&line) { return known }
        let start = line.at
        guard let job = job(&line) else { return nil }
        return (jobs.add(job, UnsafeRawBufferPointer(rebasing: line.bytes[start ..< line.at])), job.seed, job.nu ?? 0)
    }

    /// With the comma in front. Each lane has one place, mostly.
    private mutating func packedPlace(_ line: inout LineScanner) -> Interned<LaneRecord>? {
        var ahead = line
        guard ahead.skip(",\"place\":{\"lane\":"), let lane = ahead.integer() else { return nil }
        let number = 0 ..< 4096 ~= lane ? lane : 0
        while places.count <= number { places.append(TextMemo()) }
        return places[number].value(&line, Self.place) { PackedTraining.places.value($1, $0) }
    }
}
