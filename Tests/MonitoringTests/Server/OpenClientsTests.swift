import Daemon
import TestSupport
import Testing

@testable import Monitoring

/// Clients of the status server that do not do what a client should.
@Suite struct OpenClientsTests {
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
}
