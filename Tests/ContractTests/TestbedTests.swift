import Testing

/// The part that the real thing takes in the contract.
@Suite struct TestbedTests {
    @Test(
        "a real Keystone and Glance take part",
        .enabled(
            if: Testbed.path != nil,
            "GLANCE_SHARE_TESTBED_CLOUD is not set: only the sandbox was asked. Tests/run.sh asks both."
        )
    )
    func theRealCloudTakesPart() async throws {
        #expect(Clouds.all.contains(.openStack))
        for limit in [MemberLimit.usual, .small] {
            let cloud = try Testbed.read().cloud(limit)
            let answer = try await RawClient.send("GET", cloud.imageURL + "/versions", headers: [], body: nil)
            #expect(answer.status == 200)
        }
    }
}
