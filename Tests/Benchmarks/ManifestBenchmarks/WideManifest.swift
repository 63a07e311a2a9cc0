internal import ImageSharing
internal import Manifests

/// A manifest of sets and groups and a cloud of 20,000 images and 500 projects, which come to a million rows.
///
/// A set of its own for each of 100 families of images, with a group of 50 projects; besides, 2,000 images by ID, whose lists
/// have a group and an ID each and are all different. One more set finds every image a second time.
enum WideManifest {
    static let imageCount = 20_000
    static let projectCount = 500
    static let families = 100
    static let groups = 10
    static let named = 2_000
    static let rowCount = imageCount * projectCount / groups + named

    /// The manifest, decoded.
    static let manifest = Result {
        var lines = ["version: 1", "groups:"]
        lines += (0..<groups).map { "  group-\($0): {domain: domain-\($0)}" }
        lines.append("image_sets:")
        for family in 0..<families {
            lines.append("  set-\(family):")
            lines.append("    match: {name: \"family-\(family)-*\"}")
            lines.append("    members: [group-\(family % groups)]")
        }
        lines += ["  every:", "    match: {tags: [golden]}", "    members: []"]
        lines.append("images:")
        for image in 0..<named {
            lines.append(
                "  \(imageID(image)): [group-\(image % families % groups), \(projectID(projectCount + image))]")
        }
        return try ManifestLoader().load(
            Array((lines.joined(separator: "\n") + "\n").utf8), named: "generated"
        ).manifest
    }

    /// The cloud's answers.
    static let answers: CloudAnswers = {
        let images = (0..<imageCount).compactMap { number in
            ImageID(imageID(number)).map { id in
                FoundImage(
                    id: id, name: "family-\(number % families)-\(number)", owner: "owner", tags: ["golden"],
                    properties: ["os_distro": "debian", "os_version": "12"],
                    createdAt: "2026-01-01T\(10 + number / 3600):\(10 + number / 60 % 50):\(10 + number % 50)Z")
            }
        }
        var projects: [ProjectQuery: Result<[FoundProject], Problem>] = [:]
        for group in 0..<groups {
            let size = projectCount / groups
            projects[.group(domain: "domain-\(group)", tag: nil, parent: nil)] = .success(
                (group * size..<(group + 1) * size).map {
                    FoundProject(id: ProjectID(reported: projectID($0)), name: "project-\($0)")
                })
        }
        return CloudAnswers(images: .success(images), projects: projects)
    }()

    private static func imageID(_ number: Int) -> String { "00000000-0000-4000-8000-" + digits(number, 12) }
    private static func projectID(_ number: Int) -> String { digits(number, 32) }

    private static func digits(_ number: Int, _ width: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: width - text.count) + text
    }
}
