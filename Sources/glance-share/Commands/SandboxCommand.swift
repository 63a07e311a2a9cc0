import ArgumentParser
import GlanceSandbox
import Host
import ImageSharing
import Manifests
import Text

/// Serves an embedded Keystone and Glance, to try and test against.
struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "Serve an embedded Keystone and Glance on loopback, to try and test against.",
        usage: "glance-share sandbox [<options>]",
        discussion: """
            It lives in memory, on 127.0.0.1, until SIGINT or SIGTERM. Keystone is at /identity, Glance at /image.
            An identity provider is at /openid/token/, with the client demo-client, whose secret is OS_PASSWORD;
            to Keystone it is "demo provider", with the protocol mapped, and the client is the demo user.
            The demo user may look no project up; demo-admin owns the same images and may. There are consumer,
            consumer-1 to consumer-24, web-prod and web-test, and more in the domain Internal, some with tags.
            Generated images have names such as debian-12-20260101, tags and properties, and differ in age.

            EXAMPLES
              glance-share sandbox --manifest sharing.yaml --env-file sandbox.env
              . ./sandbox.env && glance-share plan
              glance-share sandbox --images 50 --fault status=503,rate=0.1,seed=7
              glance-share sandbox --images 3 --fault path=members,reset=after,every=3
              glance-share sandbox --images 3 --token-lifetime 4s --fault race
              glance-share sandbox --images 50 --page-size 10 --user demo-admin

            FAULTS, as in method=POST,path=members,status=503,retry-after=1,every=3
              which requests   method=M  path=PART
              what happens     status=N  retry-after=S or =date:S  after (the request has
                               worked)  reset=before|after  truncate  delay=200ms
                               expire-token (after this request)
                               race (whoever adds a member looks, waits for delay or 100ms,
                               and writes without another look: one member added many
                               times at once gets several rows, and a limit is overrun)
                               shuffle (lists of members come in any order; seed=7)
                               pages=elsewhere (the next page of a list of images, projects
                               or domains is at another host)  pages=repeat (each page
                               leads to itself)  pages=endless (the last one leads to the
                               first)  pages=cut (Keystone's lists end half-way, truncated)
              when             first=N  every=N  rate=0.1,seed=7
            """
    )

    @Option(help: ArgumentHelp("The port; 0 is any free one.", valueName: "n"))
    var port = 9292

    @Option(
        help: ArgumentHelp("The images of this manifest exist; can be repeated.", valueName: "path"),
        completion: .file(extensions: ["yaml", "yml"])
    )
    var manifest: [String] = []

    @Option(help: ArgumentHelp("How many more images exist.", valueName: "n"))
    var images = 0

    @Option(help: ArgumentHelp("How many images or projects a page holds.", valueName: "n"))
    var pageSize: Int?

    @Option(help: ArgumentHelp("Whose OS_* variables are written: demo, demo-admin, consumer …", valueName: "name"))
    var user = "demo"

    @Option(help: ArgumentHelp("How many members an image may have.", valueName: "n"))
    var memberLimit = 128

    @Option(duration: "How long a token is good for (default: 1h).")
    var tokenLifetime = DurationArgument(.seconds(3600))

    @Option(help: "Which Glance it is: current, or document, where private images are shared.")
    var dialect = Dialect.current

    @Option(
        help: ArgumentHelp("Write the OS_* variables of the demo user to this file.", valueName: "file"),
        completion: .file()
    )
    var envFile: String?

    @Option(
        help: ArgumentHelp("Write each request to this file, as a line of JSON.", valueName: "file"),
        completion: .file()
    )
    var requestLog: String?

    @Option(
        help: ArgumentHelp("Let something go wrong, as described above; can be repeated.", valueName: "spec"),
        transform: { try Fault(specification: $0) }
    )
    var fault: [Fault] = []

    func validate() throws {
        guard !manifest.contains("") else { throw ValidationError("--manifest is empty; name a file or a directory.") }
        guard (0...65_535).contains(port) else { throw ValidationError("--port is \(port); use 0 to 65535.") }
        guard tokenLifetime.duration > .zero else {
            throw ValidationError("--token-lifetime is 0: no token would ever be good. Use 4s, or more.")
        }
        guard (pageSize ?? 1) > 0 else { throw ValidationError("--page-size is \(pageSize ?? 0); use 1 or more.") }
        guard (0...100_000).contains(images) else { throw ValidationError("--images is \(images); use 0 to 100000.") }
    }

    func run() async throws {
        let standardError = StandardError()
        let variables = try envFile.map { path throws(OutputFile.Failure) in try VariablesFile(path) }
        let sandbox = try Sandbox(configuration: configuration(printingIssuesTo: standardError))
        defer { variables?.remove() }
        guard let user = sandbox.directory.users.first(where: { $0.name == user }) else {
            throw ValidationError("--user is \(user.quotedForDisplay()): the sandbox has no such user.")
        }
        _ = try await Interruption.listen { _ in
        } while: {
            try await sandbox.run { address in
                // Nobody can use a cloud whose password nobody knows.
                let lines = sandbox.environment(at: address, user: user).exportLines
                try variables?.write(lines)
                try ResultOutput.writeToStandardOutput(lines)
            }
        }
    }

    private func configuration(printingIssuesTo standardError: StandardError) throws -> SandboxConfiguration {
        var named: [String] = []
        if !manifest.isEmpty {
            do {
                let loaded = try ManifestLoader().load(manifest, printingIssuesTo: standardError)
                named = loaded.desired.images.map(\.id.description)
            } catch {
                throw ExitStatus.couldNotPlan.code
            }
        }
        return SandboxConfiguration(
            port: port, imageIDs: named, generatedImages: images, memberLimit: memberLimit, dialect: dialect,
            pageSize: pageSize, requestLog: requestLog, faults: fault, tokenLifetime: tokenLifetime.duration
        )
    }
}

extension Dialect: ExpressibleByArgument {}
