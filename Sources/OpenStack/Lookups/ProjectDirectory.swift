import Transport

/// Finds projects in Keystone by their names, and by their domain, tag and parent; only reads.
///
/// A domain or parent that several questions name is looked for once a run. A Keystone that does not answer costs a run's
/// patience once: what is asked afterwards is asked once each, and after a few failures in a row no more.
package actor ProjectDirectory {
    /// A domain or a project, as a manifest names it: by name or by ID.
    private enum Place: Hashable {
        case domain(String)
        case parent(String, domainID: String?)
    }

    /// The failures in a row after which nothing more is asked in a run.
    private static let mostFailures = 3

    private let session: Session
    private let identity: IdentityClient
    private let inPage: Int
    private var searches: [Place: Task<Result<String, LookupError>, Never>] = [:]
    private var failures = 0

    /// Makes a directory.
    ///
    /// - Parameters:
    ///   - session: has the token.
    ///   - identity: asks Keystone.
    ///   - inPage: the number of projects to a page, by default as many as Keystone gives at most.
    package init(session: Session, identity: IdentityClient, inPage: Int = 1000) {
        self.session = session
        self.identity = identity
        self.inPage = inPage
    }

    /// Begins a new run, which knows nothing of what an earlier one has found.
    package func beginRun() {
        searches = [:]
        failures = 0
    }

    /// Finds the projects of a name, enabled or not.
    ///
    /// - Parameters:
    ///   - name: the name, to the letter.
    ///   - domain: the name or the ID of their domain; nil for any.
    /// - Returns: at most one of each domain.
    /// - Throws: why they could not be found; that there is none is no failure.
    package func projects(named name: String, domain: String?) async throws(LookupError) -> [ListedProject] {
        let domainID = try await domainID(domain)
        return try await list(["name": name, "domain_id": domainID]).filter { project in
            project.name.isExactly(name) && domainID.map { $0 == project.domainID } ?? true
        }
    }

    /// Finds the enabled projects of a domain, with a tag, and right below a parent: of all that are given.
    ///
    /// Keystone looks for the tag only after it has cut the page, so that a page may come out empty and without a next one
    /// although there are more: it is looked for here. The projects of a domain that is disabled itself are enabled to
    /// Keystone.
    ///
    /// - Parameters:
    ///   - domain: the name or the ID of the domain.
    ///   - tag: the tag, to the letter.
    ///   - parent: the name or the ID of the parent.
    /// - Returns: the projects; a token that sees only a part of the cloud is shown those of that part alone, and nothing
    ///   tells.
    /// - Throws: why they could not be found, or not all of them.
    package func enabledProjects(
        domain: String?, tag: String?, parent: String?
    ) async throws(LookupError) -> [ListedProject] {
        let domainID = try await domainID(domain)
        var parentID: String?
        if let parent { parentID = try await id(of: .parent(parent, domainID: domainID)) }
        return try await list(["enabled": "true", "domain_id": domainID, "parent_id": parentID]).filter { project in
            project.isEnabled && domainID.map { $0 == project.domainID } ?? true
                && parentID.map { $0 == project.parentID } ?? true
                && tag.map { tag in project.tags?.contains { $0.isExactly(tag) } ?? false } ?? true
        }
    }

    private func domainID(_ domain: String?) async throws(LookupError) -> String? {
        guard let domain else { return nil }
        return try await id(of: .domain(domain))
    }

    /// The ID of a place, which is looked for once.
    private func id(of place: Place) async throws(LookupError) -> String {
        let search =
            searches[place]
            ?? Task { () async -> Result<String, LookupError> in
                do throws(LookupError) {
                    return .success(try await find(place))
                } catch {
                    return .failure(error)
                }
            }
        searches[place] = search
        // The run that is told to stop is the only one there is.
        return try await withTaskCancellationHandler {
            await search.value
        } onCancel: {
            search.cancel()
        }.get()
    }

    private func find(_ place: Place) async throws(LookupError) -> String {
        switch place {
        case .domain(let text): try await findDomain(text)
        case .parent(let text, let domainID): try await findParent(text, in: domainID)
        }
    }

    private func findDomain(_ text: String) async throws(LookupError) -> String {
        let own = try await asking(.showDomain) { () async throws(OpenStackError) in
            try await session.token().authorization
        }
        if let id = own.projectDomainID, text == id || own.projectDomainName?.isExactly(text) == true { return id }
        if Self.isDomainID(text),
            try await exists("/v3/domains/", text, asking: .showDomain)
        {
            return text
        }
        let page = try await asking(.listDomains) { () async throws(OpenStackError) in
            let answer = try await send("/v3/domains?name=" + PercentEncoding.pathPart(text))
            let page = try answer.decode(DomainPage.self, expecting: "a list of domains")
            if page.truncated == true && page.links?.next == nil { throw .cut(answer) }
            return page
        }
        guard let domain = page.domains.first(where: { $0.name.isExactly(text) }) else {
            throw LookupError(
                .notFound, message: "Keystone knows no domain “\(text)”, or does not show it to this token",
                hint: "check its name or ID: a token of a domain is shown no other one"
            )
        }
        return domain.id
    }

    private func findParent(_ text: String, in domainID: String?) async throws(LookupError) -> String {
        if text.isHexID, try await exists("/v3/projects/", text, asking: .showProject) { return text }
        let found = try await list(["name": text, "domain_id": domainID]).filter { $0.name.isExactly(text) }
        guard let parent = found.first else {
            throw LookupError(
                .notFound,
                message: "Keystone knows no project “\(text)” that others are below, or does not show it to "
                    + "this token",
                hint: "check the parent's name or ID, and its domain"
            )
        }
        guard found.count == 1 else {
            let places = found.prefix(5).map { "\($0.id) of domain \($0.domainID ?? "none")" }.joined(separator: ", ")
            throw LookupError(
                .ambiguous, message: "\(found.count) projects have the parent's name “\(text)”: \(places)",
                hint: "name the domain, too, or write the parent's ID"
            )
        }
        return parent.id
    }

    /// Returns true if there is something of that ID.
    private func exists(
        _ folder: String, _ id: String, asking question: LookupQuestion
    ) async throws(LookupError) -> Bool {
        try await asking(question) { () async throws(OpenStackError) in
            do throws(OpenStackError) {
                _ = try await send(folder + id)
                return true
            } catch {
                // Keystone names what it has not got; anybody else who says 404 knows nothing of it.
                guard error.code == .notFound, error.message.contains(id) else { throw error }
                return false
            }
        }
    }

    /// Lists the projects for which all of the conditions hold, as far as Keystone compares to the letter.
    private func list(_ conditions: KeyValuePairs<String, String?>) async throws(LookupError) -> [ListedProject] {
        let query = conditions.compactMap { name, value in
            value.map { "\(name)=\(PercentEncoding.pathPart($0))" }
        }.joined(separator: "&")
        return try await asking(.listProjects) { () async throws(OpenStackError) in
            try await ProjectList(query: query, inPage: inPage, send: send).all()
        }
    }

    /// Asks a question, and says in whose name what came of it.
    private func asking<Value>(
        _ question: LookupQuestion, _ body: () async throws(OpenStackError) -> Value
    ) async throws(LookupError) -> Value {
        do throws(OpenStackError) {
            return try await body()
        } catch {
            throw LookupError(identity.attributed(error), asking: question)
        }
    }

    private func send(_ path: String) async throws(OpenStackError) -> HTTPAnswer {
        guard failures < Self.mostFailures else {
            throw OpenStackError(
                .serverTrouble, message: "not asked: the lookups before have failed", hint: "run again later")
        }
        do throws(OpenStackError) {
            let answer = try await session.lookUp(path, by: identity, safety: failures == 0 ? .idempotent : .byCaller)
            failures = 0
            return answer
        } catch {
            failures = error.meaning.isRepeatable ? failures + 1 : 0
            throw error
        }
    }
}

extension String {
    /// True for 32 hexadecimal digits, as the ID of a domain or a project has them.
    var isHexID: Bool {
        utf8.count == 32 && allSatisfy { $0.isASCII && $0.isHexDigit }
    }

    /// Returns true for the same text, octet by octet: Keystone normalises no names.
    fileprivate func isExactly(_ other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
