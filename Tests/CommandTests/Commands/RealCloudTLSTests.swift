import Testing

/// The program against a real Keystone and Glance behind nginx: TLS by a private authority, and a path before the APIs.
@Suite(.enabled(if: RealCloud.description != nil, "Tests/Testbed/run was not asked to start a real cloud"))
struct RealCloudTLSTests {
    /// The variables that lead through nginx; `more` is added to them.
    private func program(
        _ cloud: RealCloud, _ program: Program, _ more: [String: String] = [:]
    ) -> Program {
        var other = program
        other.environment = cloud.variables(region: cloud.tls_region, authURL: cloud.tls_auth_url)
        other.environment.merge(more) { $1 }
        return other
    }

    @Test func `With the authority's file everything goes through TLS`() async throws {
        try await withRealCloud { cloud, direct in
            let images = try await cloud.makeImages(2)
            let manifest = Workspace.manifest(images: images, members: Array(cloud.consumers.prefix(3)))
            let behind = program(cloud, direct, ["OS_CACERT": cloud.ca_file])
            let planned = try await behind.run(["plan", "-f", "-", "--format", "json"], input: manifest)
            #expect(try RunResult(planned.standardOutput).summary["add"] == 6)
            let applied = try await behind.run(["apply", "-f", "-", "--format", "json"], input: manifest)
            #expect(applied.code == 0)
            #expect(try RunResult(applied.standardOutput).summary["created"] == 6)
            // Without nginx, the same is there.
            #expect(try await direct.run(["plan", "-f", "-", "--detailed-exitcode"], input: manifest).code == 0)
        }
    }

    @Test func `Without the authority's file the issuer is not known`() async throws {
        try await withRealCloud { cloud, direct in
            let result = try await program(cloud, direct).run(["apply", "-f", "-"], input: Self.manifest(cloud))
            #expect(result.code == 1)
            #expect(result.standardError.contains("the certificate's issuer is not known here: CN=Testbed authority"))
            #expect(result.standardError.contains("name its PEM file in cacert or OS_CACERT"))
        }
    }

    @Test func `A run that takes any certificate warns of it`() async throws {
        try await withRealCloud { cloud, direct in
            let careless = program(cloud, direct, ["OS_INSECURE": "true"])
            let result = try await careless.run(["plan", "-f", "-"], input: Self.manifest(cloud))
            #expect(result.standardError.contains("the servers' certificates are not checked (verify: false"))
            #expect(!result.standardError.contains("issuer"))
        }
    }

    @Test func `A server that demands a certificate is reached with one`() async throws {
        try await withRealCloud { cloud, direct in
            let images = try await cloud.makeImages(1)
            let manifest = Workspace.manifest(images: images, members: [cloud.consumers[0]])
            var closed = program(cloud, direct, ["OS_CACERT": cloud.ca_file])
            closed.environment["OS_AUTH_URL"] = cloud.tls_client_auth_url
            closed.environment["OS_IMAGE_ENDPOINT_OVERRIDE"] = cloud.tls_client_image_url
            let refused = try await closed.run(["apply", "-f", "-"], input: manifest)
            #expect(refused.code == 1)
            #expect(refused.standardError.contains("demands a client certificate"))
            #expect(refused.standardError.contains("OS_CERT"))

            var open = closed
            open.environment["OS_CERT"] = cloud.client_certificate
            open.environment["OS_KEY"] = cloud.client_key
            #expect(try await open.run(["apply", "-f", "-"], input: manifest).code == 0)
            #expect(try await direct.run(["plan", "-f", "-", "--detailed-exitcode"], input: manifest).code == 0)
        }
    }

    @Test func `A key of another certificate is noticed before anything is sent`() async throws {
        try await withRealCloud { cloud, direct in
            let mixed = program(
                cloud, direct,
                ["OS_CACERT": cloud.ca_file, "OS_CERT": cloud.ca_file, "OS_KEY": cloud.client_key]
            )
            let result = try await mixed.run(["apply", "-f", "-"], input: Self.manifest(cloud))
            #expect(result.code == 1)
            #expect(result.standardError.contains("is not that of the certificate in"))
            #expect(!result.standardError.contains("PRIVATE KEY"))
        }
    }

    private static func manifest(_ cloud: RealCloud) -> String {
        Workspace.manifest(images: ["6ba7b810-9dad-11d1-80b4-00c04fd430c8"], members: [cloud.consumers[0]])
    }
}
