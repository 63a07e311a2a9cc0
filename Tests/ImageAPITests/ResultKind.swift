import ImageAPI

/// An `AddResult` without what it carries.
enum ResultKind: Sendable {
    case created, alreadyMember, full, memberRefused, notAdded, inDoubt, imageRefused, notAsked, interrupted

    init(_ result: AddResult) {
        self =
            switch result.meaning {
            case .created: .created
            case .alreadyMember: .alreadyMember
            case .full: .full
            case .memberRefused: .memberRefused
            case .failed(let setback, let mayHaveWorked):
                switch setback.kind {
                case .passing: mayHaveWorked ? .inDoubt : .notAdded
                case .lasting: .imageRefused
                case .notAsked: .notAsked
                case .interrupted: .interrupted
                }
            }
    }
}
