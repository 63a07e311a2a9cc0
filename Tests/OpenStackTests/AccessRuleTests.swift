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
        #expect(rule.allowsAddingMembers == isAllowed)
    }
}
