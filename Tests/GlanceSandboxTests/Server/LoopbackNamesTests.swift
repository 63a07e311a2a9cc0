import Testing

@testable import GlanceSandbox

/// The names under which the sandbox answers.
struct LoopbackNamesTests {
    @Test(
        arguments: [
            (nil, true), ("localhost:9292", true), ("LOCALHOST", true), ("a.localhost", true), ("127.0.0.1:9292", true),
            ("[::1]:9292", true), ("evil.test", false), ("127.0.0.1.evil.test:9292", false), ("192.0.2.1", false),
            ("", false),
        ] as [(String?, Bool)])
    func `A page of another name is not answered`(host: String?, isAnswered: Bool) {
        #expect(LoopbackNames.contain(host) == isAnswered)
    }
}
