import Foundation

/// A crash report in a file of its own in the results folder.
public enum CrashReportFile {
    /// Never over another one's: two processes may crash in the same second.
    /// - Parameters:
    ///   - report: as Swift's runtime wrote it.
    ///   - process: its number.
    ///   - ending: how the process ended.
    ///   - program: name and version.
    /// - Returns: the file; nil where it could not be written, as where the folder is gone: who has the report must tell
    ///   it some other way.
    public static func write(
        _ report: String, of process: Int32, _ ending: ChildEnding, program: String, in folder: ResultsFolder, date: Date = Date()
    ) -> URL? {
        let head = "\(program), process \(process), \(ending), \(ISO8601DateFormatter().string(from: date))\n\n"
        let body = report.hasSuffix("\n") ? report : report + "\n"
        for attempt in 1 ... 9 {
            let url = folder.crash(name(process, date) + (attempt > 1 ? "-\(attempt)" : ""))
            let descriptor = open(url.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            guard descriptor >= 0 else {
                if errno == EEXIST { continue }
                return nil
            }
            let isWhole = Descriptor.write(Array((head + body).utf8), to: descriptor)
            guard close(descriptor) == 0, isWhole else {
                unlink(url.path)
                return nil
            }
            return url
        }
        return nil
    }

    /// `20261122T053012Z-11527`: the time (UTC) and the process.
    public static func name(_ process: Int32, _ date: Date) -> String {
        let time = ISO8601DateFormatter().string(from: date).filter { $0 != "-" && $0 != ":" }
        return "\(time)-\(process)"
    }
}
