package import Pacing
package import ImageSharing

/// Brings a cloud to what the manifests ask for, once: observe, plan, apply.
package struct Reconciler: Sendable {
    private let backOff: BackOff
    private let requestTimeout: Duration
    private let waitsForRoom: Bool
    private let concurrency: BoundedConcurrency
    private let notify: @Sendable (RunEvent) -> Void

    /// Makes a reconciler.
    ///
    /// - Parameters:
    ///   - concurrency: the most images in work at once.
    ///   - backOff: the run's patience, shared with the session that reads and writes.
    ///   - requestTimeout: how long one answer may take; after that long without one, an image is left alone as long again.
    ///   - waitsForRoom: whether to wait for room in an image that is full; whoever runs again and again comes back to it.
    ///   - notify: told of everything that happens, from any task.
    package init(
        concurrency: Int, backOff: BackOff, requestTimeout: Duration = .zero, waitsForRoom: Bool = true,
        notify: @escaping @Sendable (RunEvent) -> Void
    ) {
        self.requestTimeout = requestTimeout
        self.waitsForRoom = waitsForRoom
        self.backOff = backOff
        self.concurrency = BoundedConcurrency(limit: concurrency, clock: backOff.clock)
        self.notify = notify
    }

    /// Looks at the cloud and says what is missing.
    ///
    /// It is given nothing that could write.
    package func plan(_ desired: DesiredState, reading reader: any MemberReading) async -> Plan {
        let observer = Observer(reader: reader, backOff: backOff, concurrency: concurrency, notify: notify)
        return Plan(desired: desired, current: await observer.observe(desired))
    }

    /// Adds what a plan says is missing; cancelling the task stops new writes and still returns what was done.
    package func apply(_ plan: Plan, with members: some MemberReading & MemberWriting) async -> Execution {
        let executor = Executor(
            reader: members, writer: members, backOff: backOff, requestTimeout: requestTimeout,
            waitsForRoom: waitsForRoom, concurrency: concurrency, notify: notify
        )
        return await executor.apply(plan)
    }
}
