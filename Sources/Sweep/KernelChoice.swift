import Core
import Foundation

/// Which kernels this process uses.
enum KernelChoice {
    /// Says on standard error where they are very slow.
    static func make() throws -> InstructionSetChoice {
        do throws(InstructionSetError) {
            let choice = try InstructionSetChoice(environment: ProcessInfo.processInfo.environment)
            #if arch(x86_64)
            if choice.chosen == .portable {
                StandardError.print(
                    "note: portable kernels: without AVX2 every fused multiply-add is computed in double, some "
                        + "hundred times slower")
            }
            #endif
            return choice
        } catch {
            throw failure(ExitStatus.usage, error)
        }
    }
}
