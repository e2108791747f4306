/// What a person asks of `sweep check`, besides the file. Nil: what the model's metadata say, else the default.
public struct CheckQuestion: Sendable {
    /// The set to measure on.
    public var data: DatasetName?
    /// The split to measure on.
    public var split = SplitName.test
    /// Of the split, from its beginning; 0 for all.
    public var samples = 2000
    /// Names of groups, and paths of permutation files.
    public var groups: [String] = []
    /// WT ties the first layer; DA and IR are measured alike.
    public var method: Method?
    /// Of a WT model.
    public var pooling: OrbitPooling?
    /// Size of the train split that the model saw; it decides which samples the others have.
    public var train: Int?
    /// Size of the test split.
    public var test: Int?
    /// Size of the validation split.
    public var validation: Int?
    /// Of the shuffle that the splits are cut from.
    public var splitSeed: UInt64?
    /// Taken off byte/255, which lies in 0 ... 1; only together with `std`.
    public var mean: Double?
    /// What byte/255 less the mean is divided by; greater than 0.
    public var std: Double?
    /// How saliency maps are made.
    public var saliency = SaliencyOptions()

    /// Everything from the model's metadata, or the defaults.
    public init() {}
}

/// What a model is measured on and how, resolved from the question and the model's metadata.
public struct CheckSettings: Sendable {
    /// Where mean and deviation of the pixels come from.
    public enum Source: String, Sendable, Codable {
        case options
        case metadata
        case trainSplit = "train split"
    }

    /// Set, split sizes, split seed, and the padding that gives the model's inputs.
    public var request = DataRequest()
    /// The split that is measured.
    public var split = SplitName.test
    /// From the split's beginning; 0 for all.
    public var samples = 2000
    /// Those to measure under; one alone for WT.
    public var groups: [CheckGroup] = []
    /// WT, or DA for any plain perceptron.
    public var method = Method.DA
    /// Used with WT only.
    public var pooling = OrbitPooling.max
    /// Nil: that of the data's train split.
    public var normalisation: (mean: Double, std: Double)?
    /// Where the mean and deviation that are used come from.
    public var normalisationSource = Source.trainSplit
    /// How saliency maps are made.
    public var saliency = SaliencyOptions()
    /// What a person should know of how these came about.
    public var notes: [String] = []

    /// - Parameter file: the model's path, beside which a results folder may hold permutation files.
    public init(_ question: CheckQuestion, _ model: ForeignModel, file: String) throws(CheckError) {
        let facts = ModelFacts(model.metadata, file: file)
        guard let source: DatasetName = try facts.word("dataset", "--data", given: question.data) else { throw .noData(file: file) }
        request.source = source
        request.train = try facts.integer("train", "--train", given: question.train) ?? request.train
        request.test = try facts.integer("test", "--test", given: question.test) ?? request.test
        request.validation = try facts.integer("validation", "--validation", given: question.validation) ?? request.validation
        if let seed = question.splitSeed {
            request.splitSeed = seed
        } else if let seed = try facts.integer("split_seed", "--split-seed") {
            request.splitSeed = UInt64(seed)
        }
        let inputs = model.network.architecture.inputs
        // The layers' reader has made sure of it.
        request.pad = ModelCheck.padding(ofPixels: inputs) ?? 0
        (split, samples, saliency) = (question.split, question.samples, question.saliency)
        guard samples >= 0 else { throw .option("--samples", expected: "0 for all, or more", found: "\(samples)") }

        let told: Method? = try facts.word("method", "--method", given: question.method)
        method = told ?? .DA
        if told == nil { notes.append("no method given: measured as a plain perceptron, as DA and IR train") }
        pooling = try facts.word("pooling", "--pooling", given: question.pooling) ?? .max
        if method != .WT, question.pooling != nil {
            throw .option("--pooling", expected: "a model of --method WT", found: method.rawValue)
        }
        try settleNormalisation(question, facts, file: file)
        try settleGroups(question, facts, file: file)
        if facts["dataset"] == source.rawValue, facts["train"] == nil {
            notes.append(
                "the model does not say how its data were split: taken as \(request.train) train, \(request.test) test, "
                    + "\(request.validation) validation; --train, --test and --validation say otherwise")
        }
        if !model.extraTensors.isEmpty {
            notes.append("tensors that belong to no layer, not used: \(model.extraTensors.joined(separator: ", "))")
        }
        if model.wasRounded { notes.append("F64 tensors were rounded to F32, in which everything is computed") }
        let classes = model.network.architecture.classes
        if classes > ModelCheck.classes {
            notes.append("\(classes) logits, and \(ModelCheck.classes) classes in the data: the others count as wrong")
        }
    }

