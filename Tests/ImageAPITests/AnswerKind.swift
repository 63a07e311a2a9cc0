import OpenStack
import ImageAPI
import ImageSharing

/// An `AddAnswer` without what it carries.
enum AnswerKind: Sendable {
    case created, alreadyMember, full, notAdded, inDoubt, refused, imageRefused, notAsked, interrupted

    init(_ answer: AddAnswer) {
        self =
            switch answer {
            case .created: .created
            case .alreadyMember: .alreadyMember
            case .full: .full
            case .notAdded: .notAdded
            case .inDoubt: .inDoubt
            case .refused: .refused
            case .imageRefused: .imageRefused
            case .notAsked: .notAsked
            case .interrupted: .interrupted
            }
    }
}

extension AddAnswer {
    /// What went wrong, if something did.
    var problem: Problem? {
        switch self {
        case .created, .alreadyMember, .interrupted: nil
        case .full(let setback), .notAdded(let setback), .inDoubt(let setback): setback.problem
        case .refused(let problem), .imageRefused(let problem), .notAsked(let problem): problem
        }
    }

    /// How long the cloud asks to be left alone, if it does.
    var retryAfter: Duration? {
        switch self {
        case .full(let setback), .notAdded(let setback), .inDoubt(let setback): setback.retryAfter
        default: nil
        }
    }
}
