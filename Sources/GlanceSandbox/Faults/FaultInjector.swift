/// Decides which fault each request meets.
actor FaultInjector {
    private var schedules: [FaultSchedule]

    init(_ faults: [Fault]) {
        schedules = faults.map { FaultSchedule($0) }
    }

    /// The first fault, in the order given, that strikes; all that concern the request count it.
    func fault(for request: ServiceRequest) -> Fault? {
        var struck: Fault?
        for index in schedules.indices where schedules[index].fault.concerns(request) {
            if let fault = schedules[index].strike(), struck == nil { struck = fault }
        }
        return struck
    }
}

/// A fault together with how many requests it has seen.
struct FaultSchedule: Sendable {
    let fault: Fault
    private var seen = 0
    private var generator: SplitMix64

    init(_ fault: Fault) {
        self.fault = fault
        generator =
            switch (fault.schedule, fault.effect) {
            case (.rate(_, let seed), _), (_, .shuffle(let seed)): SplitMix64(seed: seed)
            default: SplitMix64(seed: 0)
            }
    }

    /// Counts a request that the fault is about, and returns the fault where it strikes.
    mutating func strike() -> Fault? {
        guard strikes() else { return nil }
        guard case .shuffle = fault.effect else { return fault }
        var fault = fault
        fault.effect = .shuffle(seed: generator.next())
        return fault
    }

    /// Counts a request that the fault is about, and returns true where the fault strikes.
    mutating func strikes() -> Bool {
        seen += 1
        return switch fault.schedule {
        case .always: true
        case .first(let count): seen <= count
        case .every(let count): seen.isMultiple(of: count)
        case .rate(let rate, _): generator.nextUnit() < rate
        }
    }
}
