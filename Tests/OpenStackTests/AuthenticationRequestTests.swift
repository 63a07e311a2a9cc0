import Foundation
import Testing

@testable import OpenStack

struct AuthenticationRequestTests {
    private static let user = Credentials.User.name("demo", domain: .name("Default"))

    @Test(arguments: [
        (
            AuthenticationRequest(user: .id("u"), password: Secret("s"), project: .id("p")),
            #"{"auth":{"identity":{"methods":["password"],"password":{"user":{"id":"u","password":"s"}}},"scope":{"project":{"id":"p"}}}}"#
        ),
        (
            AuthenticationRequest(user: user, password: Secret("s"), project: .name("p", domain: .id("default"))),
            #"{"auth":{"identity":{"methods":["password"],"password":{"user":{"domain":{"name":"Default"},"name":"demo","password":"s"}}},"scope":{"project":{"domain":{"id":"default"},"name":"p"}}}}"#
        ),
        (
            AuthenticationRequest(.id("c"), secret: Secret("s")),
            #"{"auth":{"identity":{"application_credential":{"id":"c","secret":"s"},"methods":["application_credential"]}}}"#
        ),
        (
            AuthenticationRequest(.name("bot", user: user), secret: Secret("s")),
            #"{"auth":{"identity":{"application_credential":{"name":"bot","secret":"s","user":{"domain":{"name":"Default"},"name":"demo"}},"methods":["application_credential"]}}}"#
        ),
    ])
    func `The request reads as Keystone wants it; an application credential names no scope`(
        request: AuthenticationRequest, json: String
    ) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let content = String(decoding: try encoder.encode(request), as: UTF8.self)
        #expect(content == json)
    }
}