    private mutating func settleNormalisation(
        _ question: CheckQuestion, _ facts: ModelFacts, file: String
    ) throws(CheckError) {
        guard (question.mean == nil) == (question.std == nil) else {
            throw .option(
                question.mean == nil ? "--mean" : "--std", expected: "a number, as the other of the two was given",
                found: "nothing")
        }
        let (mean, std): (Double?, Double?)
        if question.mean != nil {
            (mean, std, normalisationSource) = (question.mean, question.std, .options)
        } else {
            (mean, std) = (try facts.number("mean", "--mean"), try facts.number("std", "--std"))
            normalisationSource = .metadata
        }
        let isTold = normalisationSource == .metadata
        let place = isTold ? "\(file): metadata mean and std" : "--mean and --std"
        let advice = isTold ? "; --mean and --std override them" : ""
        // The train split's would take the place of both in silence.
        guard (mean == nil) == (std == nil) else {
            throw .option(place, expected: "both or neither", found: (mean == nil ? "std" : "mean") + " alone" + advice)
        }
        guard let mean, let std else {
            normalisationSource = .trainSplit
            return
        }
        guard mean.isFinite, std.isFinite, std > 0 else {
            throw .option(place, expected: "finite numbers, std greater than 0", found: "\(mean) and \(std)" + advice)
        }
        normalisation = (mean, std)
    }

    private mutating func settleGroups(_ question: CheckQuestion, _ facts: ModelFacts, file: String) throws(CheckError) {
        let own = try facts["group"].map { text throws(CheckError) in try CheckGroup.find(ofModel: text, file: file) }
        for text in question.groups {
            let group = try CheckGroup(text, pad: request.pad)
            // A group's own file by another path is the same group.
            guard !groups.contains(where: { $0.name == group.name }) else { continue }
            groups.append(group)
        }
        if groups.isEmpty, let own { groups = [try own.get()] }
        if method == .WT {
            guard groups.count == 1 else {
                throw .tiedGroups(found: groups.map(\.name.label), own: facts["group"])
            }
            if let told = facts["group"], told != groups[0].name.description {
                throw .otherTie(tied: told, found: groups[0].name.label)
            }
        }
        if groups.isEmpty {
            try takeUsualGroups()
        }
    }

    /// Those of R4 and T3 that the model's images can be moved by: nobody asked for one that does not fit.
    private mutating func takeUsualGroups() throws(CheckError) {
        let side = ModelCheck.side + 2 * request.pad
        var leftOut: [String] = []
        for text in ["R4", "T3"] {
            let group = try CheckGroup(text, pad: request.pad)
            do throws(GroupError) {
                _ = try PermutationGroup(group.name, height: side, width: side)
                groups.append(group)
            } catch {
                leftOut.append("\(group.name.label) does not fit images of \(side)×\(side) pixels")
            }
        }
        let taken = groups.map(\.name.label).joined(separator: " and ")
        notes.append((["no group given: measured under \(taken)"] + leftOut + ["--groups says otherwise"]).joined(separator: "; "))
    }
}

/// A model's metadata, read as what they should be, where an option does not say it already.
struct ModelFacts {
    private let metadata: [String: String]
    private let file: String

    init(_ metadata: [String: String], file: String) {
        self.metadata = metadata
        self.file = file
    }

    subscript(_ key: String) -> String? { metadata[key] }

    func word<Word: RawRepresentable<String> & CaseIterable>(
        _ key: String, _ option: String, given: Word?
    ) throws(CheckError) -> Word? {
        if let given { return given }
        guard let text = metadata[key] else { return nil }
        guard let word = Word(rawValue: text) else {
            throw .metadata(
                file: file, key: key, expected: Word.allCases.map(\.rawValue).joined(separator: ", "), found: text,
                option: option)
        }
        return word
    }

    func integer(_ key: String, _ option: String, given: Int? = nil) throws(CheckError) -> Int? {
        if let given { return given }
        guard let text = metadata[key] else { return nil }
        guard let value = Int(text), value >= 0 else {
            throw .metadata(file: file, key: key, expected: "a whole number", found: text, option: option)
        }
        return value
    }

    func number(_ key: String, _ option: String) throws(CheckError) -> Double? {
        guard let text = metadata[key] else { return nil }
        guard let value = Double(text) else {
            throw .metadata(file: file, key: key, expected: "a number", found: text, option: option)
        }
        return value
    }
}
