import FoundationEssentials
import NIOHTTP1
import Testing

@testable import GlanceSandbox

/// The sandbox as a server.
@Suite struct SandboxTests {
    private func run(
        faults: [String] = [],
        log: String? = nil,
        _ body: (WireClient) async throws -> Void
    ) async throws {
        let configuration = SandboxConfiguration(
            generatedImages: 1, requestLog: log, faults: try faults.map { try Fault(specification: $0) })
        try await withSandbox(configuration) { sandbox, address in
            try await body(WireClient(sandbox: sandbox, address: address))
        }
    }

    @Test func `A client signs in, lists members, adds one and removes it`() async throws {
        try await run { client in
            let token = try await client.token()
            #expect(try await client.listed(token).isEmpty)
            let answer = try await client.send("POST", client.members, token: token, ["member": "a"])
            #expect(answer.status == 200)
            #expect(answer.headers.first(name: "Date") != nil)
            #expect(try await client.listed(token) == ["a"])
            let head = try await client.send("HEAD", client.members, token: token)
            #expect(head.status == 405)
            #expect(head.headers.first(name: "Allow") == "GET, POST")
            #expect(try await client.send("GET", client.members, token: token, [:]).status == 400)
            #expect(try await client.send("DELETE", client.members + "/a", token: token).status == 204)
        }
    }

    @Test func `The answer to a HEAD has no body, and announces its length`() async throws {
        try await run { client in
            for path in ["/identity/v3", "/image/versions"] {
                let head = try await client.send("HEAD", path)
                let answer = try await client.send("GET", path)
                #expect(head.status == 200)
                #expect(head.body.isEmpty)
                #expect(head.headers.first(name: "Content-Length") == String(answer.body.count))
            }
        }
    }

    @Test func `Many callers at once add each member once`() async throws {
        try await run { client in
            let token = try await client.token()
            let members = (0..<64).map { "member-\($0)" }
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for member in members + members {
                    group.addTask {
                        try await client.send("POST", client.members, token: token, ["member": .string(member)]).status
                    }
                }
                return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            }
            #expect(statuses == [200: 64, 409: 64])
            #expect(try await client.listed(token).sorted() == members.sorted())
        }
    }

    @Test(arguments: [("before", [String]()), ("after", ["a"])])
    func `A reset closes the connection, before or after the member is added`(moment: String, members: [String])
        async throws
    {
        try await run(faults: ["method=POST,path=members,reset=\(moment)"]) { client in
            let token = try await client.token()
            await #expect(throws: (any Error).self) {
                try await client.send("POST", client.members, token: token, ["member": "a"])
            }
            #expect(try await client.listed(token) == members)
        }
    }

    @Test(arguments: [("", [String]()), (",after", ["a"])])
    func `A status takes the place of the answer, before or after the member is added`(flag: String, members: [String])
        async throws
    {
        try await run(faults: ["method=POST,path=members,status=503,retry-after=7\(flag),first=1"]) { client in
            let token = try await client.token()
            let answer = try await client.send("POST", client.members, token: token, ["member": "a"])
            #expect(answer.status == 503)
            #expect(answer.headers.first(name: "Retry-After") == "7")
            #expect(answer.json?["title"] == "Service Unavailable")
            #expect(try await client.listed(token) == members)
        }
    }

    @Test func `A truncated answer is an error to the client, and the member is added`() async throws {
        try await run(faults: ["method=POST,path=members,truncate"]) { client in
            let token = try await client.token()
            await #expect(throws: (any Error).self) {
                try await client.send("POST", client.members, token: token, ["member": "a"])
            }
            #expect(try await client.listed(token) == ["a"])
        }
    }

    @Test func `A token that a fault expires stays expired, and a fresh one is good`() async throws {
        try await run(faults: ["path=members,expire-token,first=1"]) { client in
            let token = try await client.token()
            for status in [200, 401, 401] {
                let answer = try await client.send("GET", client.members, token: token)
                #expect(answer.status == status)
            }
            let fresh = try await client.token()
            #expect(try await client.send("GET", client.members, token: fresh).status == 200)
        }
    }

    @Test func `The request log tells all but secrets`() async throws {
        let directory = FileManager.default.temporaryDirectory
        let path = directory.appending(path: "requests-\(UUID().uuidString).jsonl").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await run(faults: ["method=POST,path=members,reset=after"], log: path) { client in
            let token = try await client.token()
            _ = try await client.listed(token)
            _ = try? await client.send("POST", client.members, token: token, ["member": "a"])
            let text = String(decoding: try #require(FileManager.default.contents(atPath: path)), as: UTF8.self)
            #expect(!text.contains(token))
            #expect(!text.contains(client.sandbox.configuration.password))
            let lines = text.split(separator: "\n").map(String.init)
            let entries = lines.compactMap { JSONValue(bytes: Array($0.utf8)) }
            #expect(entries.map { $0["method"]?.string } == ["POST", "GET", "POST"])
            #expect(entries.map { $0["status"] } == [201, 200, .null])
            #expect(entries.map { $0["fault"] } == [.null, .null, "reset=after"])
            #expect(entries.map { $0["member"] } == [.null, .null, "a"])
            #expect(entries.last?["path"]?.string == client.members)
            #expect(lines.allSatisfy { $0.hasPrefix("{\"time\": \"") })
            #expect(lines.first?.contains("\", \"method\": \"POST\", \"path\": \"/identity/v3/auth/tokens\", ") == true)
        }
    }

    @Test(arguments: [
        ("POST", "/image/v2/images/i/members", #"{"member": "a"}"#, "a"),
        ("PUT", "/image/v2/images/i/members/a", #"{"status": "accepted"}"#, "a"),
        ("DELETE", "/image/v2/images/i/members/a", "", "a"), ("GET", "/image/v2/images/i/members/a", "", nil),
        ("GET", "/image/v2/images/i/members", "", nil), ("POST", "/image/v2/images/i/members", "not JSON", nil),
        ("POST", "/image/v2/images/i/members", #"{"member": 7}"#, nil),
        ("POST", "/image/v2/images/i/members", #"{"member": "\#(String(repeating: "a", count: 256))"}"#, nil),
        ("POST", "/identity/v3/auth/tokens", #"{"member": "a"}"#, nil),
    ])
    func `The member in the log is the one that the request changes`(
        _ method: String, _ target: String, _ body: String, member: String?
    ) {
        #expect(ServiceRequest(method: method, target: target, body: Array(body.utf8)).changedMember == member)
    }

    @Test func `A request log that cannot be written keeps the sandbox from starting`() {
        #expect(throws: SandboxError.self) { try Sandbox(configuration: .init(requestLog: "/nowhere/at/all")) }
    }

    @Test func `A sandbox whose address cannot be told ends`() async throws {
        struct Unheard: Error {}
        let sandbox = try Sandbox()
        await #expect(throws: Unheard.self) { try await sandbox.run { _ in throw Unheard() } }
    }

    @Test func `A port in use keeps the sandbox from starting`() async throws {
        try await withSandbox { _, address in
            await #expect(throws: (any Error).self) {
                try await withSandbox(.init(port: address.port)) { _, _ in }
            }
        }
    }

    @Test func `A port serves again once its sandbox has ended`() async throws {
        let first = try await withSandbox { _, address in address }
        let second = try await withSandbox(.init(port: first.port)) { _, address in address }
        #expect(first == second)
    }
}
