import Daemon
import FoundationEssentials
import NIOHTTP1
import Testing

@testable import Monitoring

/// The server as a client meets it.
@Suite struct StatusServerTests {
    @Test(arguments: [
        ("/healthz", 200, "text/plain; charset=utf-8", "ok\n"),
        ("/readyz", 200, "text/plain; charset=utf-8", "ready\n"),
        ("/readyz?verbose=1", 200, "text/plain; charset=utf-8", "ready\n"),
        ("/metrics", 200, "text/plain; version=0.0.4; charset=utf-8", "glance_share_build_info"),
        ("/status.json", 200, "application/json", "\"format_version\":1"),
        ("/", 200, "text/html; charset=utf-8", "<h1>glance-share</h1>"),
        ("/favicon.ico", 404, "text/plain; charset=utf-8", "not found"),
        ("/metrics/", 404, "text/plain; charset=utf-8", "not found"),
        ("/%2e%2e/etc/passwd", 404, "text/plain; charset=utf-8", "not found"),
    ])
    func `Each path has its answer, and no other has one`(_ path: String, status: Int, type: String, body: String)
        async throws
    {
        try await withStatusServer(Shown(SampleStatus.healthy())) { client in
            let answer = try await client.get(path)
            #expect(answer.status == status)
            #expect(answer.headers["content-type"] == [type])
            #expect(answer.body.contains(body))
            #expect(answer.headers["cache-control"] == ["no-store"])
            #expect(answer.headers["x-content-type-options"] == ["nosniff"])
            #expect(answer.headers["referrer-policy"] == ["no-referrer"])
            let policy = try #require(answer.headers["content-security-policy"].first)
            #expect(policy.hasPrefix("default-src 'none';") && policy.hasSuffix("frame-ancestors 'none'"))

            let head = try await client.send("HEAD", path)
            #expect(head.status == status)
            #expect(head.body.isEmpty)
            // A nonce has not always the same length.
            if path != "/" { #expect(head.headers["content-length"] == ["\(answer.body.utf8.count)"]) }
        }
    }

    @Test(arguments: [(900, 200, "ok\n"), (901, 503, "nothing got done for 15 min\n")])
    func `A loop that hangs is not healthy`(seconds: Int, status: Int, body: String) async throws {
        let shown = Shown(try SampleStatus.healthy(), timeSinceProgress: .seconds(seconds))
        try await withStatusServer(shown) { client in
            let answer = try await client.get("/healthz")
            #expect(answer.status == status)
            #expect(answer.body == body)
        }
    }

    @Test(arguments: ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"], ["/", "/metrics", "/nothing"])
    func `Only reading is allowed`(_ method: String, _ path: String) async throws {
        try await withStatusServer(Shown(SampleStatus.healthy())) { client in
            let answer = try await client.send(method, path)
            #expect(answer.status == 405)
            #expect(answer.headers["allow"] == ["GET, HEAD"])
        }
    }

    @Test func `A daemon that is not ready says why`() async throws {
        let shown = Shown(try SampleStatus.healthy(), uptime: SampleStatus.uptime + .seconds(3600))
        try await withStatusServer(shown) { client in
            let answer = try await client.get("/readyz")
            #expect(answer.status == 503)
            #expect(answer.body == "not ready: the last run ended 1 h ago\n")
            #expect(try await client.get("/healthz").status == 200)
        }
    }

    @Test(arguments: ["/", "/status.json"])
    func `A client that has it gets no body again`(_ path: String) async throws {
        let shown = Shown(try SampleStatus.healthy())
        try await withStatusServer(shown) { client in
            let tag = try #require(try await client.get(path).headers["etag"].first)
            shown.now.addTimeInterval(5)
            for known in [tag, "W/" + tag, "\"other\", " + tag] {
                let answer = try await client.get(path, headers: ["If-None-Match": known])
                #expect(answer.status == 304)
                #expect(answer.body.isEmpty)
                #expect(answer.headers["etag"] == [tag])
            }
            shown.status = try SampleStatus.troubled()
            let changed = try await client.get(path, headers: ["If-None-Match": tag])
            #expect(changed.status == 200)
            // Nothing but the time makes a daemon stale.
            shown.uptime += .seconds(3600)
            let stale = try await client.get(
                path, headers: ["If-None-Match": try #require(changed.headers["etag"].first)])
            #expect(stale.status == 200)
        }
    }

    @Test func `A large document comes in chunks, and says its length to whoever asks for that alone`() async throws {
        var status = try SampleStatus.healthy()
        status.images = try (1...2000).map { try SampleStatus.image($0, .inSync, wanted: 5, present: 5) }
        let text = StatusDocument(status, readiness: .ready(remark: nil)).text
        try await withStatusServer(Shown(status)) { client in
            let answer = try await client.get("/status.json")
            #expect(answer.body == text)
            #expect(answer.headers["transfer-encoding"] == ["chunked"] && answer.headers["content-length"] == [])
            let head = try await client.send("HEAD", "/status.json")
            #expect(head.headers["content-length"] == ["\(text.utf8.count)"] && head.body == "")
        }
    }

    @Test func `A client can ask for a part of the images`() async throws {
        try await withStatusServer(Shown(SampleStatus.troubled())) { client in
            let page = try await client.get("/status.json?limit=1&state=in_sync&other=1")
            let next = "status.json?limit=1&marker=\(try SampleStatus.image(1))&state=in_sync"
            #expect(page.body.contains("\"next\":\"\(next)\""))
            let second = try await client.get("/" + next)
            #expect(second.body.contains("\"images\":[{\"id\":\"\(try SampleStatus.image(2))\""))
            let wrong = try await client.get("/status.json?limit=all")
            #expect(wrong.status == 400 && wrong.body == "limit has to be a number from 0 on\n")
            let found = try await client.get("/?query=00000003%2D4ee1&page=7")
            #expect(found.body.ranges(of: "<details class=\"image\"").count == 1)
            #expect(
                found.body.contains("value=\"00000003-4ee1\"")
                    && found.body.contains("data-found=\"1\" data-total=\"5\""))
        }
    }

    @Test func `A nonce is for one answer`() async throws {
        try await withStatusServer(Shown(SampleStatus.healthy())) { client in
            var nonces: Set<String> = []
            for _ in 0..<3 {
                let answer = try await client.get("/")
                let policy = try #require(answer.headers["content-security-policy"].first)
                let nonce = try #require(policy.split(separator: "'").first { $0.hasPrefix("nonce-") }).dropFirst(6)
                #expect(answer.body.contains("<script nonce=\"\(nonce)\">"))
                #expect(answer.body.contains("<style nonce=\"\(nonce)\">"))
                nonces.insert(String(nonce))
            }
            #expect(nonces.count == 3)
        }
    }

    @Test func `A port that is taken is said to be taken`() async throws {
        try await withStatusServer(Shown(SampleStatus.healthy())) { client in
            let status = try SampleStatus.healthy()
            let second = StatusServer(address: client.address, status: { status }, uptime: { .zero })
            await #expect {
                try await second.run()
            } throws: { error in
                "\(error)".hasPrefix("cannot serve the status on \(client.address): ")
                    && "\(error)".contains("is taken")
            }
        }
    }
}
