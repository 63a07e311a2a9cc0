import ImageSharing
import Text

/// The times at which the daemon reconciles images: a pure value that is given the time.
///
/// A sweep reconciles every image once an interval. With many images it is paced over the interval in slices, so that the
/// cloud sees a trickle and not a burst.
struct ReconcileSchedule: Sendable {
    /// Images, and the time at which they are reconciled.
    struct Slot: Sendable, Equatable {
        /// The time at which it is due, in the daemon's own time.
        var due: Duration
        /// The images.
        var images: [ImageID]
        /// The time at which the sweep that it belongs to was to begin.
        var sweepBegan: Duration
        /// True if the sweep is complete after it.
        let endsSweep: Bool

        /// True if the sweep begins with it.
        var beginsSweep: Bool { due == sweepBegan }
    }

    /// A paced sweep that is under way.
    struct Sweep: Sendable, Equatable {
        /// The time at which it began, and the one at which its last slice is due, in the daemon's own time.
        let began, ends: Duration
        /// The number of images that had their turn, and of all.
        let done, images: Int
    }

    /// The fewest images that a slice of a paced sweep has.
    static let smallestSlice = 10
    /// The longest delay of a sweep, as a share of the interval.
    ///
    /// Never earlier: an interval is a promise not to ask more often. And daemons that were started together drift apart.
    static let jitter = 0.1

    private let interval: Duration
    private let spreadsAbove: Int
    private var slots: [Slot] = []
    /// The number of images of the paced sweep under way that had their turn; 0 between sweeps.
    private var doneCount = 0

    /// Makes a schedule.
    ///
    /// - Parameters:
    ///   - interval: the time between two sweeps.
    ///   - spreadsAbove: the number of images above which a sweep is paced over the interval.
    init(interval: Duration, spreadsAbove: Int = 100) {
        self.interval = interval
        self.spreadsAbove = spreadsAbove
    }

    /// The time at which the next slot is due; nil before the first sweep was planned.
    var nextDue: Duration? { slots.first?.due }

    /// The sweep of which some slices are done and some are not; nil between sweeps.
    var sweep: Sweep? {
        guard doneCount > 0, let first = slots.first, let last = slots.last else { return nil }
        let left = slots.reduce(0) { $0 + $1.images.count }
        return Sweep(began: first.sweepBegan, ends: last.due, done: doneCount, images: doneCount + left)
    }

    /// Plans the next sweep, to begin an interval and some jitter after the last one began.
    ///
    /// - Parameters:
    ///   - images: all images, in the order in which they are reconciled.
    ///   - start: the time at which the last sweep began.
    ///   - generator: the source of jitter.
    mutating func planSweep(
        of images: [ImageID], after start: Duration, using generator: inout some RandomNumberGenerator
    ) {
        doneCount = 0
        let begin = start + interval + interval * Double.random(in: 0...Self.jitter, using: &generator)
        guard images.count > spreadsAbove else {
            slots = [Slot(due: begin, images: images, sweepBegan: begin, endsSweep: true)]
            return
        }
        let count = images.count / Self.smallestSlice
        // At most one slice a second: finer pacing would look at the clock more than at the cloud.
        let slices = max(1, min(count, Int(interval.inSeconds)))
        slots = (0..<slices).map { slice in
            let range = images.count * slice / slices..<images.count * (slice + 1) / slices
            return Slot(
                due: begin + interval * (Double(slice) / Double(slices)), images: Array(images[range]),
                sweepBegan: begin,
                endsSweep: slice == slices - 1
            )
        }
    }

    /// Plans one probe, to find out whether the cloud is back; its image is settled when it is due.
    mutating func planProbe(at due: Duration) {
        doneCount = 0
        slots = [Slot(due: due, images: [], sweepBegan: due, endsSweep: true)]
    }

    /// Drops images that went and adds images that came, and leaves the time of everything else as it is.
    ///
    /// A manifest that changes all the time must not put off the images that have not had their turn yet.
    ///
    /// - Parameters:
    ///   - gone: the images that are not desired any more.
    ///   - new: those that are, from now on.
    mutating func update(without gone: Set<ImageID>, with new: [ImageID]) {
        for index in slots.indices { slots[index].images.removeAll(where: gone.contains) }
        slots.removeAll { $0.images.isEmpty && !$0.endsSweep }
        guard !slots.isEmpty else { return }
        slots[slots.endIndex - 1].images += new
    }

    /// Takes the next slot if it is due.
    ///
    /// A slot that is taken late moves everything after it: what a machine that slept has missed is not made up for in a
    /// burst.
    mutating func takeDue(at now: Duration) -> Slot? {
        guard let late = slots.first.map({ now - $0.due }), late >= .zero else { return nil }
        for index in slots.indices {
            slots[index].due += late
            slots[index].sweepBegan += late
        }
        let slot = slots.removeFirst()
        doneCount = slot.endsSweep ? 0 : doneCount + slot.images.count
        return slot
    }
}
