import FoundationEssentials
import Testing

/// HTTP as it is on the wire: status lines, connections, and bodies that come to no end.
@Suite(.timeLimit(.minutes(1))) struct WireTests {
    /// A POST of a member, from the line after its usual headers on.
    private func post(
        _ rest: String, _ glance: Visit, _ image: TestImage, version: String = "HTTP/1.1",
        ending: RawConnection.Ending = .waits
    ) async throws -> RawConnection.Received {
        let url = try #require(URL(string: glance.cloud.imageURL))
        let token = try await glance.token(of: .owner)
        let head = [
            "POST \(url.path)\(image.members) \(version)", "Host: \(url.host() ?? ""):\(url.port ?? 0)",
            "X-Auth-Token: \(token.value)", "Accept: application/json", "",
        ].joined(separator: "\r\n")
        return try await RawConnection.send(head + rest, to: glance.cloud.imageURL, ending: ending)
    }

    private static let body = #"{"member": "a"}"#
    private static let plain = "Content-Length: 15\r\n\r\n" + body

    @Test("413 is Request Entity Too Large, and Keystone speaks up", arguments: Clouds.all)
    func reasons(cloud: CloudKind) async throws {
        try await cloud.visit(.small) { glance in
            let image = try await glance.makeImage()
            for index in 0..<5 { _ = try await glance.add("m\(index)", to: image) }
            #expect(try await post(Self.plain, glance, image).statusLine == "HTTP/1.1 413 Request Entity Too Large")
            let url = try #require(URL(string: glance.cloud.authURL))
            let answer = try await RawConnection.send(
                "GET \(url.path)/projects HTTP/1.1\r\nHost: localhost\r\n\r\n", to: glance.cloud.authURL, ending: .waits
            )
            #expect(answer.statusLine == "HTTP/1.1 401 UNAUTHORIZED")
        }
    }

    struct Broken: Sendable, CustomTestStringConvertible {
        let name: String
        let rest: String
        let statuses: ClosedRange<Int>
        var ending = RawConnection.Ending.closes

        var testDescription: String { name }
    }

    static let broken = [
        Broken(name: "a chunk without a size", rest: chunked + "xyz\r\n\(body)\r\n0\r\n\r\n", statuses: 500...500),
        Broken(name: "a chunk longer than it says", rest: chunked + "5\r\n\(body)\r\n0\r\n\r\n", statuses: 500...500),
        Broken(name: "a chunk shorter than it says", rest: chunked + "40\r\n\(body)\r\n0\r\n\r\n", statuses: 500...500),
        Broken(name: "chunks without an end", rest: chunked + "f\r\n\(body)\r\n", statuses: 500...500),
        Broken(name: "a body that is cut", rest: "Content-Length: 100\r\n\r\n" + body, statuses: 500...500),
        Broken(name: "a length that is none", rest: "Content-Length: abc\r\n\r\n" + body, statuses: 400...400),
        Broken(name: "a negative length", rest: "Content-Length: -1\r\n\r\n" + body, statuses: 400...400),
        Broken(
            name: "two lengths", rest: "Content-Length: 15\r\nContent-Length: 16\r\n\r\n" + body, statuses: 400...400),
        Broken(name: "gzip as a transfer coding", rest: "Transfer-Encoding: gzip\r\n\r\n" + body, statuses: 400...400),
        Broken(
            name: "a transfer coding nobody knows", rest: "Transfer-Encoding: foo\r\n\r\n" + body, statuses: 501...501),
    ]
    private static let chunked = "Transfer-Encoding: chunked\r\n\r\n"

    @Test("400 or 500 for a body that comes to no end, and never 413", arguments: Clouds.all, broken)
    func bodies(cloud: CloudKind, row: Broken) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let answer = try await post(row.rest, glance, image, ending: row.ending)
            let status = answer.statusLine.split(separator: " ").dropFirst().first.flatMap { Int($0) }
            #expect(status.map(row.statuses.contains) == true, "\(answer.statusLine)")
            #expect(answer.isClosed)
            #expect(try await glance.members(of: image).isEmpty)
        }
    }

    @Test("400 for such a body to Keystone", arguments: Clouds.all)
    func keystone(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let url = try #require(URL(string: glance.cloud.authURL))
            let head = "POST \(url.path)/auth/tokens HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            let answer = try await RawConnection.send(
                head + "Content-Length: 100\r\n\r\n{\"auth\": ", to: glance.cloud.authURL, ending: .closes)
            #expect(answer.statusLine == "HTTP/1.1 400 BAD REQUEST")
        }
    }

    @Test("HTTP/1.0 is answered in kind, and the connection closed unless it is to stay", arguments: Clouds.all)
    func oldVersion(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let once = try await post(Self.plain, glance, image, version: "HTTP/1.0")
            #expect(once.statusLine == "HTTP/1.0 200 OK")
            #expect(once.has("Connection: close"))
            #expect(once.isClosed)
            let kept = try await post("Connection: keep-alive\r\n" + Self.plain, glance, image, version: "HTTP/1.0")
            #expect(kept.statusLine == "HTTP/1.0 409 Conflict")
            #expect(kept.has("Connection: keep-alive"))
            #expect(!kept.isClosed)
        }
    }

    @Test("HTTP/1.1 stays open, unless the client says close in any case", arguments: Clouds.all)
    func connection(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let kept = try await post(Self.plain, glance, image)
            #expect(kept.has("Connection: keep-alive"))
            #expect(!kept.isClosed)
            for word in ["close", "Close"] {
                let closed = try await post("Connection: \(word)\r\n" + Self.plain, glance, image)
                #expect(closed.has("Connection: close"))
                #expect(closed.isClosed)
            }
        }
    }

    @Test("100 for a client that waits for it", arguments: Clouds.all)
    func expectation(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let answer = try await post(
                "Expect: 100-continue\r\nConnection: close\r\n" + Self.plain, glance, image, ending: .waits)
            #expect(answer.statusLine == "HTTP/1.1 100 Continue")
            #expect(answer.text.contains("HTTP/1.1 200 OK\r\n"))
        }
    }
}
