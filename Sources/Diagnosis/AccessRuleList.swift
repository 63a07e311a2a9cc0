package import ImageSharing
package import OpenStack

/// The access rules of an application credential that may do what a manifest needs, and nothing more.
///
/// https://docs.openstack.org/keystone/latest/user/application_credentials.html#access-rules
package struct AccessRuleList: Sendable, Equatable {
    /// The commands that a credential can be for.
    package enum Purpose: String, Sendable, CaseIterable {
        case plan, apply, daemon, accept
    }

    /// The rules, each once.
    package let rules: [AccessRule]

    /// Collects the rules.
    ///
    /// - Parameters:
    ///   - purpose: the command.
    ///   - questions: all that has to be asked before the wishes of the manifest are known.
    ///   - actions: the changes that the manifest may lead to.
    package init(for purpose: Purpose, questions: CloudQuestions, actions: Set<Change.Action>) {
        var rules: [AccessRule] = []
        func allow(_ method: String, _ path: String) {
            rules.append(AccessRule(service: "image", method: method, path: path))
        }
        if questions.images != nil || purpose == .accept { allow("GET", "/v2/images") }
        switch purpose {
        case .accept:
            allow("GET", Change.Action.accept.path)
            allow(Change.Action.accept.method, Change.Action.accept.path)
        case .plan, .apply, .daemon:
            allow("GET", "/v2/images/*")
            allow("GET", Change.Action.add.path)
            guard purpose != .plan else { break }
            for action in Change.Action.allCases where actions.contains(action) {
                allow(action.method, action.path)
            }
        }
        for query in questions.projects {
            let more =
                switch query {
                case .named(_, let domain): ProjectDirectory.accessRules(domain: domain, parent: nil)
                case .group(let domain, _, let parent): ProjectDirectory.accessRules(domain: domain, parent: parent)
                }
            rules += more.filter { !rules.contains($0) }
        }
        self.rules = rules
    }
}

/// The requests by which members are changed, as access rules name them.
extension Change.Action {
    /// The method.
    var method: String {
        switch self {
        case .add: "POST"
        case .accept: "PUT"
        case .remove: "DELETE"
        }
    }

    /// The path, in which `*` stands for any image and member.
    var path: String { self == .add ? "/v2/images/*/members" : "/v2/images/*/members/*" }
}
