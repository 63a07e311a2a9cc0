import HTTPTypes
import TestSupport
import Testing

@testable import OpenStack
@testable import Transport

/// What is told of a redirection, which is never followed.
struct RedirectionTests {
    private func told(_ status: Int, _ location: String?, set setting: String? = nil) throws -> OpenStackError {
        var service = try #require(ServiceURL("http://glance.test"))
        service.setting = setting
        var answer = HTTPAnswer.status(status)
        answer.response.headerFields[.location] = location
        return OpenStackError(answer).explained(for: service)
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func `The place is named, and where it is the same API, the address to set`(status: Int) throws {
        let error = try told(status, "https://new.test/image/v2/images/i/members?state=secret#x")
        // An answer about one image, which says nothing about the others.
        #expect(error.code == .unexpected)
        #expect(
            error.message
                == "http://glance.test answers with a redirection (\(status)) to "
                + "https://new.test/image/v2/images/i/members, which is not followed")
        #expect(
            error.hint
                == "if the image service is there, set its address to https://new.test/image in "
                + "OS_IMAGE_ENDPOINT_OVERRIDE (image_endpoint_override)")
    }

    @Test func `Where an override is set, that is the one to change`() throws {
        let error = try told(301, "https://glance.test/v2/images", set: "clouds.yaml:5:9: image_endpoint_override")
        #expect(error.hint?.hasSuffix("to https://glance.test in clouds.yaml:5:9: image_endpoint_override") == true)
    }

    @Test(arguments: ["https://login.test/start", "/v2/images/", "http://glance.test/v2/images/", nil])
    func `Any other place leads to the endpoint and to what stands before it`(location: String?) throws {
        let error = try told(302, location)
        #expect(error.message.contains("(302) to \(location ?? "nowhere"),"))
        #expect(error.hint?.contains("check the catalog's endpoint, and any gateway") == true)
    }

    @Test func `A secret that a place repeats is not shown`() throws {
        var answer = HTTPAnswer.status(301, fields: [.location: "https://g.test/tok-123/v2/"])
        answer.secrets = [Secret("tok-123")]
        #expect(OpenStackError(answer).message.contains("to https://g.test/(redacted)/v2/"))
    }

    @Test(arguments: [
        ("https://user:hunter2@new.test:9292/image/v2/images/i", "https://new.test:9292/image/v2/images/i"),
        ("//user:hunter2@new.test/v2/", "//new.test/v2/"), ("https://hunter2@new.test/", "https://new.test/"),
        ("https:user:hunter2@new.test/", "https:new.test/"), ("https://u:hun/ter2@new.test/a", "https://new.test/a"),
        ("https://u:hun?ter2@new.test/a?b@c", "https://c"), ("https://u:h@hunter2@new.test/", "https://new.test/"),
        ("https://user:hunter2@[::1]:9292/", "https://[::1]:9292/"),
        ("https://new.test:9292/users/@me", "https://new.test:9292/users/@me"),
        ("https://[::1]/@me", "https://[::1]/@me"), ("https://login.test/?mail=a@b", "https://login.test/"),
        ("/users/@me", "/users/@me"),
    ])
    func `Whoever writes a user and a password into a place has them kept to himself`(
        location: String, shown: String
    ) throws {
        let error = try told(301, location)
        #expect(error.message.contains("(301) to \(shown), which"), "\(error.message)")
        #expect(error.hint?.contains("hunter") == false)
    }

    @Test func `Without them, the place is one that can be set`() throws {
        let error = try told(301, "https://user:hunter2@new.test/image/v2/images/i/members")
        #expect(error.hint?.contains("set its address to https://new.test/image in") == true, "\(error)")
    }

    @Test(arguments: [300, 304, 200, 404])
    func `No other status is a redirection`(status: Int) {
        #expect(HTTPAnswer.status(status, fields: [.location: "https://g.test/"]).redirection == nil)
    }
}
