import ImageAPI

/// An `WriteResult` without what it carries.
enum ResultKind: Sendable {
    case done, alreadySo, full, memberRefused, actionRefused, notDone, inDoubt, imageRefused, notAsked, interrupted

    init(_ result: WriteResult) {
        self =
            switch result.meaning {
            case .done: .done
            case .alreadySo: .alreadySo
            case .full: .full
            case .memberRefused: .memberRefused
            case .actionRefused: .actionRefused
            case .failed(let setback, let mayHaveWorked):
                switch setback.kind {
                case .passing: mayHaveWorked ? .inDoubt : .notDone
                case .lasting: mayHaveWorked ? .inDoubt : .imageRefused
                case .notAsked: .notAsked
                case .interrupted: .interrupted
                }
            }
    }
}
