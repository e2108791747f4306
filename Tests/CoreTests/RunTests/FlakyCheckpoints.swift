import Foundation
import Synchronization

@testable import Core

extension CheckpointFolder {
    /// A folder whose disk refuses some of the writings.
    /// - Parameter refusal: of the call of that number, from 1, and the file's path; nil where it goes well.
    static func flaky(_ url: URL, refusal: @escaping @Sendable (_ call: Int, _ path: String) -> FileError?) -> CheckpointFolder {
        let calls = Mutex(0)
        return CheckpointFolder(url) { url, bytes throws(FileError) in
            let call = calls.withLock { calls in
                calls += 1
                return calls
            }
            if let refusal = refusal(call, url.path) { throw refusal }
            try AtomicFile.write(bytes, to: url)
        }
    }
}
