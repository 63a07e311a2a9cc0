import GlanceSandbox

extension CloudUnderTest {
    /// A running sandbox.
    init(_ sandbox: Sandbox, at address: SandboxAddress) {
        let directory = sandbox.directory
        let password = Secret(sandbox.configuration.password)
        func account(_ user: SandboxUser) -> Account {
            Account(
                name: user.name,
                id: user.id,
                password: password,
                projectName: user.project.name,
                projectID: user.project.id
            )
        }
        let credential = directory.applicationCredential
        self.init(
            kind: .sandbox,
            authURL: address.authURL + "/v3",
            limitedAuthURL: address.authURL + "/v3",
            imageURL: address.imageURL,
            region: "RegionOne",
            owner: account(directory.demo),
            ownerAdmin: account(directory.demoAdmin),
            reader: account(directory.demoReader),
            consumer: account(directory.consumer),
            admin: account(directory.admin),
            domainReader: account(directory.domainReader),
            consumers: directory.consumerProjects.dropFirst().map(\.id),
            applicationCredential: .init(
                id: credential.id,
                name: credential.name,
                secret: Secret(credential.secret)
            ),
            restrictedCredential: .init(
                id: directory.restrictedCredential.id,
                name: directory.restrictedCredential.name,
                secret: Secret(directory.restrictedCredential.secret)
            ),
            sandboxFederation: Federation(
                path: "demo%20provider/protocols/mapped",
                accessToken: Secret(directory.federation.accessToken)
            ),
            sandboxDomainAdmin: account(directory.domainAdmin),
            tokens: TokenShelf()
        )
    }
}
