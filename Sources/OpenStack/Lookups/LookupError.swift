/// The reason why projects could not be looked up.
package struct LookupError: Error, Sendable, Equatable {
    /// A kind of reason.
    package enum Kind: Sendable {
        /// This token may not look.
        case forbidden
        /// There is no such domain or parent, or the token does not see it.
        case notFound
        /// Several projects have the parent's name.
        case ambiguous
        /// There is no answer, or none that can be used.
        case failed
    }

    /// The kind.
    package let kind: Kind
    /// The reason in words, with its remedy where there is one to name.
    package let error: OpenStackError

    /// Makes an error of what Keystone has answered, or has not.
    ///
    /// - Parameters:
    ///   - error: the error, in Keystone's name.
    ///   - question: the question.
    init(_ error: OpenStackError, asking question: LookupQuestion) {
        var explained = error
        switch error.code {
        // There is no token to ask with, or nobody is asked any more.
        case _ where error.concernsToken: kind = .failed
        case .forbidden:
            kind = .forbidden
            explained.message = "this token may not \(question.text): \(error.message)"
            explained.hint = question.remedy
        // The status says nothing of an image here, nor of the configuration, of which a token has come.
        case .badRequest, .notFound, .conflict, .unexpected, .misconfigured, .noEndpoint, .readOnly:
            kind = .failed
            explained.code = .unexpected
            explained.hint =
                error.hint
                ?? "this is not an answer of Keystone's API v3: check auth_url (OS_AUTH_URL), and any proxy before it"
        // The other services are trusted or not by what they show themselves: this ends no run.
        case .tlsFailed:
            kind = .failed
            explained.code = .notSent
            explained.hint =
                error.hint ?? "check Keystone's certificate; OS_CACERT names a private authority's file"
        case .tooLarge:
            kind = .failed
            explained.code = error.retryAfter == nil ? .unexpected : .throttled
        case .unauthorized, .ruledOut, .throttled, .serverTrouble, .notSent, .unanswered, .timedOut, .interrupted,
            .tokenUnchecked, .notAsked:
            kind = .failed
        }
        self.error = explained
    }

    /// Makes an error of an answer that does not say what it should.
    init(_ kind: Kind, message: String, hint: String) {
        self.kind = kind
        error = OpenStackError(.notFound, message: message, hint: hint)
    }
}

/// A question to Keystone, as its policy names it.
enum LookupQuestion: String, Sendable {
    case listProjects = "identity:list_projects"
    case showProject = "identity:get_project"
    case listDomains = "identity:list_domains"
    case showDomain = "identity:get_domain"

    /// The question as a verb with its object.
    var text: String {
        switch self {
        case .listProjects: "look projects up"
        case .showProject: "look at the parent project"
        case .listDomains: "look domains up by name"
        case .showDomain: "look at the domain"
        }
    }

    /// The path that an access rule has to allow.
    var path: String {
        switch self {
        case .listProjects: "/v3/projects"
        case .showProject: "/v3/projects/*"
        case .listDomains: "/v3/domains"
        case .showDomain: "/v3/domains/*"
        }
    }

    /// The way to an answer for a token that may not ask.
    var remedy: String {
        "IDs work everywhere: write them instead; or use credentials that Keystone's policy \(rawValue) lets ask, by "
            + "default the role admin in the project that owns the images; an "
            + "application credential with access rules also needs one for GET \(path) of service identity"
    }
}
