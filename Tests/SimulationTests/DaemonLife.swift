import TestSupport

/// The options of a daemon, and the fate of its world.
struct DaemonLife: Sendable {
    /// The time between two sweeps, in seconds.
    let interval: Int
    /// True if there are so many images that they are reconciled in slices.
    let isPaced: Bool
    /// The moment from which the manifest asks for more than one member an image, in seconds.
    let edit: Int
    /// True if Keystone goes away with the image service.
    let takesKeystone: Bool
    /// The time of the trouble that passes, in seconds: up to an hour where the cloud goes away, else up to
    /// an interval.
    let outage: Range<Int>

    init(seed: UInt64, ailment: Story.Ailment) {
        var generator = SplitMix64(seed: seed &+ 3)
        interval = [60, 300, 300, 900].randomElement(using: &generator) ?? 300
        isPaced = generator.chance(0.3)
        takesKeystone = generator.chance(0.3)
        let begin = Int.random(in: 0...2 * interval, using: &generator)
        let longest = ailment == .outage || ailment == .death ? 3600 : interval
        outage = begin..<begin + Int.random(in: 1...longest, using: &generator)
        edit = Int.random(in: 0..<outage.upperBound, using: &generator)
    }
}
