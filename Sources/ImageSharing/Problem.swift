/// Something that went wrong, said so that a person can act on it and a script can tell it apart.
package struct Problem: Error, Hashable, Sendable {
    /// The kind of trouble.
    package var code: ProblemCode
    /// The image it concerns, if one.
    package var image: ImageID?
    /// The member it concerns, if one.
    package var member: ProjectID?
    /// The HTTP status that came with it, for people; nothing is decided by it.
    package var httpStatus: Int?
    /// A sentence that says what was wrong.
    ///
    /// It may quote a server or a file: escape it before showing it.
    package var message: String
    /// The remedy, if there is one to name.
    package var hint: String?
    /// The request's ID in the cloud's own logs.
    package var requestID: String?
    /// The line of the manifest it concerns.
    package var source: SourceLocation?
    /// The number of rows that cannot be known because of it, for a lookup of what a manifest names; nil for all else.
    package var rows: Int?

    /// Makes a problem.
    package init(
        code: ProblemCode, image: ImageID? = nil, member: ProjectID? = nil, httpStatus: Int? = nil,
        message: String, hint: String? = nil, requestID: String? = nil, source: SourceLocation? = nil, rows: Int? = nil
    ) {
        self.code = code
        self.image = image
        self.member = member
        self.httpStatus = httpStatus
        self.message = message
        self.hint = hint
        self.requestID = requestID
        self.source = source
        self.rows = rows
    }
}

/// The kinds of trouble, by the names that scripts know.
package enum ProblemCode: String, CaseIterable, Sendable {
    /// A manifest has mistakes.
    case manifestInvalid = "manifest_invalid"
    /// No cloud can be made of the configuration, or the catalog has no such endpoint.
    case configurationInvalid = "configuration_invalid"
    /// The plan adds or removes more than the policy allows.
    case safetyLimitExceeded = "safety_limit_exceeded"
    /// A write could not be recorded.
    case auditFailed = "audit_failed"
    /// The credentials, or their token, are refused.
    case authenticationFailed = "authentication_failed"
    /// The token may not do it: a role, or an access rule, is missing.
    case forbidden
    /// There is no such image, or this project may not see it.
    case imageNotFound = "image_not_found"
    /// The image is private, public, community, or being deleted.
    case imageNotShareable = "image_not_shareable"
    /// The image is another project's, or nobody's.
    case notImageOwner = "not_image_owner"
    /// The image has as many members as Glance allows.
    case memberLimitExceeded = "member_limit_exceeded"
    /// Glance does not take the member.
    case memberRejected = "member_rejected"
    /// A member that Glance took is not listed afterwards, or one that it deleted is.
    case memberMissing = "member_missing"
    /// Keystone knows no such project, or domain, or parent.
    case projectNotFound = "project_not_found"
    /// Several projects have the name.
    case projectAmbiguous = "project_ambiguous"
    /// The token may not look up what the manifest names.
    case lookupForbidden = "lookup_forbidden"
    /// A set finds no image.
    case imageSetEmpty = "image_set_empty"
    /// A set finds more images than it may.
    case imageSetTooLarge = "image_set_too_large"
    /// A group comes out with no project.
    case groupEmpty = "group_empty"
    /// The manifest comes out with more rows than any run takes on.
    case tooManyRows = "too_many_rows"
    /// The manifests say of a project both that it shall be a member of an image and that it must not be.
    case membersContradictory = "members_contradictory"
    /// Members are to be removed, and nothing allows it.
    case removalNotAllowed = "removal_not_allowed"
    /// A saved plan cannot be read, or is for another cloud or project.
    case planInvalid = "plan_invalid"
    /// An image's members are not those any more that a saved plan was made from.
    case planStale = "plan_stale"
    /// The token may not accept an image in a member's place.
    case acceptForbidden = "accept_forbidden"
    /// The cloud asks for patience, for longer than the run has.
    case throttled
    /// Nobody answers, or with 5xx, whatever was tried.
    case cloudUnavailable = "cloud_unavailable"
    /// There was no answer in time, whatever was tried.
    case timedOut = "timed_out"
    /// The server could not be trusted, and nothing was sent.
    case tlsFailed = "tls_failed"
    /// The answer is not one of this API: a proxy's, or that of a wrong address.
    case unexpectedResponse = "unexpected_response"

    /// The consequences that a problem can have.
    private enum Consequence {
        case passesByItself, lasts, endsTheRun
    }

    /// The one table from a problem to its consequence.
    private var consequence: Consequence {
        switch self {
        case .throttled, .cloudUnavailable, .timedOut: .passesByItself
        case .manifestInvalid, .planInvalid, .configurationInvalid, .authenticationFailed, .tlsFailed, .auditFailed:
            .endsTheRun
        case .safetyLimitExceeded, .forbidden, .imageNotFound, .imageNotShareable, .notImageOwner,
            .memberLimitExceeded, .memberRejected, .memberMissing, .projectNotFound, .projectAmbiguous,
            .lookupForbidden, .imageSetEmpty, .imageSetTooLarge, .groupEmpty, .tooManyRows, .membersContradictory,
            .removalNotAllowed, .planStale, .acceptForbidden, .unexpectedResponse:
            .lasts
        }
    }

    /// True if the same run, started again later, may well succeed without anybody mending anything.
    package var isTransient: Bool { consequence == .passesByItself }

    /// True if nothing else of the run can succeed either, so that going on would only hammer the cloud.
    package var endsTheRun: Bool { consequence == .endsTheRun }

    /// True if it is the image that is at fault, rather than the cloud or the run.
    package var isAboutTheImage: Bool { consequence == .lasts }
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
