import Testing

@testable import Transport

/// Which proxy for which service: a function of the variables.
struct ProxySettingsTests {
    private static func proxy(_ environment: [String: String], for url: String) throws -> String? {
        let service = try #require(ServiceURL(url))
        return try ProxySettings(environment: environment).proxy(for: service).map { "\($0.service) \($0.variable)" }
    }

    @Test(
        arguments: [
            ([:], "https://k.test", nil),
            (["HTTPS_PROXY": "http://p:3128"], "https://k.test:5000", "http://p:3128 HTTPS_PROXY"),
            (["https_proxy": "http://p:3128"], "https://k.test", "http://p:3128 https_proxy"),
            (["HTTPS_PROXY": "http://p:3128"], "http://k.test", nil),
            (["HTTP_PROXY": "http://p:3128"], "http://k.test", "http://p:3128 HTTP_PROXY"),
            (["HTTP_PROXY": "http://p:3128"], "https://k.test", nil),
            (["ALL_PROXY": "http://p:3128"], "http://k.test", "http://p:3128 ALL_PROXY"),
            (["all_proxy": "http://p:1", "HTTPS_PROXY": "http://p:2"], "https://k.test", "http://p:2 HTTPS_PROXY"),
            (["https_proxy": "http://p:1", "HTTPS_PROXY": "http://p:2"], "https://k.test", "http://p:1 https_proxy"),
            (["https_proxy": "", "HTTPS_PROXY": "http://p:2"], "https://k.test", nil),
            (["HTTPS_PROXY": ""], "https://k.test", nil),
            (["HTTPS_PROXY": "p.test:3128"], "https://k.test", "http://p.test:3128 HTTPS_PROXY"),
            (["HTTPS_PROXY": "http://p.test/"], "https://k.test", "http://p.test HTTPS_PROXY"),
            (["HTTPS_PROXY": "HTTP://[::1]:3128"], "https://k.test", "http://[::1]:3128 HTTPS_PROXY"),
            (["HTTPS_PROXY": "http://u:p%40@p:3128"], "https://k.test", "http://p:3128 HTTPS_PROXY"),
        ] as [([String: String], String, String?)])
    func `The variable of the scheme, else that for all`(
        environment: [String: String], url: String, expected: String?
    ) throws {
        #expect(try Self.proxy(environment, for: url) == expected)
    }

    @Test(
        arguments: [
            ("", "https://k.test", false),
            ("*", "https://k.test", true),
            ("k.test", "https://k.test:5000", true),
            ("K.Test", "https://k.test", true),
            ("k.test", "https://K.TEST", true),
            ("test", "https://k.test", true),
            (".test", "https://k.test", true),
            ("*.test", "https://k.test", true),
            (".k.test", "https://k.test", true),
            ("est", "https://k.test", false),
            ("k.test", "https://ok.test", false),
            ("k.test", "https://test", false),
            ("k.test:5000", "https://k.test:5000", true),
            ("k.test:5000", "https://k.test:9292", false),
            ("k.test:443", "https://k.test", true),
            ("k.test:80", "http://k.test", true),
            ("other, k.test", "https://k.test", true),
            ("other k.test", "https://k.test", true),
            (",,k.test,", "https://k.test", true),
            ("10.0.0.1", "https://10.0.0.1:5000", true),
            ("10.0.0.1:5000", "https://10.0.0.1:5000", true),
            ("10.0.0.1:5000", "https://10.0.0.1", false),
            ("10.0.0.1", "https://10.0.0.11", false),
            ("10.0.0.0/8", "https://10.200.3.4", true),
            ("10.0.0.0/8", "https://11.0.0.1", false),
            ("10.0.0.0/9", "https://10.127.0.1", true),
            ("10.0.0.0/9", "https://10.128.0.1", false),
            ("0.0.0.0/0", "https://10.128.0.1", true),
            ("10.0.0.0/33", "https://10.0.0.1", false),
            ("10.0.0.0/8", "https://k.test", false),
            ("0.0.0.0/0", "https://[::1]", false),
            ("::1", "https://[::1]:5000", true),
            ("[::1]", "https://[0:0::1]:5000", true),
            ("[::1]:5000", "https://[::1]:5000", true),
            ("[::1]:5000", "https://[::1]", false),
            ("fd00::/8", "https://[fd12::1]", true),
            ("fd00::/8", "https://[fe80::1]", false),
            ("localhost", "https://127.0.0.1", false),
        ])
    func `Some services are asked directly`(exceptions: String, url: String, isDirect: Bool) throws {
        for name in ["NO_PROXY", "no_proxy"] {
            let environment = ["ALL_PROXY": "http://p:3128", name: exceptions]
            #expect(try Self.proxy(environment, for: url) == (isDirect ? nil : "http://p:3128 ALL_PROXY"))
        }
    }

    @Test(arguments: [
        ("socks5://u:hunter2@p:1080", "not supported"), ("socks5h://p", "not supported"),
        ("https://u:hunter2@p:3128", "not supported"), ("http://", "not the URL of a proxy"),
        ("http://p:port", "not the URL of a proxy"), ("http://u:hunter2@", "not the URL of a proxy"),
        ("http://u:hunter2@p q", "not the URL of a proxy"), ("http://u:hunter2/3@p:3128", "not the URL of a proxy"),
    ])
    func `A proxy that cannot be used is named by its variable`(value: String, message: String) throws {
        let error = try #require(throws: ConfigurationError.self) {
            try Self.proxy(["HTTPS_PROXY": value], for: "https://k.test")
        }
        #expect(error.issues.first?.message.contains("HTTPS_PROXY") == true)
        #expect(error.issues.first?.message.contains(message) == true)
        #expect(error.issues.first?.hint != nil)
        #expect(!"\(error)".contains("hunter2"))
    }

    @Test func `A proxy that cannot be used matters only to who would use it`() throws {
        let environment = ["ALL_PROXY": "socks5://p:1080", "HTTP_PROXY": "http://p:3128", "NO_PROXY": "k.test"]
        #expect(try Self.proxy(environment, for: "https://k.test") == nil)
        #expect(try Self.proxy(environment, for: "http://g.test") == "http://p:3128 HTTP_PROXY")
        #expect(throws: ConfigurationError.self) { try Self.proxy(environment, for: "https://g.test") }
    }

    @Test(arguments: [
        ("http://u:p%40ss@p", "dTpwQHNz"), ("http://u@p", "dTo="), ("http://u:@p", "dTo="),
        ("http://u:a:b@p", "dTphOmI="),
        ("http://u:p@ss@p", "dTpwQHNz"), ("http://u:100%@p", "dToxMDAl"),
    ])
    func `User and password are decoded, and never show`(value: String, encoded: String) throws {
        let proxy = try HTTPProxy(value, variable: "HTTPS_PROXY")
        #expect(proxy.credentials?.exposed == encoded)
        #expect("\(proxy)" == "the proxy http://p (HTTPS_PROXY)")
        var dumped = ""
        dump(ProxySettings(environment: ["HTTPS_PROXY": "http://u:hunter2@p"]), to: &dumped)
        #expect(!dumped.contains("hunter2"))
    }
}
