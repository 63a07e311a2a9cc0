import Testing

/// The data of an image: put there, read, taken out of use.
@Suite struct ImageDataTests {
    private static let octets = [("Content-Type", "application/octet-stream")]

    /// An image with the ten bytes `data of it`.
    private func makeFull(_ glance: Visit) async throws -> TestImage {
        let image = try await glance.makeImage()
        let answer = try await glance.send("PUT", image.path + "/file", headers: Self.octets, body: "data of it")
        try #require(answer.status == 204, "\(answer)")
        return image
    }

    @Test("204 to upload, and the image is active, with size and hashes", arguments: Clouds.all)
    func upload(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await makeFull(glance)
            let shown = try await glance.send("GET", image.path).json
            #expect(shown?["status"] == "active")
            #expect(shown?["size"] == 10)
            #expect(shown?["virtual_size"] == 10)
            #expect(shown?["checksum"] == "a97ef4684aff3870f8ab71ec66699980")
            #expect(shown?["os_hash_algo"] == "sha512")
            #expect(shown?["os_hash_value"]?.string?.hasPrefix("5774f3cdb12c5a3f") == true)
            #expect(shown?["stores"] == "file")
            let again = try await glance.send("PUT", image.path + "/file", headers: Self.octets, body: "more")
            #expect(again.status == 409)
            #expect(again.text.contains("Image status transition from active to saving is not allowed"))
            let format = try await glance.change("disk_format", of: image, to: "qcow2", as: .owner)
            #expect(format.status == 403)
            #expect(format.text.contains("Attribute disk_format can be only replaced for a queued image."))
        }
    }

    @Test("who may not upload, and what is no data", arguments: Clouds.all)
    func refused(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await glance.makeImage()
            let bare = try await glance.makeImage(["disk_format": .null, "container_format": .null])
            let qcow2 = try await glance.makeImage(["disk_format": "qcow2"])
            let wrongSize = Self.octets + [("X-Openstack-Image-Size", "3")]
            let rows: [(String, Who, [(String, String)], Int, String)] = [
                (image.path, .reader, Self.octets, 403, "You are not authorized to complete upload_image action."),
                (image.path, .consumer, Self.octets, 404, "No image found with ID \(image.id)"),
                (image.path, .owner, [], 415, "Invalid content type application/json"),
                (image.path, .owner, wrongSize, 400, "Size exceeds: expected 3 bytes, got 4 bytes"),
                (bare.path, .owner, Self.octets, 400, "Properties disk_format, container_format must be set prior to"),
                (qcow2.path, .owner, Self.octets, 415, "Image disk_format qcow2 does not match stream data raw"),
                ("/v2/images/" + TestImage.absentID, .owner, Self.octets, 404, "No image found with ID"),
            ]
            for (path, who, headers, status, text) in rows {
                let answer = try await glance.send("PUT", path + "/file", as: who, headers: headers, body: "data")
                #expect(answer.status == status, "\(text)")
                #expect(answer.text.contains(text), "\(answer)")
            }
            #expect(try await glance.send("GET", image.path).json?["status"] == "queued")
        }
    }

    @Test("200 to download, 206 for a piece, 204 where there is nothing", arguments: Clouds.all)
    func download(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let image = try await makeFull(glance)
            let whole = try await glance.send("GET", image.path + "/file")
            #expect(whole.status == 200)
            #expect(whole.text == "data of it")
            #expect(whole.header("Content-Type") == "application/octet-stream")
            #expect(whole.header("Content-MD5") == "a97ef4684aff3870f8ab71ec66699980")
            for (range, text, told) in [
                ("bytes=2-4", "ta ", "bytes 2-4/10"), ("bytes=-3", " it", "bytes 7-9/10"),
                ("bytes=5-", "of it", "bytes 5-9/10"),
            ] {
                let piece = try await glance.send("GET", image.path + "/file", headers: [("Range", range)])
                #expect(piece.status == 206, "\(range)")
                #expect(piece.text == text)
                #expect(piece.header("Content-Range") == told)
            }
            #expect(
                try await glance.send("GET", image.path + "/file", headers: [("Range", "bytes=10-")]).status == 416)
            let empty = try await glance.makeImage()
            #expect(try await glance.send("GET", empty.path + "/file").status == 204)
            #expect(try await glance.send("GET", image.path + "/file", as: .reader).status == 403)
            #expect(try await glance.send("GET", image.path + "/file", as: .consumer).status == 404)
            _ = try await glance.add(glance.cloud.consumer.projectID, to: image)
            #expect(try await glance.send("GET", image.path + "/file", as: .consumer).status == 200)
        }
    }

    @Test("204 to deactivate and to reactivate, once or twice", arguments: Clouds.all, [Who.owner, .admin])
    func deactivated(cloud: CloudKind, who: Who) async throws {
        try await cloud.visit { glance in
            let image = try await makeFull(glance)
            for (action, status) in [("deactivate", "deactivated"), ("reactivate", "active")] {
                for _ in 0..<2 {
                    let answer = try await glance.send("POST", image.path + "/actions/" + action, as: who)
                    #expect(answer.status == 204)
                    #expect(answer.text.isEmpty)
                }
                #expect(try await glance.send("GET", image.path).json?["status"]?.string == status)
                let listed = try await glance.send("GET", "/v2/images?id=\(image.id)&status=\(status)")
                #expect(listed.images == [image.id])
                #expect(try await glance.add(action, to: image).status == 200)
                let download = try await glance.send("GET", image.path + "/file")
                #expect(download.status == (action == "deactivate" ? 403 : 200))
            }
        }
    }

    @Test("403 to deactivate without the right, or without data", arguments: Clouds.all)
    func notDeactivated(cloud: CloudKind) async throws {
        try await cloud.visit { glance in
            let queued = try await glance.makeImage()
            let full = try await makeFull(glance)
            for action in ["deactivate", "reactivate"] {
                let answer = try await glance.send("POST", queued.path + "/actions/" + action)
                #expect(answer.status == 403)
                #expect(answer.text.contains("Not allowed to \(action) image in status 'queued'"))
                let reader = try await glance.send("POST", full.path + "/actions/" + action, as: .reader)
                #expect(reader.status == 403)
                #expect(reader.text.contains("You are not authorized to complete \(action) action."))
                #expect(try await glance.send("POST", full.path + "/actions/" + action, as: .consumer).status == 404)
                #expect(try await glance.send("GET", full.path + "/actions/" + action).allowed == ["POST"])
            }
            #expect(try await glance.send("POST", full.path + "/actions/explode").status == 404)
            #expect(try await glance.send("POST", full.path + "/actions/deactivate", body: "{}").status == 400)
        }
    }
}
