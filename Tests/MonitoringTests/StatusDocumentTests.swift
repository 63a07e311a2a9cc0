import Daemon
import Foundation
import ImageSharing
import TestSupport
import Testing
import Text

@testable import Monitoring

/// `status.json`, which programs of users depend on.
@Suite struct StatusDocumentTests {
    private func json(_ status: DaemonStatus) -> String {
        StatusDocument(status, readiness: Readiness(status, uptime: SampleStatus.uptime)).text
    }

    @Test func `A sample`() throws {
        var status = try SampleStatus.troubled()
        status.images.removeFirst(2)
        status.ticks.removeLast(3)
        let json = json(status)
        #expect(json == Self.golden.replacing("\n", with: "") + "\n")
    }

    @Test func `Text that misleads is escaped, and reads the same`() throws {
        var status = try SampleStatus.healthy()
        let hostile = "\u{1B}[31m \u{202E} \u{7F} \u{E0041} \"quoted\" é/🖼"
        status.manifest.files = [hostile]
        let json = json(status)
        #expect(json.contains(#"\u001b[31m \u202e \u007f \udb40\udc41 \"quoted\" é/🖼"#))
        struct Files: Decodable {
            struct Manifest: Decodable { let files: [String] }
            let manifest: Manifest
        }
        #expect(try JSONDecoder().decode(Files.self, from: Data(json.utf8)).manifest.files == [hostile])
    }

    @Test func `Keys are sorted, whatever is known`() throws {
        var status = try SampleStatus.troubled()
        let problem = Problem(
            code: .forbidden, image: try SampleStatus.image(1), member: SampleStatus.project(1), httpStatus: 403,
            message: "no", hint: "ask", requestID: "req-1", source: SourceLocation(file: "a.yaml", line: 1, column: 1))
        (status.obstacle, status.configurationProblems) = (problem, [problem])
        status.images[0].description = "Debian 12"
        status.record(resolved: .named("web"), at: SampleStatus.now)
        (status.images[0].name, status.images[0].sets) = ("debian-12", ["debian-12"])
        status.images[0].warnings = [
            Warning(ImageAudit.Duplicate(project: SampleStatus.project(0), rows: 2), of: status.images[0].image)
        ]
        let leaving = try SampleStatus.takingAway()
        (status.images[1], status.manifest.losses) = (leaving.images[2], leaving.manifest.losses)
        status.untrusted = [
            FoundImage(id: try SampleStatus.image(1), name: "debian", owner: "o", createdAt: "2026-01-01T00:00:00Z")
        ]
        (status.expiring, status.nextExpiry) = (leaving.expiring, leaving.nextExpiry)
        status.ticks[0].summary = leaving.ticks[0].summary
        status.manifest.waitsForGit = GitWait(lock: ".git/index.lock", since: SampleStatus.now)
        let json = json(status)
        #expect(json.contains(#""waits_for_git":{"lock":".git/index.lock","since":""#))
        let sorted = try JSONSerialization.data(
            withJSONObject: try JSONSerialization.jsonObject(with: Data(json.utf8)),
            options: [.sortedKeys, .withoutEscapingSlashes])
        #expect(json == String(decoding: sorted, as: UTF8.self) + "\n")
    }

    @Test func `Removals, memberships that end, and what has gone from the manifest`() throws {
        let json = json(try SampleStatus.takingAway())
        for part in [
            #""expiring":[{"ends_at":"2026-03-02T12:59:59Z","image":"\#(try SampleStatus.image(1))","member":"\#(SampleStatus.project(2))","reason":"ticket 4711","source":{"column":5,"file":"sharing.yaml","line":9},"until":"2026-03-02"}]"#,
            #""next_expiry_at":"2026-03-02T12:59:59Z""#, #""losses":[{"file":"team-b.yaml","images":3,"since":"#,
            #""rejected":["\#(SampleStatus.project(3))"],"removals":[{"cause":"revoked","member":"#,
            #""since":"2026-02-01T08:00:00Z","source":{"column":5,"file":"sharing.yaml","line":9},"standing":"refused","status":"accepted"}"#,
            #"{"because":"nobody_wanted","cause":"not_listed","member":"#, #""state":"unfinished""#,
            #""to_remove":["\#(SampleStatus.project(4))","#, #""unfinished":1"#, #""to_remove":3,"#,
            #""held":2,"images":4,"members":0,"remove":7,"removed":4,"#,
        ] {
            #expect(json.contains(part), "\(part)")
        }
    }

