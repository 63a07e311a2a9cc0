/// The result of one step of some work.
package enum Step<Item: Sendable, Output: Sendable>: Sendable {
    /// The work is done.
    case finished(Output)
    /// The work wants to go on after a while; until then its place is free for others.
    case again(Item, after: Duration)
}

/// Works on many items with a few at a time: the one task group of a run.
package struct BoundedConcurrency: Sendable {
    private enum Event<Item: Sendable, Output: Sendable>: Sendable {
        case stepped(Step<Item, Output>)
        case waited(Item)
    }

    /// The most items in work at once; waiting ones do not count.
    package let limit: Int
    /// The run's time.
    package let clock: RunClock

    /// Makes a group.
    package init(limit: Int, clock: RunClock) {
        self.limit = limit
        self.clock = clock
    }

    /// Works on all items.
    ///
    /// Those that have not begun go before those that have waited: what had to wait once shall not keep others waiting.
    ///
    /// Every item ends in an output, also when the task is cancelled: waits end early then, and `step` is expected to
    /// notice and finish.
    ///
    /// - Parameters:
    ///   - items: the items, started in this order.
    ///   - isLast: true for an output that means that no other item needs to be worked on: those are cancelled.
    ///   - step: works on one item until it is done or has to wait.
    /// - Returns: the outputs in the order in which they came.
    package func run<Item: Sendable, Output: Sendable>(
        _ items: [Item], isLast: (Output) -> Bool, step: @escaping @Sendable (Item) async -> Step<Item, Output>
    ) async -> [Output] {
        await withTaskGroup(of: Event<Item, Output>.self) { group in
            var outputs: [Output] = []
            var fresh = items[...]
            var waited: ArraySlice<Item> = []
            var running = 0
            func startMore() {
                while running < max(1, limit), let item = fresh.popFirst() ?? waited.popFirst() {
                    running += 1
                    group.addTask { .stepped(await step(item)) }
                }
            }
            startMore()
            while let event = await group.next() {
                switch event {
                case .stepped(.finished(let output)):
                    running -= 1
                    outputs.append(output)
                    if isLast(output) { group.cancelAll() }
                case .stepped(.again(let item, let wait)):
                    running -= 1
                    let clock = clock
                    group.addTask {
                        try? await clock.sleep(wait)
                        return .waited(item)
                    }
                case .waited(let item):
                    waited.append(item)
                }
                startMore()
            }
            return outputs
        }
    }
}
