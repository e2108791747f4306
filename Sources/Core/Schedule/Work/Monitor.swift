import Foundation

/// State behind a lock, with conditions to wait for. (`Synchronization.Mutex` has none;
/// `NSCondition` waits by the wall clock, which may be set back during a night.)
final class Monitor<State>: @unchecked Sendable {
    // @unchecked: `state` is touched only between lock and unlock of `mutex`; the pointers are
    // never written after `init`. pthread objects must not move, hence the allocations.
    private var state: State
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let conditions: UnsafeMutablePointer<pthread_cond_t>
    private let conditionCount: Int

    /// - Parameter conditions: how many there are to wait for, numbered from 0.
    init(_ state: sending State, conditions count: Int) {
        self.state = state
        mutex = .allocate(capacity: 1)
        conditions = .allocate(capacity: count)
        conditionCount = count
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
        for index in 0 ..< count {
            (conditions + index).initialize(to: pthread_cond_t())
            #if canImport(Darwin)
            pthread_cond_init(conditions + index, nil)
            #else
            var attributes = pthread_condattr_t()
            pthread_condattr_init(&attributes)
            pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
            pthread_cond_init(conditions + index, &attributes)
            pthread_condattr_destroy(&attributes)
            #endif
        }
    }

    deinit {
        for index in 0 ..< conditionCount { pthread_cond_destroy(conditions + index) }
        pthread_mutex_destroy(mutex)
        conditions.deallocate()
        mutex.deallocate()
    }

    func withLock<Result>(_ body: (inout State) throws -> Result) rethrows -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&state)
    }

    /// Blocks until `attempt` returns something; it is asked at once and after every signal.
    func wait<Result>(on condition: Int, until attempt: (inout State) -> Result?) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let result = attempt(&state) { return result }
            pthread_cond_wait(conditions + condition, mutex)
        }
    }

    /// As above, for at most `seconds`; nil where the time is up.
    func wait<Result>(on condition: Int, seconds: Double, until attempt: (inout State) -> Result?) -> Result? {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds)
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let result = attempt(&state) { return result }
            let left = end - clock.now
            guard left > .zero else { return nil }
            sleep(on: condition, left)
        }
    }

    /// Wakes one waiter. May be called inside `withLock` and `attempt`.
    func signal(_ condition: Int) { pthread_cond_signal(conditions + condition) }

    /// Wakes all waiters. May be called inside `withLock` and `attempt`.
    func broadcast(_ condition: Int) { pthread_cond_broadcast(conditions + condition) }

    private func sleep(on condition: Int, _ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        var time = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
        #if canImport(Darwin)
        pthread_cond_timedwait_relative_np(conditions + condition, mutex, &time)
        #else
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        time.tv_sec += now.tv_sec
        time.tv_nsec += now.tv_nsec
        if time.tv_nsec >= 1_000_000_000 {
            time.tv_nsec -= 1_000_000_000
            time.tv_sec += 1
        }
        pthread_cond_timedwait(conditions + condition, mutex, &time)
        #endif
    }
}
