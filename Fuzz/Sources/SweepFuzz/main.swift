import CLibFuzzer
import Foundation

// Which format, by the environment: libFuzzer keeps the arguments for itself.
let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
guard let name = ProcessInfo.processInfo.environment["SWEEP_FUZZ"], let chosen = FuzzTarget(rawValue: name) else {
    FileHandle.standardError.write(Data("SWEEP_FUZZ: expected one of \(names)\n".utf8))
    exit(64)
}
let target = chosen

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
