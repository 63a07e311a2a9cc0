import Testing

@testable import GlanceSandbox

/// Lists of members whose order is nobody's promise.
@Suite struct ShuffleTests {
    private func orders(seed: Int) async throws -> [[String]] {
        let fault = try Fault(specification: "shuffle,seed=\(seed)")
        return try await withSandbox(.init(generatedImages: 1, faults: [fault])) { sandbox, address in
            let client = WireClient(sandbox: sandbox, address: address)
            let token = try await client.token()
            for index in 0..<6 {
                let body: JSONValue = ["member": .string("m\(index)")]
                #expect(try await client.send("POST", client.members, token: token, body).status == 200)
            }
            return [try await client.listed(token), try await client.listed(token), try await client.listed(token)]
        }
    }

    @Test func `The same members come in other orders, which follow from the seed`() async throws {
        let orders = try await orders(seed: 7)
        #expect(orders.allSatisfy { $0.sorted() == ["m0", "m1", "m2", "m3", "m4", "m5"] })
        #expect(Set(orders).count > 1)
        #expect(try await self.orders(seed: 7) == orders)
        #expect(try await self.orders(seed: 8) != orders)
    }

    @Test(arguments: [#"{"images": [1, 2, 3]}"#, "no JSON", #"{"members": 1}"#])
    func `Any other answer stays as it is`(_ text: String) {
        let answer = ServiceResponse(status: 200, contentType: "application/json", text: text)
        #expect(answer.shufflingMembers(seed: 1).text == text)
    }
}
