extension ProjectDirectory {
    /// The access rules that an application credential needs to look projects up.
    ///
    /// - Parameters:
    ///   - domain: the name or the ID of their domain, unless it is that of the token's project; nil for any.
    ///   - parent: the name or the ID of their parent; nil for any.
    /// - Returns: the rules, each once.
    package static func accessRules(domain: String?, parent: String?) -> [AccessRule] {
        var questions = [LookupQuestion.listProjects]
        // What looks like an ID may be a name all the same, and is looked for as one then.
        if let domain { questions += isDomainID(domain) ? [.showDomain, .listDomains] : [.listDomains] }
        if let parent, parent.isHexID { questions.append(.showProject) }
        return questions.map { AccessRule(service: "identity", method: "GET", path: $0.path) }
    }

    /// Returns true if a domain is looked for by its ID first.
    static func isDomainID(_ text: String) -> Bool { text == "default" || text.isHexID }
}
