package import FoundationEssentials

/// An image that exists from the start.
package struct SandboxImage: Sendable {
    package var id: String
    package var name: String
    package var tags: [String]
    package var properties: [String: String]
    /// The moment at which it was made; nil for the start of the sandbox.
    package var createdAt: Date?
    /// The owning project's ID; nil for the demo project.
    package var owner: String?

    package init(
        id: String, name: String, tags: [String] = [], properties: [String: String] = [:], createdAt: Date? = nil,
        owner: String? = nil
    ) {
        self.id = id
        self.name = name
        self.tags = tags
        self.properties = properties
        self.createdAt = createdAt
        self.owner = owner
    }

    /// Generated images, the same at every start: four systems, each built anew every week from 2026 on.
    ///
    /// Their names are such as `debian-12-20260101`; every other build has the tag `golden`.
    static func generated(_ count: Int) -> [Self] {
        let systems = [("debian", "12"), ("debian", "13"), ("ubuntu", "24.04"), ("rocky", "9")]
        // 2026-01-01T00:00:00Z
        let start = Date(timeIntervalSince1970: 1_767_225_600)
        return (0..<max(0, count)).map { index in
            let (week, place) = index.quotientAndRemainder(dividingBy: systems.count)
            let (system, version) = systems[place]
            // A minute apart, so that lists sorted by age keep one order.
            let moment = start.addingTimeInterval(Double(week * 7 * 86_400 + place * 60))
            let day = Timestamp.seconds(moment).prefix { $0 != "T" }.filter { $0 != "-" }
            return Self(
                id: Identifier.uuid("image/image-\(index + 1)"), name: "\(system)-\(version)-\(day)",
                tags: week.isMultiple(of: 2) ? ["golden", system] : [system],
                properties: ["os_distro": system, "os_version": version], createdAt: moment)
        }
    }
}
