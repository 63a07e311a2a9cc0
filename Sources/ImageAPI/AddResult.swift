package import ImageSharing
import OpenStack

/// The result of adding a member, once.
package struct AddResult: Sendable, Equatable {
    /// The meaning of an answer, or of the lack of one, and so of what may be done next.
    package enum Meaning: Sendable, Equatable {
        /// This request added the member.
        case created
        /// The member was there.
        case alreadyMember
        /// The image has as many members as Glance allows; the member may even be one of them, since Glance counts first.
        case full(Setback)
        /// Glance does not want this member; another one may do better.
        case memberRefused(Problem)
        /// The member was not added, or may have been: then look before trying again.
        case failed(Setback, mayHaveWorked: Bool = false)
    }

    /// The meaning of the answer.
    package let meaning: Meaning
    /// The ID by which the cloud's logs know the request; nil where none was sent.
    package let requestID: String?
    /// The answer's HTTP status, to be written down: nothing is decided by it any more.
    package let httpStatus: Int?

    /// Makes a result.
    package init(_ meaning: Meaning, requestID: String? = nil, httpStatus: Int? = nil) {
        self.meaning = meaning
        self.requestID = requestID
        self.httpStatus = httpStatus
    }

    /// The problem that kept the member from being added, if one did.
    package var problem: Problem? {
        switch meaning {
        case .created, .alreadyMember: nil
        case .full(let setback), .failed(let setback, _): setback.problem
        case .memberRefused(let problem): problem
        }
    }

    /// False where the run was over, or was told to stop, before anything was tried.
    package var wasTried: Bool {
        if case .failed(let setback, _) = meaning { ![.notAsked, .interrupted].contains(setback.kind) } else { true }
    }
}
