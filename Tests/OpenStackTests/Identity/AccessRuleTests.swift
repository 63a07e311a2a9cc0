import FoundationEssentials
import Testing

@testable import OpenStack

struct AccessRuleTests {
    @Test(arguments: [
        ("image", "POST", "/v2/images/*/members", true), ("image", "post", "/v2/images/*/members", true),
        ("image", "POST", "/v2/images/{image_id}/members", true), ("image", "POST", "/v2/images/**", true),
        ("image", "POST", "/v2/**", true), ("image", "POST", "/**", true),
        ("image", "GET", "/v2/images/*/members", false), ("compute", "POST", "/v2/images/*/members", false),
        ("image", "POST", "/v2/images", false), ("image", "POST", "/v2/images/*", false),
        ("image", "POST", "/v2/images/*/members/*", false), ("image", "POST", "/v3/**", false),
        ("image", "POST", "", false),
    ])
    func `A rule lets members be added, or not`(service: String, method: String, path: String, isAllowed: Bool) throws {
        let json = #"{"id": "r", "service": "\#(service)", "method": "\#(method)", "path": "\#(path)"}"#
        let rule = try JSONDecoder().decode(AccessRule.self, from: Data(json.utf8))
        #expect(rule.allows("POST", "/v2/images/*/members") == isAllowed)
    }

    @Test(arguments: [
        ("/v2/images", "/v2/images", true), ("/v2/images/*", "/v2/images", false),
        ("/v2/images/*", "/v2/images/a", true), ("/v2/images/*", "/v2/images/*", true),
        ("/v2/images/a", "/v2/images/a", true), ("/v2/images/a", "/v2/images/*", false),
        ("/v2/images/**", "/v2/images/*", true), ("/v2/images/**", "/v2/images/a/members", true),
        ("/v2/images/**", "/v2/images", false), ("/v2/**/members", "/v2/images/*/members", true),
        ("/v2/**/members", "/v2/images/*", false), ("/v2/images/{id}", "/v2/images/*", true),
    ])
    func `A rule covers a path, or all paths of a form`(pattern: String, path: String, isAllowed: Bool) throws {
        let json = #"{"service": "image", "method": "GET", "path": "\#(pattern)"}"#
        let rule = try JSONDecoder().decode(AccessRule.self, from: Data(json.utf8))
        #expect(rule.allows("GET", path) == isAllowed)
        #expect(!rule.allows("POST", path))
    }
}
