import NIOCore
import Testing

@testable import Monitoring

@Suite struct HostCheckTests {
    @Test(
        arguments: [
            (nil, true), ("localhost", true), ("LocalHost:9797", true), ("status.localhost:1", true),
            ("127.0.0.1:9797", true),
            ("127.9.9.9", true), ("[::1]:9797", true), ("[::ffff:127.0.0.1]", true), ("[0:0:0:0:0:0:0:1]:80", true),
            ("evil.test", false), ("evil.test:9797", false), ("127.0.0.1.evil.test", false),
            ("localhost.evil.test", false),
            ("192.0.2.1:9797", false), ("[2001:db8::1]", false), ("0.0.0.0:9797", false), ("", false), ("::1", false),
            ("127.0.0.1@evil.test", false), ("2130706433", false),
        ] as [(String?, Bool)])
    func `A loopback listener answers to loopback names`(host: String?, isAnswered: Bool) throws {
        let hosts = HostCheck()
        hosts.note(try SocketAddress(ipAddress: "127.0.0.1", port: 9797))
        #expect(hosts.accepts(host) == isAnswered)
        hosts.note(try SocketAddress(ipAddress: "0.0.0.0", port: 9797))
        #expect(hosts.accepts(host))
    }

    @Test(arguments: ["/", "/healthz", "/metrics", "/nothing"])
    func `A page of another name gets nothing`(path: String) async throws {
        try await withStatusServer(Shown(SampleStatus.healthy())) { client in
            let answer = try await client.get(path, headers: ["Host": "evil.test"])
            #expect(answer.status == 421)
            #expect(answer.body.contains("localhost") && !answer.body.contains("evil"))
        }
    }
}
