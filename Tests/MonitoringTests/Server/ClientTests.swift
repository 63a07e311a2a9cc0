import FoundationEssentials
@testable import Monitoring
import ImageSharing
import NIOCore
import Synchronization
import TestSupport
import Testing

@testable import Daemon

/// Clients of the status server that do not do what a client should.
@Suite struct ClientTests {
    @Test(arguments: [
        ("GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n", 64),
        ("GET / HTTP/1.1\r\nHost: local", 250),
        ("", 250),
        ("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", 120),
    ])
    func `Clients that idle, do not finish or do not read keep nobody away`(text: String, count: Int) async throws {
        var status = try SampleStatus.healthy()
        status.images = try (1...200).map { try SampleStatus.image($0, .inSync, wanted: 200, present: 200) }
        try await withStatusServer(Shown(status)) { client in
            let others = try (0..<count).map { _ in
                let other = try RawClient(toPort: client.address.port)
                try other.send(text)
                return other
            }
            for _ in 0..<3 { #expect(try await client.get("/healthz").body == "ok\n") }
            #expect(others.count == count)
        }
    }

    @Test func `Where there are too many, one of those goes that do not read, and not who has just come`() async throws
    {
        var status = try SampleStatus.healthy()
        status.images = try (1...200).map { try SampleStatus.image($0, .inSync, wanted: 200, present: 200) }
        try await withStatusServer(Shown(status), mostClients: 8) { client in
            let others = try (0..<8).map { _ in
                let other = try RawClient(toPort: client.address.port)
                try other.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                try other.readByte()
                return other
            }
            for _ in 0..<3 { #expect(try await client.get("/healthz").body == "ok\n") }
            #expect(others.count == 8)
        }
    }

    private final class Count: Sendable {
        private let count = Mutex(0)
        var value: Int { count.withLock { $0 } }
        func add() { count.withLock { $0 += 1 } }
    }

    @Test func `A large answer is made once for all who ask within a few seconds`() async throws {
        let renderings = StatusRenderings()
        let made = Count()
        @Sendable func ask(_ tag: String, at seconds: Int) async throws {
            _ = try await renderings.rendering(of: .page, tag: tag, at: .seconds(seconds)) {
                made.add()
                return StatusRendering(Array("page".utf8))
            }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<60 { group.addTask { try await ask("a", at: 4) } }
            try await group.waitForAll()
        }
        #expect(made.value == 1)
        try await ask("b", at: 4)
        #expect(made.value == 2)
        // The times in it have to be about right.
        try await ask("b", at: 9)
        #expect(made.value == 3)
    }

    @Test func `Each answer has its own between the pieces that all share`() {
        let rendering = StatusRendering(["a", "b", "c"])
        #expect(rendering.body(with: ["1", "2"]).map { String(buffer: $0) } == ["a", "1", "b", "2", "c"])
        #expect(StatusRendering(Array("whole".utf8)).body().map { String(buffer: $0) } == ["whole"])
    }

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
