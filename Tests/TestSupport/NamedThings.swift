package import ImageSharing

extension DesiredState {
    /// A state with everything that a manifest of names brings: two images of a set, one of them asked for twice, a set that
    /// finds nothing, one that could not be looked for, and lookups in vain.
    ///
    /// - Parameter name: the name of an image, a project, and whatever else somebody can name.
    /// - Returns: the state.
    package static func named(_ name: String) -> DesiredState {
        let twice = SourceLocation(file: "sharing.yaml", line: 9, column: 16)
        let empty = SourceLocation(file: "sharing.yaml", line: 12, column: 3)
        func problem(_ code: ProblemCode, _ line: Int, hint: String?, rows: Int) -> Problem {
            Problem(
                code: code, httpStatus: code == .lookupForbidden ? 403 : nil, message: "\(line) \(name)", hint: hint,
                requestID: code == .lookupForbidden ? "req-\(line)" : nil,
                source: SourceLocation(file: "sharing.yaml", line: line, column: 3), rows: rows)
        }
        return DesiredState(
            images: [
                DesiredImage(
                    id: .numbered(1), source: SourceLocation(file: "sharing.yaml", line: 7, column: 3), name: name,
                    sets: ["debian-12", "golden"], members: [.numbered(1), .numbered(2)],
                    otherSources: [.numbered(1): [twice]]),
                DesiredImage(
                    id: .numbered(2), source: SourceLocation(file: "sharing.yaml", line: 7, column: 3),
                    sets: ["debian-12"], members: [.numbered(1)]),
            ],
            sets: [
                ImageSetFinding(
                    name: "debian-12", source: SourceLocation(file: "sharing.yaml", line: 7, column: 3),
                    match: "name “debian-*”", images: [.numbered(1), .numbered(2)], note: "same second: \(name)"),
                ImageSetFinding(name: "empty", source: empty, match: "tag “\(name)”", images: []),
                ImageSetFinding(
                    name: "golden", source: SourceLocation(file: "sharing.yaml", line: 15, column: 3),
                    match: "tag “golden”", images: nil),
            ],
            projectNames: [.numbered(1): name, .numbered(3): "web-prod"],
            problems: [
                problem(.imageSetEmpty, 12, hint: "look for other images", rows: 0),
                problem(.lookupForbidden, 21, hint: "ask for a role", rows: 1),
                problem(.lookupForbidden, 22, hint: "ask for a role", rows: 30),
            ])
    }

    /// The plan that finds of these images nobody's membership but that of a stranger.
    package var planned: Plan {
        let members = [ImageMember.numbered(3, status: "accepted")]
        let seen = images.map { ($0.id, Observation.members(members)) }
        return Plan(desired: self, current: CurrentState(observations: Dictionary(uniqueKeysWithValues: seen)))
    }
}

/// Names as nobody should choose them, and all the same somebody does.
package enum HostileName {
    package static let all = [
        "\u{1B}[31mred\u{07}", "\u{202E}evil", "a|b `code` ``", "</code><script>alert('1')</script>\"", "@everyone #1",
        "\u{301}\u{20DD}mark", "line\n# heading\r\n\tx", String(repeating: "long ", count: 2000), "",
    ]
}
