/// Something that went wrong, said so that a person can act on it and a script can tell it apart.
package struct Problem: Error, Hashable, Sendable {
    /// What kind of trouble it is.
    package var code: ProblemCode
    /// The image it concerns, if one.
    package var image: ImageID?
    /// The member it concerns, if one.
    package var member: ProjectID?
    /// The HTTP status that told of it, if one did.
    package var httpStatus: Int?
    /// What was wrong, in a sentence.
    ///
    /// It may quote a server or a file: escape it before showing it.
    package var message: String
    /// What to do about it, if there is something to say.
    package var hint: String?
    /// The request's ID in the cloud's own logs.
    package var requestID: String?
    /// The line of the manifest it concerns.
    package var source: SourceLocation?

    /// Makes a problem.
    package init(
        code: ProblemCode, image: ImageID? = nil, member: ProjectID? = nil, httpStatus: Int? = nil,
        message: String, hint: String? = nil, requestID: String? = nil, source: SourceLocation? = nil
    ) {
        self.code = code
        self.image = image
        self.member = member
        self.httpStatus = httpStatus
        self.message = message
        self.hint = hint
        self.requestID = requestID
        self.source = source
    }
}

/// The kinds of trouble, by the names that scripts know.
package enum ProblemCode: String, CaseIterable, Sendable {
    case manifestInvalid = "manifest_invalid"
    case configurationInvalid = "configuration_invalid"
    case safetyLimitExceeded = "safety_limit_exceeded"
    case auditFailed = "audit_failed"
    case authenticationFailed = "authentication_failed"
    case forbidden
    case imageNotFound = "image_not_found"
    case imageNotShareable = "image_not_shareable"
    case notImageOwner = "not_image_owner"
    case memberLimitExceeded = "member_limit_exceeded"
    case memberRejected = "member_rejected"
    case memberMissing = "member_missing"
    case throttled
    case cloudUnavailable = "cloud_unavailable"
    case timedOut = "timed_out"
    case tlsFailed = "tls_failed"
    case unexpectedResponse = "unexpected_response"

    /// Whether the same run, started again later, may well succeed without anybody mending anything.
    package var isTransient: Bool {
        switch self {
        case .throttled, .cloudUnavailable, .timedOut: true
        default: false
        }
    }

    /// Whether nothing else of the run can succeed either, so that going on would only hammer the cloud.
    package var endsTheRun: Bool {
        switch self {
        case .authenticationFailed, .tlsFailed, .configurationInvalid, .manifestInvalid, .auditFailed: true
        default: false
        }
    }
}

extension Problem: Comparable {
    /// By image, then member, those of the whole run first; then by what they say.
    package static func < (one: Problem, other: Problem) -> Bool {
        if one.image != other.image {
            guard let left = one.image, let right = other.image else { return one.image == nil }
            return left < right
        }
        if one.member != other.member {
            guard let left = one.member, let right = other.member else { return one.member == nil }
            return left < right
        }
        return (one.code.rawValue, one.message) < (other.code.rawValue, other.message)
    }
}
