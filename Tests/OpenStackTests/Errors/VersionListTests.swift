import TestSupport
import Testing

@testable import OpenStack
@testable import Transport

struct VersionListTests {
    private static func list(_ versions: (id: String, href: String?)...) -> String {
        let entries = versions.map { version in
            let link = version.href.map { #"{"rel": "self", "href": "\#($0)"}"# } ?? ""
            return #"{"id": "\#(version.id)", "status": "SUPPORTED", "links": [\#(link)]}"#
        }
        return #"{"versions": [\#(entries.joined(separator: ", "))]}"#
    }

    @Test(
        arguments: [
            // Elsewhere on the same host.
            (
                list(("v2.17", "http://h:9292/glance/v2/"), ("v2.16", "http://h:9292/glance/v2/")),
                "http://h:9292/glance"
            ),
            (list(("v1", "http://h:9292/v1/"), ("v2", "http://h:9292/v2")), "http://h:9292"),
            // Where we looked; on another host, which may be the inside of a proxy; nowhere; no second version.
            (list(("v2.17", "http://h:9292/image/v2/")), nil), (list(("v2.17", "http://127.0.0.1:9292/v2/")), nil),
            (list(("v2.17", nil)), nil), (list(("v2.17", "nonsense")), nil), (list(("v3", "http://h:9292/v3/")), nil),
            (list(("v20", "http://h:9292/v20/")), nil),
        ] as [(String, String?)])
    func `Another place of the second version is found on the same host`(body: String, other: String?) throws {
        let service = try #require(ServiceURL("http://h:9292/image"))
        let error = OpenStackError(.status(300, body)).explained(for: service)
        #expect(error.code == .misconfigured)
        #expect(
            error.message.hasPrefix("http://h:9292/image is not the Image v2 API: it answers with a list of versions"))
        #expect(error.hint?.contains("OS_IMAGE_ENDPOINT_OVERRIDE") == true)
        #expect(other == nil || error.hint?.hasSuffix("OS_IMAGE_ENDPOINT_OVERRIDE=\(other ?? "")") == true)
        #expect(other != nil || error.hint?.contains("=") == false)
    }

    @Test func `The versions are told, each address once`() throws {
        let body = Self.list(
            ("v2.17", "http://h/v2/"), ("v2.16", "http://h/v2/"), ("v1.1", "http://h/v1/"), ("v0", nil)
        )
        #expect(VersionList(.status(300, body))?.text == "v2.17 at http://h/v2/, v1.1 at http://h/v1/, v0")
    }

    @Test(arguments: [
        "", "{}", "[]", "<html>", #"{"versions": []}"#, #"{"versions": {"values": []}}"#, #"{"versions": [{}]}"#,
        #"{"message": "no"}"#,
    ])
    func `Anything else stays what it was`(body: String) throws {
        let service = try #require(ServiceURL("http://h"))
        let error = OpenStackError(.status(300, body))
        #expect(error.explained(for: service) == error)
        #expect(error.code == .unexpected)
    }

    @Test(arguments: [200, 401, 403, 500])
    func `Only a 300 or a 404 is taken for a list of versions`(status: Int) {
        #expect(OpenStackError(.status(status, Self.list(("v2", "http://h/v2/")))).offered == nil)
    }
}
