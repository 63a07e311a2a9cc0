import ImageSharing

extension ReconcileService {
    /// The user's word on how the loop works.
    package struct Options: Sendable {
        /// The time between two sweeps over every image.
        let interval: Duration
        /// The time between two readings of the manifest.
        let manifestInterval: Duration
        /// The number of images above which a sweep is paced over the interval.
        let spreadsAbove: Int
        /// True if a tick has a line in the log in which nothing was added and no problem came or went.
        let logsIdleTicks: Bool
        /// The longest sleep of the loop; nil for as long as there is nothing to do.
        let longestSleep: Duration?
        /// The time before its end within which a membership is told of.
        let expiryNotice: Duration

        /// Makes options.
        package init(
            interval: Duration, manifestInterval: Duration, spreadsAbove: Int, logsIdleTicks: Bool = true,
            longestSleep: Duration? = nil, expiryNotice: Duration = Expiry.usualNotice
        ) {
            self.interval = interval
            self.manifestInterval = manifestInterval
            self.spreadsAbove = spreadsAbove
            self.logsIdleTicks = logsIdleTicks
            self.longestSleep = longestSleep
            self.expiryNotice = expiryNotice
        }
    }
}
