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
