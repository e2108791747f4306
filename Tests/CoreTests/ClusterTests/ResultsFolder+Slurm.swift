import Foundation

@testable import Core

extension ResultsFolder {
    /// Makes `slurm/` and its folder of logs, as `sweep submit` does. - Throws: `FileError`.
    func createSlurm() throws(FileError) {
        for folder in [slurm, slurmLogs] { try NewFolder.make(folder.path) }
    }
}
