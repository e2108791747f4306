import CLibFuzzer
import Foundation

// Which format, by the environment: libFuzzer keeps the arguments for itself.
let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
guard let name = ProcessInfo.processInfo.environment["SWEEP_FUZZ"], let chosen = FuzzTarget(rawValue: name) else {
    FileHandle.standardError.write(Data("SWEEP_FUZZ: expected one of \(names)\n".utf8))
    exit(64)
}
let target = chosen

// `SweepFuzz --seeds FOLDER` leaves sound inputs to begin from.
if CommandLine.arguments.count == 3, CommandLine.arguments[1] == "--seeds" {
    for (number, seed) in target.seeds.enumerated() {
        try Data(seed).write(to: URL(fileURLWithPath: CommandLine.arguments[2]).appendingPathComponent("seed-\(number)"))
    }
    exit(0)
}

var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
exit(
    LLVMFuzzerRunDriver(&count, &arguments) { bytes, size in
        do throws(FuzzTarget.Unsound) {
            try target.read(Array(UnsafeBufferPointer(start: bytes, count: size)))
        } catch {
            fatalError("\(error)")
        }
        return 0
    })
