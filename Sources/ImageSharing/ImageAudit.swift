/// The oddities among the members of one image, those that there are and those that are wanted.
///
/// Glance takes any string for a member and never asks Keystone, so oddities gather silently.
package struct ImageAudit: Sendable, Equatable {
    /// Members that do not look like a project's ID, sorted: names, typing errors.
    package let malformedMembers: [ProjectID]
    /// Members that are there both with dashes and without, sorted; the one with dashes is named.
    package let dashedDuplicates: [ProjectID]
    /// Projects that are wanted with dashes and are there without, sorted: they would be added a second time.
    package let dashedRequests: [ProjectID]
    /// Members with more than one row in Glance's list, sorted, and how many rows they have.
    package let duplicates: [Duplicate]

    /// A member with several rows.
    package struct Duplicate: Hashable, Sendable {
        /// The member.
        package let project: ProjectID
        /// The number of its rows; each needs a removal of its own.
        package let rows: Int

        /// Makes a duplicate.
        package init(project: ProjectID, rows: Int) {
            self.project = project
            self.rows = rows
        }
    }

    /// Examines an image's members.
    ///
    /// - Parameters:
    ///   - listed: the members as Glance lists them, duplicate rows included.
    ///   - wanted: the projects that the manifest asks for.
    package init(listed: [ImageMember], wanted: [ProjectID]) {
        let rows = Self.rows(of: listed)
        let all = Set(rows.keys).union(wanted)
        malformedMembers = all.filter { ProjectID($0.description) == nil }.sorted()
        let dashed = all.filter { project in
            project.isDashed && rows[ProjectID(reported: project.description.filter { $0 != "-" })] != nil
        }
        dashedDuplicates = dashed.filter { rows[$0] != nil }.sorted()
        dashedRequests = dashed.filter { rows[$0] == nil }.sorted()
        duplicates = Self.duplicates(in: rows)
    }

    /// Finds the members with more than one row.
    ///
    /// - Parameter listed: the members as Glance lists them.
    /// - Returns: those members, sorted, and how many rows they have.
    package static func duplicates(in listed: [ImageMember]) -> [Duplicate] {
        duplicates(in: rows(of: listed))
    }

    private static func duplicates(in rows: [ProjectID: Int]) -> [Duplicate] {
        rows.filter { $0.value > 1 }.map { Duplicate(project: $0.key, rows: $0.value) }
            .sorted { $0.project < $1.project }
    }

    /// Counts the rows of each member.
    static func rows(of listed: [ImageMember]) -> [ProjectID: Int] {
        Dictionary(listed.map { ($0.project, 1) }, uniquingKeysWith: +)
    }
}
