import FoundationEssentials
import SystemPackage
import Testing

/// `doctor`, from the files and variables to what it prints.
struct DoctorTests {
    @Test func `A connection that works is walked to its end, and nothing is written`() async throws {
        try await withWorkspace { workspace in
            let run = try await workspace.program.run("doctor")
            #expect(run.code == 0, "\(run)")
            let steps = run.standardOutput.split(separator: "\n").map { $0.prefix(24).split(separator: " ") }
            #expect(
                steps.map { $0.joined(separator: " ") } == [
                    "ok configuration", "ok keystone", "ok token", "ok catalog", "ok glance", "ok permissions",
                    "ok permissions", "ok permissions", "ok permissions",
                ], "\(run.standardOutput)")
            for part in ["project demo", "roles member", "expires in", "Image API v2", "may add members"] {
                #expect(run.standardOutput.contains(part), "\(part) in \(run.standardOutput)")
            }
            let requests = try workspace.requests()
            #expect(requests.allSatisfy { $0.method == "GET" || $0.isTokenRequest }, "\(requests)")
            #expect(requests.count(where: \.isTokenRequest) == 1)
        }
    }

    @Test(
        arguments: [
            (["OS_PASSWORD": "wrong"], 1, "wrong    token", "check user, password"),
            (["OS_REGION_NAME": "Nowhere"], 1, "wrong    catalog", "OS_REGION_NAME"),
            (["OS_AUTH_URL": "http://127.0.0.1:1"], 75, "wrong    keystone", "check auth_url (OS_AUTH_URL)"),
            (["OS_PASSWORD": ""], 1, "wrong    configuration", "OS_PASSWORD is not set"),
            (["OS_CLOUD": "prod"], 1, "wrong    configuration", "OS_CLOUD is prod"),
        ] as [([String: String], Int32, String, String)])
    func `The step that fails is reported with its remedy, and is the last`(
        changes: [String: String], status: Int32, line: String, remedy: String
    ) async throws {
        try await withWorkspace { workspace in
            var program = workspace.program
            for (name, value) in changes { program.environment[name] = value }
            let run = try await program.run("doctor")
            #expect(run.code == status, "\(run)")
            let lines = run.standardOutput.split(separator: "\n")
            #expect(lines.last { !$0.hasPrefix(" ") }?.hasPrefix(line) == true, "\(run.standardOutput)")
            #expect(run.standardOutput.contains(remedy), "\(run.standardOutput)")
        }
    }

    @Test(
        arguments: [
            ("path=/v2/images,status=503", "unknown  permissions", "cannot list images"),
            ("path=/members,status=503", "unknown  permissions", "cannot list members"),
            ("path=/versions,status=503", "unknown  glance", "currently unavailable"),
            ("path=/identity/v3,method=GET,status=503", "unknown  keystone", "currently unavailable"),
            ("path=auth/tokens,status=503", "unknown  token", "currently unavailable"),
        ])
    func `A cloud that cannot say for now is unknown, with no word about roles`(
        fault: String, line: String, reason: String
    ) async throws {
        try await withWorkspace(faults: [fault]) { workspace in
            let run = try await workspace.program.run("doctor")
            #expect(run.code == 75, "\(run)")
            let lines = run.standardOutput.split(separator: "\n")
            #expect(lines.contains { $0.hasPrefix(line) && $0.contains(reason) }, "\(run.standardOutput)")
            #expect(!run.standardOutput.contains("wrong "), "\(run.standardOutput)")
            #expect(!run.standardOutput.contains("use a user with the role"))
            #expect(
                try await workspace.program.run("doctor", "--format", "json").standardOutput.contains("\"unknown\""))
        }
    }

    @Test func `A cloud that fails when it is asked for a manifest's images and projects is unknown too`() async throws
    {
        try await withWorkspace(faults: ["path=/members,status=503", "path=/v3/projects/,status=503"]) { workspace in
            try workspace.writeManifest(images: 2, members: 1)
            let run = try await workspace.program.run("doctor", "-f", "sharing.yaml")
            #expect(run.code == 75, "\(run)")
            #expect(run.standardOutput.contains("unknown  image"), "\(run.standardOutput)")
            #expect(run.standardOutput.contains("1 of 1 projects: Keystone did not answer"), "\(run.standardOutput)")
            #expect(!run.standardOutput.contains("an administrator's"))
        }
    }

    @Test(arguments: [("path=/v2/images,status=403", "may not list images"), ("path=/v2/images,status=404", "images")])
    func `A refusal is wrong, with the role that would do`(fault: String, message: String) async throws {
        try await withWorkspace(faults: [fault]) { workspace in
            let run = try await workspace.program.run("doctor")
            #expect(run.code == 1, "\(run)")
            #expect(run.standardOutput.contains("wrong    permissions"), "\(run.standardOutput)")
            #expect(run.standardOutput.contains(message))
            #expect(run.standardOutput.contains("use a user with the role reader or member"), "\(run.standardOutput)")
        }
    }

    @Test func `A job's log has what is wrong, also where the result goes to a file`() async throws {
        try await withWorkspace { workspace in
            var program = workspace.program
            program.environment["OS_PASSWORD"] = "wrong"
            let run = try await program.run("doctor", "-q", "--output", "doctor.txt")
            #expect(run.code == 1)
            #expect(run.standardError.contains(" error ") && run.standardError.contains("step=token"), "\(run)")
            #expect(try workspace.read("doctor.txt").contains("wrong    token"))
            #expect(try await program.run("doctor").standardError.isEmpty)
        }
    }

    @Test func `An issue gets Markdown`() async throws {
        try await withWorkspace { workspace in
            let run = try await workspace.program.run("doctor", "--format", "markdown")
            #expect(run.code == 0, "\(run)")
            #expect(
                run.standardOutput.hasPrefix(
                    "### glance-share doctor\n\n**Nothing is wrong.**\n\n- ok configuration: `"))
            var program = workspace.program
            program.environment["OS_PASSWORD"] = "wrong"
            let refused = try await program.run("doctor", "--format", "markdown")
            #expect(refused.code == 1)
            #expect(refused.standardOutput.contains("**1 thing is wrong.**"))
            #expect(refused.standardOutput.contains("\n- **wrong** token: `"), "\(refused.standardOutput)")
        }
    }

    /// Nobody reads on below "nothing is wrong".
    @Test func `Markdown counts what is odd in its first line, and lists the settings with -v`() async throws {
        try await withWorkspace { workspace in
            var program = workspace.program
            program.environment = ["HOME": workspace.folder.path]
            try workspace.write(
                """
                clouds:
                  prod:
                    verify: false
                    auth: {auth_url: https://keystone.test, username: "a`b", password: hunter2, project_name: p}
                """, to: "clouds.yaml")
            let brief = try await program.run("doctor", "--offline", "--format", "markdown").standardOutput
            #expect(brief.contains("\n**Nothing is wrong; 2 warnings.**\n"), "\(brief)")
            #expect(!brief.contains("#### Settings"))
            let full = try await program.run("doctor", "--offline", "--format", "markdown", "-v").standardOutput
            #expect(full.contains("\n#### Settings\n\n- `"), "\(full)")
            #expect(full.contains("- `username`: ``a`b`` (`clouds.yaml:4:"), "\(full)")
            #expect(full.contains("- `password`: `(redacted)` (`clouds.yaml:4:"), "\(full)")
            #expect(!full.contains("hunter2"))
        }
    }

    @Test func `A manifest's images, members and projects are examined`() async throws {
        try await withWorkspace(images: 2) { workspace in
            let (image, other) = (workspace.imageIDs[0], workspace.imageIDs[1])
            let (known, dashed) = (workspace.projectIDs[0], "2d1521a5-a0c9-4a45-bd0a-d9ffcb0d5d72")
            let plain = dashed.replacing("-", with: "")
            try workspace.write(
                "version: 1\nproject_ids: any\nimages:\n  \(image): [\(known), web, \(dashed), \(plain)]\n  \(other): []\n"
            )
            #expect(try await workspace.program.run("apply").code == 0)
            let gone = "00000000-0000-4000-8000-000000000000"
            try workspace.write(
                "version: 1\nimages:\n  \(image): [\(known)]\n  \(other): [\(known)]\n  \(gone): [\(known)]\n")
            let run = try await workspace.program.run("doctor", "-f", "sharing.yaml")
            #expect(run.code == 1)
            for part in [
                "its member “web” does not look like a project's ID",
                "project \(dashed) is there with dashes and without",
                "image \(other)", "1 missing",
                "wrong    image          image \(gone) (sharing.yaml:5:3): the image does not exist",
            ] { #expect(run.standardOutput.contains(part), "\(part) in \(run.standardOutput)") }
        }
    }

    @Test func `Offline, nobody is asked, and each setting names its line`() async throws {
        try await withWorkspace { workspace in
            var program = workspace.program
            program.environment = ["HOME": workspace.folder.path]
            try workspace.write(
                """
                clouds:
                  prod:
                    auth: {auth_url: https://keystone.test, username: u, password: hunter2, project_name: p}
                    regions: [A, B]
                """, to: "clouds.yaml")
            let run = try await program.run("doctor", "--offline", "-v", "--os-region-name", "B")
            #expect(run.code == 0, "\(run)")
            for part in [
                "cloud prod: it is the only one in clouds.yaml", "clouds.yaml holds a secret", "chmod 600 clouds.yaml",
                "(redacted)", "clouds.yaml:3:22", "--os-region-name",
            ] { #expect(run.standardOutput.contains(part), "\(part) in \(run.standardOutput)") }
            #expect(!run.standardOutput.contains("hunter2"))
            #expect(try workspace.requests().isEmpty)
        }
    }

    @Test func `A script gets one object`() async throws {
        try await withWorkspace { workspace in
            let run = try await workspace.program.run("doctor", "--format", "json")
            let report = try JSONDecoder().decode(DoctorDocument.self, from: Data(run.standardOutput.utf8))
            #expect(report.outcome == "ok")
            #expect(report.cloud == "envvars")
            #expect(report.findings.map(\.step).contains("token"))
            #expect(report.settings.contains { $0.name == "password" && $0.value == "(redacted)" })
            #expect(report.settings.contains { $0.name == "username" && $0.origin == "OS_USERNAME" })
        }
    }

    @Test(.enabled(if: RealCloud.description != nil, "needs Tests/Testbed/run"))
    func `On a real cloud, an administrator sees which projects exist, and an owner cannot tell`() async throws {
        try await withRealCloud { cloud, program in
            let image = try await cloud.makeImages(1)[0]
            let gone = "00000000000000000000000000000000"
            let manifest = Workspace.manifest(images: [image], members: [cloud.consumers[0], gone])
            try Data(manifest.utf8).write(to: URL(filePath: program.folder.appending("sharing.yaml").string))
            let owner = try await program.run("doctor", "-f", "sharing.yaml")
            #expect(owner.code == 0, "\(owner)")
            #expect(owner.standardOutput.contains("cannot tell whether they exist"), "\(owner.standardOutput)")
            var administrator = program
            administrator.environment = cloud.variables(user: "admin")
            let all = try await administrator.run("doctor", "-f", "sharing.yaml")
            #expect(all.code == 1, "\(all)")
            #expect(
                all.standardOutput.contains("project \(gone) (sharing.yaml:5:7) does not exist"),
                "\(all.standardOutput)")
            #expect(all.standardOutput.contains("1 of 2 projects exist"), "\(all.standardOutput)")
        }
    }

    @Test(arguments: ["text", "json"])
    func `A bad manifest is a finding like any other, and the rest is examined`(_ format: String) async throws {
        try await withWorkspace { workspace in
            try workspace.write("version: 1\nimages:\n  debian: [web]\n", to: "bad.yaml")
            let run = try await workspace.program.run("doctor", "-f", "bad.yaml", "--format", format)
            #expect(run.code == 1, "\(run)")
            // What is read by a program is also logged.
            #expect(run.standardError.isEmpty == (format == "text"), "\(run)")
            for sentence in ["bad.yaml:3:3: images: “debian” is not an image ID", "bad.yaml:3:12: ", "Image API v2"] {
                #expect(run.standardOutput.contains(sentence), "\(run)")
            }
            if format == "json" {
                let result = try JSONDecoder().decode(DoctorDocument.self, from: Data(run.standardOutput.utf8))
                #expect(result.outcome == "wrong")
                #expect(result.findings.filter { $0.state == "wrong" }.map(\.step) == ["manifest", "manifest"])
            }
        }
    }

    @Test func `A bad manifest has to be mended also where the cloud is away`() async throws {
        try await withWorkspace { workspace in
            try workspace.write("version: 2\n", to: "bad.yaml")
            var program = workspace.program
            program.environment["OS_AUTH_URL"] = "http://127.0.0.1:1"
            #expect(try await program.run("doctor", "-f", "bad.yaml").code == 1)
        }
    }

    @Test func `A manifest that names things has them looked up, and each lookup has its finding`() async throws {
        try await withWorkspace(images: 8) { workspace in
            try workspace.write(
                """
                version: 1
                projects:
                  prod: {name: web-prod, domain: Internal}
                  nothing: {name: nothing}
                groups:
                  gold: {domain: Internal, tag: golden-images}
                image_sets:
                  debian: {match: {name: "debian-12-*"}, newest: 1, members: [prod, gold]}
                  none: {match: {name: "none-*"}, members: [nothing]}
                """)
            var program = workspace.program
            program.environment["OS_USERNAME"] = "demo-admin"
            let run = try await program.run("doctor", "-f", "sharing.yaml")
            #expect(run.code == 1, "\(run)")
            for part in [
                "ok       lookup         may list the images of this project: 8 for the image sets",
                "ok       lookup         enabled projects of domain “Internal” with the tag “golden-images”: 4, “data-lake”",
                "warning  lookup         may look for project “nothing”: there are none",
                "ok       lookup         image set “debian” (sharing.yaml:8:3): 1 of these images",
                "wrong    lookup         sharing.yaml:4:3: Keystone has no project", "ok       image ",
            ] {
                #expect(run.standardOutput.contains(part), "\(part) in \(run.standardOutput)")
            }
            let requests = try workspace.requests()
            #expect(requests.allSatisfy { $0.method == "GET" || $0.isTokenRequest })

            let refused = try await workspace.program.run("doctor", "-f", "sharing.yaml")
            #expect(refused.code == 1)
            let line = "wrong    lookup         project “nothing”: this token may not look projects up"
            #expect(refused.standardOutput.contains(line), "\(refused.standardOutput)")
            #expect(refused.standardOutput.contains("IDs work everywhere"))
        }
    }
}

/// The doctor's JSON.
private struct DoctorDocument: Decodable {
    struct Fact: Decodable {
        var name: String
        var value: String
        var origin: String
    }

    struct Finding: Decodable {
        var step: String
        var state: String
        var message: String
        var hint: String?
    }

    var outcome: String
    var cloud: String?
    var settings: [Fact]
    var findings: [Finding]
}
