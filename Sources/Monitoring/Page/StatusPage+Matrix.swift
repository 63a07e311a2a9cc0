import Daemon
import ImageSharing
import Text

extension StatusPage {
    /// The most columns of a table that a person can read.
    private static let mostColumns = 40
    /// The most rows of one.
    private static let mostRows = 100

    /// Images × projects as a table.
    func matrix(of images: [ImageStatus]) -> Markup {
        guard !images.isEmpty, images.count <= Self.mostRows else { return "" }
        let projects = Set(images.lazy.flatMap { $0.members.lazy.map(\.project) }).sorted()
        guard (1...Self.mostColumns).contains(projects.count) else { return "" }
        let imageNames = images.map(\.image.description)
        let projectNames = projects.map(\.description)
        let imageLength = Self.uniquePrefix(of: imageNames)
        let projectLength = Self.uniquePrefix(of: projectNames)
        let head = zip(projects, projectNames).map { project, id -> Markup in
            let name = status.projectNames[project]?.onOneLine()
            let title = [id, name].compactMap { $0 }.joined(separator: ", ")
            return """
                <th scope="col" data-project="\(id)"><span title="\(title)"><span aria-hidden="true">\
                \(String(id.prefix(projectLength)))\(short(name))</span><span class="hidden">\(title)</span></span></th>
                """
        }
        let rows = zip(images, imageNames).map { image, name -> Markup in
            let members = Dictionary(image.members.map { ($0.project, image.standing(of: $0)) }) { first, _ in first }
            let title = [name, image.label?.onOneLine()].compactMap { $0 }.joined(separator: ", ")
            return """
                <tr data-row="\(name)"><th scope="row"><a href="#i-\(name)" title="\(title)"><code aria-hidden="true">\
                \(String(name.prefix(imageLength)))\(short(image.name))</code><span class="hidden">\(title)</span></a></th>\
                \(projects.map { cell(members[$0]) })</tr>

                """
        }
        return """
            <p class="facts" id="legend">\(legend)</p>
            <div class="box" role="region" aria-label="Images by projects" tabindex="0">
            <table class="matrix" aria-describedby="legend">
            <thead><tr><th scope="col">Image</th>\(head)</tr></thead>
            <tbody>
            \(rows)</tbody>
            </table>
            </div>
            """
    }

    /// As much of a name as a table has room for, to stand behind an ID; nothing where there is none.
    private func short(_ name: String?) -> Markup {
        name.map { " <bdi>\($0.onOneLine(limit: 24))</bdi>" } ?? ""
    }

    private func cell(_ standing: MemberStanding?) -> Markup {
        guard let standing else { return "<td></td>" }
        return """
            <td class="\(standing.rawValue)"><span aria-hidden="true" title="\(standing.label)">\(standing.mark)</span>\
            <span class="hidden">\(standing.label)</span></td>
            """
    }

    private var legend: Markup {
        let shown = MemberStanding.allCases.filter { $0 != .toRemove || tally.members($0) > 0 }
        let entries = shown.map { standing -> Markup in
            """
            <span class="nowrap"><span class="\(standing.rawValue)" aria-hidden="true">\(standing.mark)</span> \
            \(standing.label)</span>
            """
        }
        return "\(.joined(entries)) · blank: neither wanted nor there"
    }

    /// The number of characters by which these names differ; eight at least, as Git shows its commits.
    private static func uniquePrefix(of names: [String]) -> Int {
        let longest = names.map(\.count).max() ?? 0
        return (8..<max(9, longest)).first { length in Set(names.map { $0.prefix(length) }).count == names.count }
            ?? longest
    }
}
