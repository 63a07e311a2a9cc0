import TestSupport

/// How a daemon keeps at it, and what becomes of its world.
struct DaemonLife: Sendable {
    /// How often every image is looked at, in seconds.
    let interval: Int
    /// Whether there are so many images that they are looked at in slices.
    let isPaced: Bool
    /// When the manifest gets to ask for more than one member an image, in seconds.
    let edit: Int
    /// Whether Keystone goes away with the image service.
    let takesKeystone: Bool
    /// When what ails the cloud in passing begins and is over, in seconds: up to an hour where it goes away, else up to
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
