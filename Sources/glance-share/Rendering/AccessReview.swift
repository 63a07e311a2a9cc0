import ImageSharing
import Text

/// Who may use which image, and by which line of a manifest: what a review of access wants to see.
struct AccessReview {
    /// One member of an image; or an image whose members are not known.
    struct Row {
        let image: ImageID
        let imageName: String?
        /// The member; nil where the image's members are not known.
        let project: ProjectID?
        let projectName: String?
        /// The member's answer; where the image's members are not known, why.
        let status: String
        /// The time of the row's last change, as Glance writes it.
        let since: String?
        /// The words of the manifests on the member; nil where there are no manifests to compare with.
        let manifest: String?
        /// The end of the membership and the reason for it, as the manifest has them.
        let terms: MemberTerms
    }

    /// The forms of a review.
    enum Format: String, CaseIterable {
        case csv, markdown
    }

    /// The cloud and project that the images belong to.
    let cloud: CloudIdentity
    /// The rows, sorted by image, then project.
    let rows: [Row]

    private static let columns = [
        "image", "image_name", "project", "project_name", "status", "since", "manifest", "until", "reason",
    ]

    /// The review in one of its forms: all of it, however long.
    func render(as format: Format) -> String {
        switch format {
        case .csv: CSVText.line(Self.columns) + rows.map { CSVText.line(cells($0)) }.joined()
        case .markdown: markdown
        }
    }

    private var markdown: String {
        let members = rows.count { $0.project != nil }
        let images = Set(rows.map(\.image)).count
        let unread = rows.count { $0.project == nil }
        let missing = unread == 0 ? "" : ", \(unread) of them not read"
        let head = """
            ### glance-share export --review

            **\(counted(members, "member")) of \(counted(images, "image"))\(missing).**

            \(ResultText.sentence(cloud) { MarkdownText.code($0) })

            | \(Self.columns.map { $0.replacing("_", with: " ") }.joined(separator: " | ")) |
            |\(Self.columns.map { _ in "---|" }.joined())

            """
        let lines = rows.map { row in
            "| " + cells(row).map { $0.isEmpty ? "" : MarkdownText.code($0) }.joined(separator: " | ") + " |\n"
        }
        return head + lines.joined()
    }

    private func cells(_ row: Row) -> [String] {
        [
            row.image.description, row.imageName ?? "", row.project?.description ?? "", row.projectName ?? "",
            row.status,
            row.since ?? "", row.manifest ?? "", row.terms.until?.text ?? "", row.terms.reason ?? "",
        ]
    }
}
