import HTTPTypes
import TestSupport
import Testing

@testable import OpenStack
@testable import Transport

/// What Keystone, or whoever stands in its place, answers instead of a token, and what a reader is told of it.
struct KeystoneRefusalTests {
    private static let password = Credentials.password(
        user: .id("u"), password: Secret("p"), scope: .project(.id("p")))
    private static let trust = Credentials.password(user: .id("u"), password: Secret("p"), scope: .trust("t"))
    private static let token = Credentials.token(Secret("t"), scope: .project(.id("p")))
    private static let applicationCredential = Credentials.applicationCredential(.id("c"), secret: Secret("s"))
    private static let federatedToken = Credentials.federatedToken(
        Secret("a"), .init(identityProvider: "ci", protocolID: "openid"), scope: .project(.id("p")))

    private func told(_ answer: HTTPAnswer, _ credentials: Credentials = password) -> OpenStackError {
        KeystoneRefusal(credentials: credentials).error(answer)
    }

    @Test(arguments: [
        (password, "The request you have made requires authentication.", "check user, password, project"),
        (trust, "The request you have made requires authentication.", "and the trust (OS_TRUST_ID)"),
        (password, "The password is expired and needs to be changed for user: u.", "openstack user password set"),
        (password, "The account is locked for user: u.", "unlocks"),
        (password, "The account is disabled for user: u.", "enable the user"),
        (password, "Attempted to authenticate with an unsupported method.", "auth_type"),
        (token, "The request you have made requires authentication.", "openstack token issue"),
        (applicationCredential, "The request you have made requires authentication.", "application credential's"),
        (federatedToken, "The request you have made requires authentication.", "identity_provider and protocol"),
    ])
    func `A 401 of Keystone's is about the credentials, in its own words`(
        credentials: Credentials, message: String, hint: String
    ) {
        let error = told(.keystone(401, message), credentials)
        #expect(error.code == .unauthorized)
        #expect(error.status == 401)
        #expect(error.message == message)
        #expect(error.hint?.contains(hint) == true)
    }

    @Test(arguments: [
        (token, 404, "Could not recognize Fernet token", "openstack token issue"),
        (token, 404, "Failed to validate token", "openstack token issue"),
        (
            token, 403,
            "You are not authorized to perform the requested action: Using a delegated token to create another token is not allowed..",
            "leave the project out"
        ),
        (
            token, 403, "You are not authorized to perform the requested action: rescope a scoped token.",
            "leave the project out"
        ),
        (applicationCredential, 404, "Could not find Application Credential: c.", "deleted"),
        (federatedToken, 404, "Could not find Identity Provider: ci.", "identity_provider"),
    ])
    func `A 403 or 404 of Keystone's is about the credentials too`(
        credentials: Credentials, status: Int, message: String, hint: String
    ) {
        let error = told(.keystone(status, message), credentials)
        #expect(error.code == .unauthorized)
        #expect(error.message == message)
        #expect(error.hint?.contains(hint) == true)
    }

    @Test func `A second factor that is demanded is named, and a way without it`() throws {
        let receipt = try #require(HTTPField.Name("Openstack-Auth-Receipt"))
        let body = #"{"receipt": {"methods": ["password"]}, "required_auth_methods": [["password", "totp"]]}"#
        let error = told(.status(401, body, fields: [receipt: "gAAAA"]))
        #expect(error.code == .unauthorized)
        #expect(error.message == "a second factor is demanded of this user: password and totp")
        #expect(error.hint?.contains("application credential") == true)
        #expect(told(.status(401, "", fields: [receipt: "gAAAA"])).message.hasPrefix("a second factor is demanded"))
    }

    @Test(arguments: [
        (401, "<html><h1>401 Authorization Required</h1>nginx</html>", OpenStackError.Code.unauthorized, "proxy"),
        (403, "<html>Forbidden (CSRF)</html>", .misconfigured, "auth_url"),
        (404, "<h1>Not Found</h1><p>The requested URL was not found on the server.", .misconfigured, "auth_url"),
        (405, "<h1>Method Not Allowed</h1>", .misconfigured, "auth_url"), (300, "", .misconfigured, "auth_url"),
        (400, "Bad Request", .misconfigured, "auth_url"), (410, "gone", .misconfigured, "auth_url"),
    ])
    func `What is not Keystone's word leads to the address`(
        status: Int, body: String, code: OpenStackError.Code, hint: String
    ) {
        let error = told(.status(status, body))
        #expect(error.code == code)
        #expect(error.hint?.contains(hint) == true)
    }

    @Test(arguments: [
        "The requested URL was not found on the server. If you entered the URL manually please check your spelling.",
        "(http://k.test/v2.0/tokens/v3/auth/tokens): The resource could not be found.",
    ])
    func `A path that Keystone does not know is an address that is wrong`(message: String) {
        let error = told(.keystone(404, message))
        #expect(error.code == .misconfigured)
        #expect(error.hint == Self.generalHint)
    }

    @Test func `A request that Keystone does not understand leads to the names`() {
        let error = told(.keystone(400, "Expecting to find domain in project."))
        #expect(error.code == .misconfigured)
        #expect(error.hint?.contains("domains") == true)
    }

    @Test func `A Glance in Keystone's place is recognised by its list of versions`() {
        let error = told(.status(300, #"{"versions": [{"id": "v2.17"}, {"id": "v2.16"}]}"#))
        #expect(error.code == .misconfigured)
        #expect(error.message == "another service answers here, with a list of its versions (v2.17, v2.16, …)")
    }

    @Test(arguments: [
        ("https://k.test:5000/identity/v3/auth/tokens", "set auth_url (OS_AUTH_URL) to https://k.test:5000/identity"),
        ("https://k.test/v3/auth/tokens?state=1", "set auth_url (OS_AUTH_URL) to https://k.test"),
        ("https://login.test/?next=/v3/auth/tokens", KeystoneRefusalTests.generalHint),
        ("https://login.test/", KeystoneRefusalTests.generalHint),
        ("/v3/auth/tokens", KeystoneRefusalTests.generalHint),
    ])
    func `A redirection is not followed, and where it leads to the same API, that is the address to set`(
        location: String, hint: String
    ) {
        let error = told(.status(301, fields: [.location: location]))
        #expect(error.code == .misconfigured)
        let place = location.prefix { $0 != "?" }
        #expect(error.message == "the answer is a redirection (301) to \(place)")
        #expect(error.hint == hint)
    }

    private static let generalHint =
        "check auth_url (OS_AUTH_URL): it should be Keystone's address, with or without /v3, and nothing after that"

    @Test(arguments: [429, 500, 502, 503, 504])
    func `What may pass is left to be tried again`(status: Int) {
        let error = told(.status(status, "<html>busy</html>", fields: [.retryAfter: "7"]))
        #expect(error.meaning.isRepeatable)
        #expect([429, 503].contains(status) == (error.retryAfter == .seconds(7)))
    }
}
