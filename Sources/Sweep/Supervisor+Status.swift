import Core
import Foundation

extension Supervisor {
    /// Says in `status.json` that the run goes on, in a while: its own process is gone and can say nothing. Whoever has
    /// the folder meanwhile writes there itself; a disk that refuses costs nothing.
    func noteWaiting(_ seconds: Double) {
        guard ResultsLock.held(folder: folder.url.path) == nil, var status = RunStatus(contentsOf: folder.status),
            status.supervisor == getpid()
        else { return }
        status.wait(seconds: seconds)
        try? status.write(to: folder.status)
    }
}