    @Test func `What is offered and not trusted is listed, and absent where there is nothing of it`() throws {
        var status = try SampleStatus.healthy()
        #expect(!json(status).contains("not_trusted"))
        status.untrusted = [
            FoundImage(
                id: try SampleStatus.image(1), name: "debian", owner: "stranger", createdAt: "2026-01-01T00:00:00Z")
        ]
        let id = try SampleStatus.image(1)
        #expect(json(status).contains(#""not_trusted":[{"image":"\#(id)","name":"debian","owner":"stranger"}],"#))
    }

    @Test func `An image's description is whole, and absent where there is none`() throws {
        var status = try SampleStatus.healthy()
        status.images[0].description = "Debian 12,\n\u{202E}hardened " + String(repeating: "x", count: 100)
        let json = json(status)
        let text = #""description":"Debian 12,\n\u202ehardened "# + String(repeating: "x", count: 100) + "\""
        #expect(json.ranges(of: text).count == 1 && json.ranges(of: "\"description\"").count == 1)
    }

    @Test func `In pieces it is what it is at once`() throws {
        var status = try SampleStatus.troubled()
        status.images += try (10..<3000).map { try SampleStatus.image($0, .inSync, wanted: 5, present: 5) }
        let pieces = Array(StatusDocument(status, readiness: .ready(remark: nil)))
        #expect(pieces.count > 5 && pieces.dropLast().allSatisfy { $0.count >= StatusDocument.pieceSize })
        #expect(pieces.allSatisfy { $0.count < StatusDocument.pieceSize * 2 })
        var json = JSONWriter(isCompact: true)
        json.array(status.images) { $0.image($1) }
        let text = String(decoding: Array(pieces.joined()), as: UTF8.self)
        let without = StatusDocument(status, readiness: .ready(remark: nil), of: ImagePage(limit: 0)).text
        #expect(text == without.replacing("\"images\":[],", with: "\"images\":\(json.text),"))
    }

    @Test func `A page has its images, what comes next, and all else as ever`() throws {
        let status = try SampleStatus.troubled()
        let page = ImagePage(limit: 2, marker: try SampleStatus.image(1))
        let text = StatusDocument(status, readiness: .ready(remark: nil), of: page).text
        let whole = StatusDocument(status, readiness: .ready(remark: nil)).text
        var json = JSONWriter(isCompact: true)
        json.array(status.images[1...2]) { $0.image($1) }
        #expect(text.contains("\"images\":\(json.text),"))
        let next = "\"next\":\"status.json?limit=2&marker=\(try SampleStatus.image(3))\","
        #expect(text.contains(next) && !whole.contains("\"next\""))
        #expect(text.replacing(next, with: "").suffix(1000) == whole.suffix(1000))
    }

    @Test func `A run that is under way says how far it is`() {
        var status = DaemonStatus(version: "1.2.3", startedAt: SampleStatus.start, staleAfter: .seconds(60))
        status.sweep = SweepStatus(
            startedAt: SampleStatus.start, endsAt: SampleStatus.start + 300, imagesDone: 120, images: 2000)
        let sweep =
            #""sweep":{"ends_at":"2026-03-01T12:05:00Z","images":2000,"images_done":120,"started_at":"2026-03-01T12:00:00Z"},"#
        #expect(json(status).contains(sweep))
    }

    @Test func `A daemon that has just begun has no images, and no null`() {
        let status = DaemonStatus(version: "1.2.3", startedAt: SampleStatus.start, staleAfter: .seconds(60))
        let json = json(status)
        #expect(json.contains(#""readiness":"not ready: no good manifest was loaded yet","ready":false"#))
        #expect(json.contains(#""images":[]"#))
        #expect(!json.contains("next_tick_at") && !json.contains("null"))
    }
}

