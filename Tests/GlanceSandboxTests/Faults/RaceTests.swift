import Synchronization
import Testing

@testable import GlanceSandbox

/// Several callers at one image at once, where nobody looks a second time.
@Suite struct RaceTests {
    /// A place where everybody waits until all have come.
    private actor Meeting {
        private let count: Int
        private var waiting: [CheckedContinuation<Void, Never>] = []

        init(of count: Int) {
            self.count = count
        }

        func wait() async {
            await withCheckedContinuation { continuation in
                waiting.append(continuation)
                guard waiting.count == count else { return }
                for one in waiting { one.resume() }
                waiting = []
            }
        }
    }

    /// Adds members at once, each in a race with all the others.
    private func add(_ members: [String], to cloud: TestCloud) async throws -> [Int] {
        let token = try await cloud.token(cloud.directory.demo)
        let meeting = Meeting(of: members.count)
        return await withTaskGroup(of: Int.self) { group in
            for member in members {
                group.addTask {
                    let request = ServiceRequest(
                        method: "POST", target: cloud.members, headers: ["x-auth-token": token],
                        body: Array(#"{"member": "\#(member)"}"#.utf8))
                    return await cloud.cloud.answer(request) { await meeting.wait() }.status
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    private func listed(_ cloud: TestCloud) async throws -> [String] {
        let token = try await cloud.token(cloud.directory.demo)
        let rows = await cloud.send("GET", cloud.members, token: token).json?["members"]?.array ?? []
        return rows.compactMap { $0["member_id"]?.string }
    }

    @Test func `One member added eight times at once has eight rows, each with a DELETE of its own`() async throws {
        let cloud = TestCloud()
        #expect(try await add(Array(repeating: "a", count: 8), to: cloud) == Array(repeating: 200, count: 8))
        #expect(try await listed(cloud) == Array(repeating: "a", count: 8))
        let token = try await cloud.token(cloud.directory.demo)
        #expect(await cloud.send("POST", cloud.members, token: token, ["member": "a"]).status == 409)
        for status in Array(repeating: 204, count: 8) + [404] {
            #expect(await cloud.send("DELETE", cloud.members + "/a", token: token).status == status)
        }
    }

    @Test func `A limit is overrun`() async throws {
        let cloud = TestCloud(.init(generatedImages: 1, memberLimit: 5))
        let members = (0..<12).map { "m\($0)" }
        #expect(try await add(members, to: cloud) == Array(repeating: 200, count: 12))
        #expect(try await listed(cloud).sorted() == members.sorted())
    }

    @Test func `Whoever adds a member again that was deleted uses its row, and so do all others`() async throws {
        let cloud = TestCloud()
        let token = try await cloud.token(cloud.directory.demo)
        #expect(await cloud.send("POST", cloud.members, token: token, ["member": "a"]).status == 200)
        #expect(await cloud.send("DELETE", cloud.members + "/a", token: token).status == 204)
        #expect(try await add(["a", "a", "a"], to: cloud) == [200, 200, 200])
        #expect(try await listed(cloud) == ["a"])
    }

    @Test func `What is refused is refused without a race`() async throws {
        let cloud = TestCloud()
        let token = try await cloud.token(cloud.directory.demo)
        _ = await cloud.send("POST", cloud.members, token: token, ["member": "a"])
        #expect(try await add(["a"], to: cloud) == [409])
        #expect(try await listed(cloud) == ["a"])
    }

    @Test func `An image with duplicate rows cannot be deleted, and stays in the status deleted`() async throws {
        let cloud = TestCloud()
        let path = "/image/v2/images/\(cloud.image)"
        let token = try await cloud.token(cloud.directory.demo)
        _ = try await add(["a", "a"], to: cloud)
        #expect(await cloud.send("DELETE", path, token: token).status == 500)
        #expect(await cloud.send("GET", path, token: token).json?["status"] == "deleted")
        #expect(await cloud.send("GET", "/image/v2/images", token: token).json?["images"]?.array?.count == 1)
        #expect(try await listed(cloud) == ["a", "a"])
        #expect(await cloud.send("POST", cloud.members, token: token, ["member": "b"]).status == 200)
        let again = await cloud.send("DELETE", path, token: token)
        #expect(again.status == 400)
        #expect(again.text.contains("Image status transition from deleted to deleted is not allowed"))
    }

    @Test func `The option races those who add members, over the wire`() async throws {
        let meeting = Meeting(of: 4)
        let pauses = Mutex<[Duration]>([])
        let configuration = SandboxConfiguration(
            generatedImages: 1, faults: [try Fault(specification: "race")],
            sleep: { pause in
                pauses.withLock { $0.append(pause) }
                await meeting.wait()
            })
        try await withSandbox(configuration) { sandbox, address in
            let client = WireClient(sandbox: sandbox, address: address)
            let token = try await client.token()
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await client.send("POST", client.members, token: token, ["member": "a"]).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses == [200, 200, 200, 200])
            #expect(try await client.listed(token) == ["a", "a", "a", "a"])
        }
        #expect(pauses.withLock { $0 } == Array(repeating: Fault.racePause, count: 4))
    }
}
