import Testing

@testable import GlanceSandbox

@Suite struct AccessRuleTests {
    @Test(arguments: [
        ("/v2/images", "/v2/images", true), ("/v2/images", "/v2/images/a", false),
        ("/v2/images/*", "/v2/images/a", true), ("/v2/images/*", "/v2/images", false),
        ("/v2/images/*", "/v2/images/a/members", false), ("/v2/images/**", "/v2/images/a/members/b", true),
        ("/v2/images/**", "/v2/images", false), ("/v2/images/*/members", "/v2/images/a/members", true),
        ("/v2/images/*/members", "/v2/images/a/tags", false), ("/v2/**/members", "/v2/images/a/members", true),
    ])
    func `A pattern matches whole paths, and one method alone`(pattern: String, path: String, isAllowed: Bool) {
        #expect(AccessRule(method: "GET", path: pattern).allows("GET", path) == isAllowed)
        #expect(!AccessRule(method: "GET", path: pattern).allows("POST", path))
    }
}
