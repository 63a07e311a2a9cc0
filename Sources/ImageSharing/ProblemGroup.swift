/// Problems of images that have one cause: what a person has to mend is one thing, however many images it concerns.
package struct ProblemGroup: Sendable, Equatable {
    /// The problem, said of all of them: where there are several, without image, member, request and line.
    package let cause: Problem
    /// The problems, in the order in which they were given; never empty.
    package let problems: [Problem]

    /// The images that it concerns, sorted.
    package var images: [ImageID] { Set(problems.compactMap(\.image)).sorted() }

    /// Groups problems by their causes.
    ///
    /// A problem that names no image has a place of its own to be mended, and stays by itself.
    ///
    /// - Parameter problems: the problems.
    /// - Returns: the groups, in the order of their first problems.
    package static func groups(of problems: [Problem]) -> [ProblemGroup] {
        var order: [Problem] = []
        var members: [Problem: [Problem]] = [:]
        for problem in problems {
            let cause = problem.image == nil ? problem : problem.cause
            if members[cause] == nil { order.append(cause) }
            members[cause, default: []].append(problem)
        }
        return order.map { cause in
            let problems = members[cause] ?? []
            return ProblemGroup(cause: problems.count == 1 ? problems[0] : cause, problems: problems)
        }
    }
}

extension Problem {
    /// The problem without what differs from image to image: servers put the image's ID into their sentences.
    package var cause: Problem {
        Problem(
            code: code, httpStatus: httpStatus, message: general(message), hint: hint.map(general)
        )
    }

    private func general(_ text: String) -> String {
        var text = text
        if let image { text = text.replacing(image.description, with: "IMAGE") }
        // With `project_ids: any` a member can be called "a", which any sentence has in it.
        if let member, ProjectID(member.description) != nil {
            text = text.replacing(member.description, with: "MEMBER")
        }
        return text
    }
}
