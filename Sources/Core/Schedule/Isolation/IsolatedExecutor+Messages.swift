extension JobRequest {
    /// Takes out what was done.
    /// - Returns: whether anything was.
    mutating func note(_ event: JournalEvent) -> Bool {
        switch event {
        case .trained(let event):
            trained = event
            return true
        case .evaluated(let event):
            evaluations.removeAll { $0 == event.evaluation }
            return true
        default: return false
        }
    }
}

extension JournalEvent {
    /// Whether a process that does this job may have this to say.
    func isOf(_ job: String) -> Bool {
        switch self {
        case .trained(let event): event.id == job
        case .evaluated(let event): event.evaluation.job == job
        case .failed(let event): event.id == job
        case .opened, .started, .ended, .abandoned, .crashed, .searched, .closed: false
        }
    }
}
