import Testing

/// Set the status of a member: the consumer's word.
@Suite struct MemberStatusTests {
    @Test("200 for the member itself and for an admin", arguments: Clouds.all, [Who.consumer, .admin])
    func allowed(cloud: CloudKind, who: Who) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let consumer = glance.cloud.consumer.projectID
            _ = try await glance.add(consumer, to: image)
            for status in ["accepted", "rejected", "pending"] {
                let answer = try await glance.setStatus(status, of: consumer, in: image, as: who)
                #expect(answer.status == 200)
                #expect(answer.json?["status"]?.string == status)
                #expect(try await glance.send("GET", image.member(consumer)).json?["status"]?.string == status)
            }
        }
    }

    @Test("403 for the owner and a reader", arguments: Clouds.all, [Who.owner, .reader])
    func forbidden(cloud: CloudKind, who: Who) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let consumer = glance.cloud.consumer.projectID
            _ = try await glance.add(consumer, to: image)
            let answer = try await glance.setStatus("accepted", of: consumer, in: image, as: who)
            #expect(answer.status == 403)
            #expect(answer.text.contains("You are not authorized to complete modify_member action."), "\(answer)")
            #expect(try await glance.send("GET", image.member(consumer)).json?["status"] == "pending")
        }
    }

    @Test("403 for an owner who is a member, too", arguments: Clouds.all)
    func ownMember(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let owner = glance.cloud.owner.projectID
            #expect(try await glance.add(owner, to: image).status == 200)
            for status in ["accepted", "nonsense"] {
                let answer = try await glance.setStatus(status, of: owner, in: image, as: .owner)
                #expect(answer.status == 403)
                #expect(answer.text.contains("You are not authorized to complete modify_member action."))
            }
            #expect(try await glance.setStatus("accepted", of: owner, in: image, as: .admin).status == 200)
        }
    }

    @Test("404 for another's row, an absent one, and a stranger", arguments: Clouds.all)
    func absent(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            _ = try await glance.add("another", to: image)
            #expect(try await glance.setStatus("accepted", of: "another", in: image, as: .consumer).status == 404)
            _ = try await glance.add(glance.cloud.consumer.projectID, to: image)
            #expect(try await glance.setStatus("accepted", of: "another", in: image, as: .consumer).status == 404)
            #expect(try await glance.setStatus("accepted", of: "absent", in: image, as: .admin).status == 404)
        }
    }

    @Test(
        "400 for a body that is no status", arguments: Clouds.all,
        [
            "": "Body expected in request.", "{": "Malformed JSON in request body.",
            "[]": #"Expected a status in the form: {\"status\": \"status\"}"#, "{}": "Status not specified",
            #"{"status": "agreed"}"#: "Incorrect request: Status must be",
            #"{"status": "Accepted"}"#: "Incorrect request: Status must be",
            #"{"status": 1}"#: "Incorrect request: Status must be",
            #"{"status": null}"#: "Incorrect request: Status must be",
        ]
    )
    func bodies(cloud: CloudKind, row: (key: String, value: String)) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let consumer = glance.cloud.consumer.projectID
            _ = try await glance.add(consumer, to: image)
            let answer = try await glance.send("PUT", image.member(consumer), as: .consumer, body: row.key)
            #expect(answer.status == 400)
            #expect(answer.text.contains(row.value), "\(answer)")
        }
    }
}
