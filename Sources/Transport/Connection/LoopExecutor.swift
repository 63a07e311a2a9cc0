import NIOCore
import NIOPosix

/// Runs tasks on the thread that serves the connections.
///
/// A request's task and its connection take turns: on threads of their own each turn wakes a thread, which costs more than
/// the turn itself.
final class LoopExecutor: TaskExecutor {
    /// The executor of all transports of the process.
    static let shared = LoopExecutor(MultiThreadedEventLoopGroup(numberOfThreads: 1).any())

    /// The loop that serves the connections.
    let loop: any EventLoop

    init(_ loop: any EventLoop) {
        self.loop = loop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
