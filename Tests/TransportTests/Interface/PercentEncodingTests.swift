import Testing

@testable import Transport

struct PercentEncodingTests {
    @Test(arguments: [
        ("openid", "openid", "openid"), ("a b", "a%20b", "a+b"), ("a/b", "a%2Fb", "a%2Fb"), ("ä", "%C3%A4", "%C3%A4"),
        ("-._~", "-._~", "-._%7E"), ("*", "%2A", "*"), ("%+&=\n", "%25%2B%26%3D%0A", "%25%2B%26%3D%0A"), ("", "", ""),
    ])
    func `Text stands for itself in a path and in a form`(text: String, path: String, form: String) {
        #expect(PercentEncoding.pathPart(text) == path)
        #expect(PercentEncoding.formPart(text) == form)
    }

    @Test func `A form is names and values`() {
        #expect(PercentEncoding.form(["grant_type": "a", "scope": "b c"]) == "grant_type=a&scope=b+c")
    }
}
