/// A job by what tells it from the others of its sweep: 100,000 of them share a few forms.
struct PackedJob: Sendable {
    /// The place of its form in `JobForms`.
    fileprivate(set) var form: Int32
    fileprivate(set) var seed: UInt64
    /// Without meaning where the form has no ν.
    fileprivate(set) var nu: Double
}

/// Jobs without seed and ν, in the order of their first coming.
struct JobForms: Sendable {
    private var forms: [Job] = []
    private var places: [Job: Int32] = [:]
    private var last: Int32 = 0
    /// By the place in `forms`, where they came as such.
    private var interned: [Interned<Job>: Int32] = [:]
    private var lastInterned: (form: Interned<Job>, place: Int32)?

    var all: [Job] { forms }

    mutating func pack(_ job: Job) -> PackedJob {
        var form = job
        form.seed = 0
        if form.nu != nil { form.nu = 0 }
        return PackedJob(form: place(form), seed: job.seed, nu: job.nu ?? 0)
    }

    /// - Parameter form: without seed and ν.
    mutating func pack(_ form: Interned<Job>, seed: UInt64, nu: Double) -> PackedJob {
        if let lastInterned, lastInterned.form == form { return PackedJob(form: lastInterned.place, seed: seed, nu: nu) }
        let place = interned[form] ?? place(form.value)
        interned[form] = place
        lastInterned = (form, place)
        return PackedJob(form: place, seed: seed, nu: nu)
    }

    private mutating func place(_ form: Job) -> Int32 {
        // Neighbours in a journal are mostly alike.
        if Int(last) < forms.count, forms[Int(last)] == form { return last }
        if let place = places[form] {
            last = place
            return place
        }
        last = Int32(forms.count)
        places[form] = last
        forms.append(form)
        return last
    }

    func job(_ packed: PackedJob) -> Job {
        var job = forms[Int(packed.form)]
        job.seed = packed.seed
        if job.nu != nil { job.nu = packed.nu }
        return job
    }
}
