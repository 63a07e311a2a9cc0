import Foundation
import Testing

@testable import OpenStack
@testable import Transport

struct AuthenticationRequestTests {
    private static let user = Credentials.User.name("demo", domain: .name("Default"))

    @Test(arguments: [
        (
            AuthenticationRequest(user: .id("u"), password: Secret("s"), scope: .project(.id("p"))),
            #"{"auth":{"identity":{"methods":["password"],"password":{"user":{"id":"u","password":"s"}}},"scope":{"project":{"id":"p"}}}}"#
        ),
        (
            AuthenticationRequest(
                user: user, password: Secret("s"), scope: .project(.name("p", domain: .id("default")))),
            #"{"auth":{"identity":{"methods":["password"],"password":{"user":{"domain":{"name":"Default"},"name":"demo","password":"s"}}},"scope":{"project":{"domain":{"id":"default"},"name":"p"}}}}"#
        ),
        (
            AuthenticationRequest(token: Secret("t"), scope: .project(.id("p"))),
            #"{"auth":{"identity":{"methods":["token"],"token":{"id":"t"}},"scope":{"project":{"id":"p"}}}}"#
        ),
        (
            AuthenticationRequest(.id("c"), secret: Secret("s")),
            #"{"auth":{"identity":{"application_credential":{"id":"c","secret":"s"},"methods":["application_credential"]}}}"#
        ),
        (
            AuthenticationRequest(.name("bot", user: .id("u")), secret: Secret("s")),
            #"{"auth":{"identity":{"application_credential":{"name":"bot","secret":"s","user":{"id":"u"}},"methods":["application_credential"]}}}"#
        ),
        (
            AuthenticationRequest(.name("bot", user: user), secret: Secret("s")),
            #"{"auth":{"identity":{"application_credential":{"name":"bot","secret":"s","user":{"domain":{"name":"Default"},"name":"demo"}},"methods":["application_credential"]}}}"#
        ),
    ])
    func `The request reads as Keystone wants it; an application credential names no scope`(
        request: AuthenticationRequest, json: String
    ) throws {
        #expect(try Self.content(of: request) == json)
    }

    @Test(
        arguments: [
            (.project(.name("p", domain: .name("Default"))), #"{"project":{"domain":{"name":"Default"},"name":"p"}}"#),
            (.project(.id("p")), #"{"project":{"id":"p"}}"#), (.domain(.id("d")), #"{"domain":{"id":"d"}}"#),
            (.domain(.name("Default")), #"{"domain":{"name":"Default"}}"#), (.system, #"{"system":{"all":true}}"#),
            (.trust("t"), #"{"OS-TRUST:trust":{"id":"t"}}"#), (.unscoped, nil),
        ] as [(Credentials.Scope, String?)])
    func `A scope is one of five, or none, and the same for a password and for a token`(
        scope: Credentials.Scope, json: String?
    ) throws {
        let named = json.map { #","scope":\#($0)"# } ?? ""
        #expect(
            try Self.content(of: AuthenticationRequest(token: Secret("t"), scope: scope))
                == #"{"auth":{"identity":{"methods":["token"],"token":{"id":"t"}}\#(named)}}"#
        )
        #expect(
            try Self.content(of: AuthenticationRequest(user: .id("u"), password: Secret("s"), scope: scope))
                == #"{"auth":{"identity":{"methods":["password"],"password":{"user":{"id":"u","password":"s"}}}\#(named)}}"#
        )
    }

    private static func content(of request: AuthenticationRequest) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(request), as: UTF8.self)
    }
}
