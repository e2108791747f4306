import Foundation

/// Jobs in Slurm's queue that run a results folder's scripts though the folder has no record of them: it was moved away or
/// deleted while they waited, and another lies in its place, or none.
public enum StrayJobs {
    /// For `squeue --format`: the array's or the job's number, and the script that it was submitted with.
    static let format = "%F|%o"

    /// - Returns: Slurm's numbers, each once, the oldest first; of this user's jobs on the machine's own cluster.
    /// - Throws: `SlurmError` where the queue cannot be asked.
    public static func find(_ folder: ResultsFolder) throws(SlurmError) -> [String] {
        let words = ["--noheader", "--all", "--user=\(getuid())", "--format=\(format)"]
        let answer = try SlurmCommand.run("squeue", words)
        guard answer.isGood else { throw .refused("squeue", message: answer.trouble) }
        let known = Set(folder.submissions.flatMap(\.jobs))
        return jobs(answer.output, of: folder).filter { !known.contains($0) }
    }

    /// By whatever path a script was named.
    static func jobs(_ text: String, of folder: ResultsFolder) -> [String] {
        let scripts = Set([folder.arrayScript, folder.collectScript].map(RealPath.of))
        // A user's other jobs have scripts of other names, in thousands.
        let names = Set([folder.arrayScript, folder.collectScript].map(\.lastPathComponent))
        var seen: [String: Bool] = [:]
        func isOurs(_ path: String) -> Bool {
            if let known = seen[path] { return known }
            let url = URL(fileURLWithPath: path)
            let isOurs = names.contains(url.lastPathComponent) && scripts.contains(RealPath.of(url))
            seen[path] = isOurs
            return isOurs
        }
        var found: [String] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let halves = line.split(separator: "|", maxSplits: 1)
            guard halves.count == 2 else { continue }
            let script = halves[1].trimmingCharacters(in: .whitespaces)
            guard script.hasPrefix("/"), isOurs(script) else { continue }
            let job = halves[0].trimmingCharacters(in: .whitespaces)
            if !job.isEmpty, job.allSatisfy({ $0.isASCII && $0.isNumber }), !found.contains(job) { found.append(job) }
        }
        return found.sorted { (Int($0) ?? 0) < (Int($1) ?? 0) }
    }
}
