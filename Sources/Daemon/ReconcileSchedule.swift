package import ImageSharing

/// When the daemon looks at which images: a pure value that is told the time.
///
/// A sweep looks at every image once an interval. With many images it is paced over the interval in slices, so that the
/// cloud sees a trickle and not a burst.
package struct ReconcileSchedule: Sendable {
    /// Images to look at, and when.
    package struct Slot: Sendable, Equatable {
        /// When it is due, in the daemon's time.
        package var due: Duration
        /// The images.
        package var images: [ImageID]
        /// When the sweep that it belongs to was to begin.
        package var sweepBegan: Duration
        /// Whether the sweep is complete after it.
        package let endsSweep: Bool
    }

    /// How many images a slice of a paced sweep has at least.
    static let smallestSlice = 10
    /// How much later than the interval a sweep may begin, as a share of it.
    ///
    /// Never earlier: an interval is a promise not to ask more often. And daemons that were started together drift apart.
    static let jitter = 0.1

    private let interval: Duration
    private let spreadsAbove: Int
    private var slots: [Slot] = []

    /// Makes a schedule.
    ///
    /// - Parameters:
    ///   - interval: how often every image is looked at.
    ///   - spreadsAbove: with more images than this, a sweep is paced over the interval.
    package init(interval: Duration, spreadsAbove: Int = 100) {
        self.interval = interval
        self.spreadsAbove = spreadsAbove
    }

    /// When the next slot is due; nil before the first sweep was planned.
    package var nextDue: Duration? { slots.first?.due }

    /// Plans the next sweep, to begin an interval and some jitter after the last one began.
    ///
    /// - Parameters:
    ///   - images: all images, in the order in which to look at them.
    ///   - start: when the last sweep began.
    ///   - generator: where the jitter comes from.
    package mutating func planSweep(
        of images: [ImageID], after start: Duration, using generator: inout some RandomNumberGenerator
    ) {
        let begin = start + interval + interval * Double.random(in: 0...Self.jitter, using: &generator)
        guard images.count > spreadsAbove else {
            slots = [Slot(due: begin, images: images, sweepBegan: begin, endsSweep: true)]
            return
        }
        let count = images.count / Self.smallestSlice
        // At most one slice a second: finer pacing would look at the clock more than at the cloud.
        let slices = max(1, min(count, Int(interval / .seconds(1))))
        slots = (0..<slices).map { slice in
            let range = images.count * slice / slices..<images.count * (slice + 1) / slices
            return Slot(
                due: begin + interval * (Double(slice) / Double(slices)), images: Array(images[range]),
                sweepBegan: begin,
                endsSweep: slice == slices - 1
            )
        }
    }

    /// Plans one look, to see whether the cloud is back; at which image is settled when it is due.
    package mutating func planProbe(at due: Duration) {
        slots = [Slot(due: due, images: [], sweepBegan: due, endsSweep: true)]
    }

    /// Takes in which images came and went, and leaves the time of everything else as it is.
    ///
    /// A manifest that changes all the time must not put off the images that have not had their turn yet.
    ///
    /// - Parameters:
    ///   - gone: the images that are not to be looked at any more.
    ///   - new: those that are, from now on.
    package mutating func update(without gone: Set<ImageID>, with new: [ImageID]) {
        for index in slots.indices { slots[index].images.removeAll(where: gone.contains) }
        slots.removeAll { $0.images.isEmpty && !$0.endsSweep }
        guard !slots.isEmpty else { return }
        slots[slots.endIndex - 1].images += new
    }

    /// Takes the next slot if it is due.
    ///
    /// A slot that is taken late moves everything after it: what a machine that slept has missed is not made up for in a
    /// burst.
    package mutating func takeDue(at now: Duration) -> Slot? {
        guard let late = slots.first.map({ now - $0.due }), late >= .zero else { return nil }
        for index in slots.indices {
            slots[index].due += late
            slots[index].sweepBegan += late
        }
        return slots.removeFirst()
    }
}