extension StatusDocumentTests {
    static let golden = #"""
        {"cloud":{"name":"prod","project_id":"6f70656e737461636b20696d61676573","project_name":"images","region":"RegionOne"},
        "configuration_problems":[],"format_version":1,"images":[{"id":"00000003-4ee1-4a62-8704-0ae5025a0deb","members":{"missing":["00000004f6a818c3d4aa458798ed8689","00000005f6a818c3d4aa458798ed8689"],
        "not_checked":[],
        "present":["00000000f6a818c3d4aa458798ed8689","00000001f6a818c3d4aa458798ed8689","00000002f6a818c3d4aa458798ed8689","00000003f6a818c3d4aa458798ed8689"],
        "unmanaged":[]},
        "observed_at":"2026-03-01T12:59:59Z","problem":{"code":"member_limit_exceeded","hint":"raise image_member_quota, or remove members that are no longer needed","http_status":413,"image":"00000003-4ee1-4a62-8704-0ae5025a0deb","member":"00000004f6a818c3d4aa458798ed8689","message":"the image is full: it has 128 members, and the limit is 128","request_id":"req-5f0c"},
        "retry_at":"2026-03-01T13:28:00Z","source":{"column":3,"file":"sharing.yaml","line":15},
        "state":"backed_off"},
        {"id":"00000004-4ee1-4a62-8704-0ae5025a0deb","members":{"missing":["00000001f6a818c3d4aa458798ed8689","00000002f6a818c3d4aa458798ed8689","00000003f6a818c3d4aa458798ed8689"],
        "not_checked":[],
        "present":["00000000f6a818c3d4aa458798ed8689"],
        "unmanaged":["00000004f6a818c3d4aa458798ed8689","00000005f6a818c3d4aa458798ed8689"]},
        "observed_at":"2026-03-01T12:59:59Z","source":{"column":3,"file":"sharing.yaml","line":21},
        "state":"missing"},
        {"id":"00000005-4ee1-4a62-8704-0ae5025a0deb","members":{"missing":[],
        "not_checked":["00000000f6a818c3d4aa458798ed8689"],
        "present":[],
        "unmanaged":[]},
        "source":{"column":3,"file":"sharing.yaml","line":27},
        "state":"unknown"}],
        "last_success_at":"2026-03-01T13:00:00Z","manifest":{"commit":"6f1d0c9e2b7a4d3f8e5c1b0a9d8e7f6c5b4a3928","files":["sharing.yaml"],
        "hash":"0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d","loaded":true,"loaded_at":"2026-03-01T12:00:02Z","problems":[{"code":"manifest_invalid","hint":"join the two lists","message":"“members” is written twice","source":{"column":3,"file":"sharing.yaml","line":7}}]},
        "next_tick_at":"2026-03-01T13:05:00Z","readiness":"ready; the last good manifest is in force; the newest one is refused: sharing.yaml:7:3: “members” is written twice","ready":true,"started_at":"2026-03-01T12:00:00Z","summary":{"images":{"backed_off":1,"in_sync":0,"missing":1,"total":3,"unknown":1,"unreadable":0},
        "members":{"desired":11,"missing":5,"not_checked":1,"present":5,"unmanaged":2}},
        "ticks":[{"duration_seconds":1.25,"images":4,"problems":[{"code":"cloud_unavailable","hint":"the next run tries again","http_status":503,"message":"Glance answers 503"}],
        "reason":"interval","started_at":"2026-03-01T12:59:58Z","summary":{"add":0,"already_member":0,"created":1,"failed":1,"images":4,"members":0,"skipped":0,"unchanged":0,"unmanaged":0},
        "verdict":"partial"}],
        "token_expires_at":"2026-03-01T13:33:00Z","tool":{"name":"glance-share","version":"1.2.3"}}
        """#
}
