/// What a run has to know of a measuring: its values, in a tenth of the event's memory.
public struct KnownEvaluation: Sendable {
    /// The values of the measures.
    public var measurements: KnownMeasurements
    /// As `EvaluatedEvent.seconds`.
    public var seconds: Double
}

/// The values of the measures that something is decided by: accuracy, LI, DI, SI and σmax.
public struct KnownMeasurements: Sendable {
    private var accuracy = 0.0
    private var li = 0.0
    private var di = 0.0
    private var si = 0.0
    private var sigmaMax = 0.0
    /// A bit per measure.
    private var measured: UInt8 = 0

    init(_ value: (Measure) -> Double?) {
        for measure in Measure.allCases {
            guard let value = value(measure) else { continue }
            measured |= Self.bit(measure)
            switch measure {
            case .accuracy: accuracy = value
            case .LI: li = value
            case .DI: di = value
            case .SI: si = value
            case .sigmaMax: sigmaMax = value
            default: break
            }
        }
    }

    /// Where values stand in measurements of the layout that was met last.
    struct Places: Sendable {
        fileprivate var layout: Interned<MeasurementLayout>?
        fileprivate var accuracy, li, di, si, sigmaMax: Int?
        fileprivate var measured: UInt8 = 0

        fileprivate mutating func look(_ form: Interned<MeasurementLayout>) {
            guard layout != form else { return }
            layout = form
            let found = form.value
            (accuracy, li, di, si) = (found.place(.accuracy), found.place(.LI), found.place(.DI), found.place(.SI))
            sigmaMax = found.place(.sigmaMax)
            measured = Measure.allCases.reduce(0) { found.place($1) == nil ? $0 : $0 | KnownMeasurements.bit($1) }
        }
    }

    init(_ packed: PackedMeasurements, _ places: inout Places) {
        places.look(packed.form)
        measured = places.measured
        packed.values.withUnsafeBufferPointer { values in
            if let place = places.accuracy { accuracy = values[place] }
            if let place = places.li { li = values[place] }
            if let place = places.di { di = values[place] }
            if let place = places.si { si = values[place] }
            if let place = places.sigmaMax { sigmaMax = values[place] }
        }
    }

    /// Nil where it was not measured, and for all other measures.
    public subscript(_ measure: Measure) -> Double? {
        guard measured & Self.bit(measure) != 0 else { return nil }
        return switch measure {
        case .accuracy: accuracy
        case .LI: li
        case .DI: di
        case .SI: si
        case .sigmaMax: sigmaMax
        // Nobody decides by these.
        default: nil
        }
    }

    fileprivate static func bit(_ measure: Measure) -> UInt8 {
        switch measure {
        case .accuracy: 1
        case .LI: 2
        case .DI: 4
        case .SI: 8
        case .sigmaMax: 16
        default: 0
        }
    }
}
