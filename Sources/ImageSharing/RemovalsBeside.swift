/// All that a limit on removals counts beside those of a plan that is about a part of the images, or could read a part.
package struct RemovalsBeside: Sendable, Equatable {
    /// The removals, and the members, that each image was last seen to have.
    package var lastSeen: [ImageID: RemovalTally]
    /// The members that the same run has removed already.
    package var removed: Int

    /// Makes what is counted beside a plan; nothing by default.
    package init(lastSeen: [ImageID: RemovalTally] = [:], removed: Int = 0) {
        self.lastSeen = lastSeen
        self.removed = removed
    }

    /// Returns the tally beside a plan: what it has read itself, it knows better.
    package func tally(beside plan: Plan) -> RemovalTally {
        var sum = RemovalTally(removals: removed)
        guard !lastSeen.isEmpty else { return sum }
        let read = Set(plan.images.lazy.filter(\.wasRead).map(\.image))
        for (image, tally) in lastSeen where !read.contains(image) { sum = sum + tally }
        return sum
    }
}
