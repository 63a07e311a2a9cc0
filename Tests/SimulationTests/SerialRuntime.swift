import Glibc
import Synchronization
import TestSupport

/// Runs everything that is asynchronous on one thread, in the order in which it became ready, so that a seed always tells
/// the same story; and knows when nothing is left to do.
///
/// The runtime hands every job that belongs to no executor of its own to a hook
/// (https://github.com/swiftlang/swift/blob/main/include/swift/Runtime/Concurrency.h). It is one hook for the process, so
/// the tests that use this run in a process of their own, one at a time.
enum SerialRuntime {
    private typealias Enqueue = @convention(thin) (UnownedJob) -> Void
    private typealias Hook = @convention(thin) (UnownedJob, Enqueue) -> Void

    private final class Queue: SerialExecutor {
        private let jobs = Mutex<[UnownedJob]>([])

        func enqueue(_ job: consuming ExecutorJob) { add(UnownedJob(job)) }

        func add(_ job: UnownedJob) { jobs.withLock { $0.append(job) } }

        func takeAll() -> [UnownedJob] {
            jobs.withLock { jobs in
                defer { jobs = [] }
                return jobs
            }
        }
    }

    private final class Box<Value: Sendable>: Sendable {
        let value = Mutex<Value?>(nil)
    }

    private static let queue = Queue()

    /// Runs a story to its end.
    ///
    /// - Parameters:
    ///   - clock: the time, which moves when nobody has anything to do.
    ///   - patience: the most of that time that it may take.
    ///   - story: the story.
    /// - Returns: the result; nil where everybody waits for somebody else, or the time is over.
    static func run<Value: Sendable>(
        _ clock: ManualClock, patience: Duration, _ story: @escaping @Sendable () async -> Value
    ) -> Value? {
        guard let symbol = unsafe dlsym(dlopen(nil, RTLD_NOW), "swift_task_enqueueGlobal_hook") else { return nil }
        let hook = unsafe symbol.assumingMemoryBound(to: Hook?.self)
        unsafe hook.pointee = { job, _ in SerialRuntime.queue.add(job) }
        defer { unsafe hook.pointee = nil }
        let box = Box<Value>()
        let task = Task.detached {
            let value = await story()
            box.value.withLock { $0 = value }
        }
        var isOver = false
        while true {
            let jobs = queue.takeAll()
            for job in jobs { unsafe job.runSynchronously(on: queue.asUnownedSerialExecutor()) }
            guard jobs.isEmpty else { continue }
            // What goes on after the end, on the cloud's side, goes on to its own.
            if clock.now.offset <= patience * 2, clock.advanceToNextDeadline() {
                if clock.now.offset > patience { task.cancel() }
                continue
            }
            if let value = box.value.withLock({ $0 }) { return isOver ? nil : value }
            if isOver { return nil }
            isOver = true
            task.cancel()
        }
    }
}
