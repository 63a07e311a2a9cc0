package import ImageSharing

extension ImageID {
    /// The image with that number.
    package static func numbered(_ number: Int) -> ImageID {
        identifier("00000000-0000-4000-8000-" + digits(number, width: 12)) { ImageID($0) }
    }
}

extension ProjectID {
    /// The project with that number.
    package static func numbered(_ number: Int) -> ProjectID {
        ProjectID(reported: digits(number, width: 32))
    }
}

extension DesiredMember {
    /// The project with that number, asked for in a line of that number.
    package static func numbered(_ number: Int) -> DesiredMember {
        DesiredMember(
            project: .numbered(number), source: SourceLocation(file: "sharing.yaml", line: number + 1, column: 5)
        )
    }
}

extension DesiredImage {
    /// The image with that number and the projects with those, on these terms.
    package static func numbered(
        _ number: Int, members: some Sequence<Int>, terms: ImageTerms = ImageTerms(), isWhole: Bool = true
    ) -> DesiredImage {
        DesiredImage(
            id: .numbered(number), source: SourceLocation(file: "sharing.yaml", line: 1, column: 3),
            members: members.map { .numbered($0) }, terms: terms, isWhole: isWhole
        )
    }
}

extension ImageMember {
    /// The project with that number, as a cloud reports it.
    package static func numbered(_ number: Int, status: String = "pending") -> ImageMember {
        ImageMember(project: .numbered(number), status: MemberStatus(rawValue: status))
    }
}

private func digits(_ number: Int, width: Int) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: max(0, width - text.count)) + text
}

private func identifier<ID>(_ text: String, _ read: (String) -> ID?) -> ID {
    guard let id = read(text) else { fatalError("\(text) is not an identifier") }
    return id
}

extension ImageTerms {
    /// The terms of an image that takes members away, or accepts for them.
    package init(revoking revoked: [Int] = [], isExclusive: Bool = false, accepts: Bool = false) {
        self.init()
        self.revoked = revoked.map { .numbered($0) }
        exclusive = isExclusive ? SourceLocation(file: "sharing.yaml", line: 2, column: 5) : nil
        self.accepts = accepts
    }
}
