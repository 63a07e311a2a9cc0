// Pacing: when and how often something is done: the run's clock, back-off and retries, a few things at a time, and a sleep
// that can be ended. Time and randomness are given to it, so that a test can be both.
// It knows neither HTTP nor images: the meaning of a failure is for its callers to say. It imports nothing of ours.

/// The time of one run: counted from its beginning, and able to wait.
///
/// Everything that waits gets one of these, so that a test can be its clock.
package struct RunClock: Sendable {
    /// The time since the run began.
    package let now: @Sendable () -> Duration
    /// Waits that long, or throws `CancellationError` when the task is cancelled.
    package let sleep: @Sendable (Duration) async throws -> Void

    /// Starts a run's time on `clock`.
    package init(_ clock: some Clock<Duration> = ContinuousClock()) {
        let start = clock.now
        now = { start.duration(to: clock.now) }
        sleep = { try await clock.sleep(for: $0) }
    }
}
