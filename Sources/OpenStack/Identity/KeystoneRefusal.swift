import FoundationEssentials
import HTTPTypes
import Transport

/// The meaning of an answer of Keystone's that is no token: the kind of trouble, and its remedy.
struct KeystoneRefusal: Sendable {
    private static let address =
        "check auth_url (OS_AUTH_URL): it should be Keystone's address, with or without /v3, and nothing after that"

    private struct Body: Decodable {
        struct Message: Decodable {
            var message: String
        }
        var error: Message
    }

    private struct Receipt: Decodable {
        var required_auth_methods: [[String]]
    }

    /// The credentials that were tried.
    let credentials: Credentials

    /// Reads an answer that is not a success.
    func error(_ answer: HTTPAnswer) -> OpenStackError {
        var error = OpenStackError(answer)
        switch error.code {
        case .unauthorized where answer.response.headerFields[.authReceipt] != nil:
            error.message = "a second factor is demanded of this user\(Self.methods(demandedBy: answer))"
            error.hint = "use an application credential, which needs none: openstack application credential create"
        case .unauthorized where isFederated || Self.isKeystone(answer): error.hint = credentialsHint(error.message)
        case .unauthorized:
            error.hint = "the words are not Keystone's: check auth_url (OS_AUTH_URL) and any proxy before it"
        case .notFound where Self.isKeystone(answer) && Self.isUnknownPath(error.message):
            error.code = .misconfigured
            error.hint = Self.address
        // Keystone says 404 of a token or an application credential that has gone, or never was.
        case .forbidden where Self.isKeystone(answer), .notFound where Self.isKeystone(answer):
            error.code = .unauthorized
            error.hint = credentialsHint(error.message)
        case .unexpected where error.redirection != nil:
            error.code = .misconfigured
            error.hint = Self.redirectionHint(answer)
        // Keystone's own list is of another form.
        case .unexpected where error.offered != nil:
            error.code = .misconfigured
            let versions = error.offered?.versions.prefix(3).map(\.id).joined(separator: ", ") ?? ""
            error.message = "another service answers here, with a list of its versions (\(versions), …)"
            error.hint = Self.address
        case .notFound, .unexpected, .badRequest, .conflict, .forbidden:
            error.code = .misconfigured
            error.hint =
                Self.isKeystone(answer)
                ? "check how the user, the project and their domains are named" : Self.address
        case .ruledOut, .tooLarge, .throttled, .serverTrouble, .notSent, .unanswered, .timedOut, .tlsFailed,
            .misconfigured, .noEndpoint, .interrupted, .readOnly, .tokenUnchecked, .notAsked:
            break
        }
        return error
    }

    private var isFederated: Bool {
        switch credentials {
        case .federatedClient, .federatedToken: true
        default: false
        }
    }

    private static func isKeystone(_ answer: HTTPAnswer) -> Bool {
        (try? JSONDecoder().decode(Body.self, from: Data(answer.body))) != nil
    }

    /// Returns whether Keystone knows no such path, by the words of today and of older ones, rather than no such user or token.
    private static func isUnknownPath(_ message: String) -> Bool {
        ["requested URL was not found", "The resource could not be found."].contains { message.contains($0) }
    }

    private func credentialsHint(_ message: String) -> String {
        if message.contains("password is expired") { return "set a new password: openstack user password set" }
        if message.contains("account is locked") {
            return "wait until Keystone unlocks the account, or ask its operator"
        }
        if message.contains("account is disabled") { return "ask the cloud's operator to enable the user" }
        if message.contains("unsupported method") {
            return "this Keystone does not know this authentication type: set another auth_type (OS_AUTH_TYPE)"
        }
        switch credentials {
        case .token where message.contains("delegated token") || message.contains("rescope a scoped token"):
            return "this token cannot be exchanged: leave the project out, and it is used as it is"
        case .token: return "the token may have expired or been revoked: openstack token issue"
        // Keystone does not say whether it was the password or the trust.
        case .password(_, _, scope: .trust):
            return
                "check user and password, and the trust (OS_TRUST_ID): it may have expired or been deleted, or be for "
                + "another user, or whoever gave it may have lost the role"
        case .applicationCredential:
            return
                "check the application credential's ID or name, and its secret: it may have expired or been deleted, "
                + "or its user may have lost a role"
        case .federatedClient, .federatedToken:
            return
                "check identity_provider and protocol, and that Keystone trusts this provider, has a mapping for the "
                + "client, and gives it a role in the project; an access token lives only for minutes"
        default:
            return "check user, password, project and their domains, and that the user has a role in the project"
        }
    }

    /// The factors, as Keystone lists them: any of these combinations will do.
    private static func methods(demandedBy answer: HTTPAnswer) -> String {
        guard let rules = try? JSONDecoder().decode(Receipt.self, from: Data(answer.body)).required_auth_methods else {
            return ""
        }
        let combinations = rules.map { $0.joined(separator: " and ") }.joined(separator: ", or ")
        return ErrorText.sentence(in: ": " + combinations)
    }

    private static func redirectionHint(_ answer: HTTPAnswer) -> String {
        // Only what leads to the same API elsewhere is an address to set; the rest is a login page.
        guard let location = answer.redirection, location.hasSuffix("/v3/auth/tokens"),
            let service = ServiceURL(location)?.withoutIdentityVersion
        else { return address }
        return "set auth_url (OS_AUTH_URL) to \(service)"
    }
}
