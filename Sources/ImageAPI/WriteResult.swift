import HTTPTypes
package import ImageSharing
import OpenStack
import Transport

/// The result of one write to an image's members, sent once.
package struct WriteResult: Sendable, Equatable {
    /// The meaning of an answer, or of the lack of one, and so of what may be done next.
    package enum Meaning: Sendable, Equatable {
        /// This request did it.
        case done
        /// It was so already: the member was there, or was not.
        case alreadySo
        /// The image has as many members as Glance allows; the member may even be one of them, since Glance counts first.
        case full(Setback)
        /// Glance does not do it for this member; another one may do better.
        case memberRefused(Problem)
        /// The token may not do the like for any member of the image; other changes may do better.
        case actionRefused(Problem)
        /// It was not done, or may have been: then look before trying again.
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

    /// Makes the result of a request that was answered as the API promises.
    init(_ meaning: Meaning, _ answer: HTTPAnswer) {
        self.init(meaning, requestID: answer.requestID, httpStatus: answer.response.status.code)
    }

    /// Makes the result of one that was refused, or got no answer.
    init(_ meaning: Meaning, after error: OpenStackError) {
        self.init(meaning, requestID: error.meaning.wasSent ? error.requestID : nil, httpStatus: error.status)
    }

    /// The problem that kept it from being done, if one did.
    package var problem: Problem? {
        switch meaning {
        case .done, .alreadySo: nil
        case .full(let setback), .failed(let setback, _): setback.problem
        case .memberRefused(let problem), .actionRefused(let problem): problem
        }
    }

    /// False where the run was over, or was told to stop, before anything was tried.
    package var wasTried: Bool {
        if case .failed(let setback, _) = meaning { ![.notAsked, .interrupted].contains(setback.kind) } else { true }
    }
}
