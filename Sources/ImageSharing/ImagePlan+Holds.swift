import Text

extension ImagePlan {
    /// The problems of removals that do not follow, one a reason; none of those for which a lookup has a problem already,
    /// nor of those that a probe leaves to the run after it.
    var holdProblems: [Problem] {
        // Nearly no image has any.
        held.isEmpty
            ? []
            : HeldRemoval.Reason.allCases.compactMap { reason in
                let count = held.count { $0.reason == reason }
                return count == 0 ? nil : holdProblem(reason, count)
            }
    }

    private func holdProblem(_ reason: HeldRemoval.Reason, _ count: Int) -> Problem? {
        let left = "\(counted(count, "member")) left that the manifest takes away: "
        switch reason {
        case .wishesNotWhole, .onlyProbed: return nil
        case .fileMissing:
            return Problem(
                code: .removalNotAllowed, image: image,
                message: left + "a file of the manifest is gone, or Git is changing the files, and what they say of "
                    + "them is not known",
                hint:
                    "put the file back, or commit that it is gone (a daemon without Git is told so by a reload); while "
                    + "Git is at work, run again afterwards",
                source: terms.exclusive ?? source)
        case .namedOtherwise:
            let projects = held.filter { $0.reason == reason }.map(\.removal.member.project.description)
            return Problem(
                code: .removalNotAllowed, image: image,
                message: left + "the list names it in another spelling, and the cloud may take both for one project",
                hint: "write the ID as the cloud has it: \(projects.joined(separator: ", ").escapedForDisplay)",
                source: source)
        case .nobodyWanted:
            return Problem(
                code: .removalNotAllowed, image: image,
                message: left + "the list is exclusive and came out with nobody, which would remove everybody",
                hint: "if nobody is right, write `may_be_empty: true` beside `exclusive`",
                source: terms.exclusive ?? source)
        case .ownersRow:
            return Problem(
                code: .removalNotAllowed, image: image, member: ownership?.owner,
                message: left + "it is the project that owns the image",
                hint: "take it out of the list: an owner has its image whoever is a member", source: source)
        case .notOurs:
            let owner = ownership?.owner.map { "project \($0)" } ?? "nobody"
            return Problem(
                code: .notImageOwner, image: image,
                message: left + "the image belongs to \(owner), and not to the token's project",
                hint: "use credentials of the project that owns the image", source: source)
        case .ownerNotKnown:
            guard case .unknown(var problem)? = ownership else {
                return Problem(
                    code: .removalNotAllowed, image: image, message: left + "whose image it is, is not known",
                    source: source)
            }
            problem.message = left + "whose image it is could not be found out: \(problem.message)"
            problem.image = image
            problem.source = problem.source ?? source
            return problem
        }
    }
}
