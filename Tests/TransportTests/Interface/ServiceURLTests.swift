import Testing

@testable import Transport

struct ServiceURLTests {
    @Test(arguments: [
        ("http://glance.test", "http://glance.test"), ("http://glance.test/", "http://glance.test"),
        ("http://glance.test:9292", "http://glance.test:9292"),
        ("https://cloud.test/image", "https://cloud.test/image"),
        ("https://cloud.test/image/", "https://cloud.test/image"), ("http://glance.test/v2", "http://glance.test"),
        ("http://glance.test:9292/v2/", "http://glance.test:9292"),
        ("https://cloud.test/image/v2", "https://cloud.test/image"),
        ("https://cloud.test/image/v2.16", "https://cloud.test/image"),
        ("https://cloud.test/v2/image", "https://cloud.test/v2/image"),
        ("https://cloud.test/image/v20", "https://cloud.test/image/v20"),
        ("http://[2001:db8::1]:9292/v2", "http://[2001:db8::1]:9292"),
        ("HTTPS://Cloud.test/a//b/", "https://Cloud.test/a/b"),
        ("http://127.0.0.1:9292/", "http://127.0.0.1:9292"), ("http://a/b%20c", "http://a/b%20c"),
    ])
    func `A service's address is read without its version and without a trailing slash`(text: String, kept: String) {
        #expect(ServiceURL(text, droppingVersion: "v2")?.description == kept)
    }

    @Test(arguments: [
        ("https://k.test/v3\n", "line break before or after"), (" https://k.test", "blank before or after"),
        ("\"https://k.test\"", "quotes"), ("'https://k.test'", "quotes"), ("<https://k.test>", "quotes"),
        ("https://k.test/a b", "blank or a line break in it"), ("k.test:5000", "begins with http:// or https://"),
        ("https://k.test?a=b", "the ? or #"), ("https://k.test/../v3", "without . and .."),
        ("https://k.test:99999", "1 to 65535"), ("https://", "a host"),
        ("https://u:p@k.test", "leave user and password"),
    ])
    func `What is no address has a remedy that is true of it`(text: String, remedy: String) {
        #expect(ServiceURL(text) == nil)
        #expect(ServiceURL.remedy(for: text).contains(remedy))
    }

    @Test func `The version stays where it is not to be dropped`() {
        #expect(ServiceURL("http://glance.test/v2")?.description == "http://glance.test/v2")
    }

    @Test(arguments: [
        "", "http", "http:", "http://", "http:///image", "http://:9292", "//glance.test", "glance.test",
        "ftp://glance.test",
        "file:///etc/passwd", "http://user:password@glance.test", "http://glance.test?a=b", "http://glance.test/#a",
        "http://glance.test/a b", "http://glance.test/\n", "http://glance.test/..", "http://glance.test/a/../b",
        "http://glance.test/./a", "http://glänce.test", "http://glance.test/\u{0}", " http://glance.test",
        #"http://glance.test\a"#, "http://glance.test/%(project_id)s|", "http://<script>",
    ])
    func `What is no plain http or https address is refused`(text: String) {
        #expect(ServiceURL(text, droppingVersion: "v2") == nil)
    }

    @Test(arguments: [
        ("http://k:5000", "http://k:5000"), ("http://k:5000/", "http://k:5000"), ("http://k:5000/v3", "http://k:5000"),
        ("http://k:5000/v3/", "http://k:5000"), ("http://k:5000//v3//", "http://k:5000"),
        ("https://k/identity/v3", "https://k/identity"), ("https://k/identity/v3.14", "https://k/identity"),
        ("https://k/identity/v3/auth/tokens", "https://k/identity"), ("http://k:5000/v2.0", "http://k:5000"),
        ("http://k:5000/v2.0/", "http://k:5000"), ("https://k/v3/identity", "https://k/v3/identity"),
        ("https://k/v30", "https://k/v30"), ("https://k/identity/auth", "https://k/identity/auth"),
        ("http://k/v3/v3", "http://k/v3"),
    ])
    func `Keystone's address is read with or without its version, and below a prefix`(
        text: String, kept: String
    ) throws {
        #expect(try #require(ServiceURL(text)).withoutIdentityVersion.description == kept)
    }

    @Test func `A slash at the end is remembered, and makes no other service`() throws {
        let plain = try #require(ServiceURL("https://idp.test/token"))
        let slashed = try #require(ServiceURL("https://idp.test/token/"))
        #expect(plain.trailingSlash.isEmpty)
        #expect(slashed.trailingSlash == "/")
        #expect(plain == slashed)
        #expect(Set([plain, slashed]).count == 1)
    }

    @Test func `Paths are joined as text`() throws {
        let url = try #require(ServiceURL("https://cloud.test:443/image/v2", droppingVersion: "v2"))
        #expect(url.scheme == "https")
        #expect(url.authority == "cloud.test:443")
        #expect(url.prefix + "/v2/images" == "/image/v2/images")
    }
}
