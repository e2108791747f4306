import ArgumentParser
import Core
import Foundation

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Measure the invariance of a network from a file, whoever trained it.",
        discussion: """
            Prints accuracy, consistency, LI, DI and SI per group element, sigma_max, and the invariance error per \
            layer. The file is a safetensors file of a perceptron with ReLU: tensors layer{i}.weight (out, in) and \
            layer{i}.bias, i from 0, F32 or F64, any widths, on images of 28×28 pixels with any padding, classes 0 … 8 \
            first. What its metadata do not say is taken from the options.

              sweep check results/quickstart/models/0123456789abcdef.safetensors
              sweep check m.safetensors --data mnist --groups R4,T3
              sweep check m.safetensors --data mnist --mean 0.1307 --std 0.3081
              sweep check tied.safetensors --data mnist --groups R4 --method WT
              sweep check m.safetensors --data strokes --groups my_group.txt --json
            """)

    @Argument(help: "The model (safetensors).", completion: .file(extensions: ["safetensors"]))
    var file: String

    @Option(help: "The data set. (default: the model's)")
    var data: DatasetName?

    @Option(
        help: "Groups, and permutation files, parted by commas. (default: the model's, else those of R4,T3 that fit)",
        completion: .groups)
    var groups: String?

    @Option(help: "WT, or DA or IR for a plain perceptron. (default: the model's, else plain)")
    var method: Core.Method?

    @Option(help: "How WT's first layer pools, max or mean. (default: the model's, else max)")
    var pooling: OrbitPooling?

    // Here and below a negative number is to be told as such, and not as an option that is none.
    @Option(parsing: .unconditional, help: "How many samples, from the split's beginning; 0 for all.")
    var samples = 2000

    @Option(help: "Which split: train, validation or test.")
    var split = SplitName.test

    @Option(
        parsing: .unconditional, help: "What seeds the splits. (default: the model's, else 0)",
        transform: UInt64.given(as: "a whole number from 0 on"))
    var splitSeed: UInt64?

    @Option(parsing: .unconditional, help: "Samples of the train split. (default: the model's, else 10000)")
    var train: Int?

    @Option(parsing: .unconditional, help: "Samples of the test split. (default: the model's, else 50000)")
    var test: Int?

    @Option(parsing: .unconditional, help: "Samples of the validation split. (default: the model's, else 2000)")
    var validation: Int?

    @Option(parsing: .unconditional, help: "What is subtracted from the pixels, 0 to 1. (default: the model's, else the train split's)")
    var mean: Double?

    @Option(parsing: .unconditional, help: "What they are then divided by. (default: the model's, else the train split's)")
    var std: Double?

    @Flag(help: "One JSON object, with every value at full precision.")
    var json = false

    @Flag(help: "Do not download data.")
    var offline = false

    func run() throws {
        let kernels = KernelSet.of(try KernelChoice.make().chosen)
        let model: ForeignModel
        do {
            model = try ForeignModel(contentsOf: URL(fileURLWithPath: file))
        } catch let error as SafetensorsError {
            throw failure(ExitStatus.incomplete, error.ofGivenFile)
        } catch {
            throw failure(ExitStatus.incomplete, "\(error)")
        }
        // Whoever gives an empty list does not ask for the default.
        guard groups == nil || !question.groups.isEmpty else {
            throw failure(ExitStatus.usage, "--groups: expected groups such as R4,T3, found none; without --groups they are the model's")
        }
        let settings: CheckSettings
        do throws(CheckError) {
            settings = try CheckSettings(question, model, file: file)
        } catch {
            throw failure(ExitStatus.usage, error)
        }
        let prepared = try prepare(settings.request)
        let report: CheckReport
        do {
            report = try ModelCheck.run(model, settings, prepared, file: file, kernels: kernels, workers: Self.workers)
        } catch {
            throw failure(ExitStatus.usage, "\(error)")
        }
        if json {
            Terminal.line(String(decoding: try report.json(), as: UTF8.self))
        } else {
            Terminal.show(CheckTable.lines(report, columns: Terminal.columns).map { ProseLine($0, whole: [file]) })
        }
    }

    private var question: CheckQuestion {
        var question = CheckQuestion()
        (question.data, question.split, question.samples) = (data, split, samples)
        question.groups = groups?.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } ?? []
        (question.method, question.pooling) = (method, pooling)
        (question.train, question.test, question.validation) = (train, test, validation)
        (question.splitSeed, question.mean, question.std) = (splitSeed, mean, std)
        return question
    }

    private func prepare(_ request: DataRequest) throws -> PreparedData {
        let display = DownloadDisplay()
        defer { display.end() }
        do throws(DataError) {
            let data = try DatasetStore(allowDownload: !offline).prepare(request) { display.show($0) }
            display.end()
            for notice in data.notices { StandardError.note(notice.summary) }
            return data
        } catch {
            display.end()
            throw failure(ExitStatus.incomplete, error)
        }
    }

    /// A thread per processor that the process may use; it is over in seconds, and keeps off nobody's cores.
    static var workers: Int {
        let processors = ProcessInfo.processInfo.activeProcessorCount
        guard let quota = CPUQuota.read() else { return processors }
        return max(1, min(processors, Int(quota.cpus.rounded(.up))))
    }
}

extension Core.Method: ExpressibleByArgument {}
extension OrbitPooling: ExpressibleByArgument {}
extension SplitName: ExpressibleByArgument {}
