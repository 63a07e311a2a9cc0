import ImageSharing
import OpenStack
import TestSupport
import Transport

/// An image of a model cloud: a value that answers as Glance does.
struct ModelImage: Sendable {
    /// A row of its members.
    struct Row: Sendable, Equatable {
        let member: String
        var status = "pending"
    }

    let id: ImageID
    /// The project that owns it.
    let owner: String
    /// The rows in the order in which they came; two may be alike.
    var rows: [Row]

    /// The rights of a token of the project `owner`.
    struct Rights: Sendable {
        /// True for an administrator, who sees every list and sets every status.
        let isAdministrator: Bool
        /// The most members that an image may have.
        let quota: Int
    }

    /// Carries out a request.
    ///
    /// - Parameters:
    ///   - asked: the request.
    ///   - rights: the rights of the token.
    /// - Returns: the answer.
    mutating func carryOut(_ asked: ModelCloud.Request, _ rights: Rights) -> HTTPAnswer {
        let isVisible = rights.isAdministrator || owner == "owner"
        guard isVisible || rows.contains(where: { $0.member == "owner" }) else {
            return .glance(404, "Image \(id) not found.")
        }
        let member = asked.member ?? ""
        switch asked.deed {
        case .show:
            return .status(
                200,
                #"{"id": "\#(id)", "owner": "\#(owner)", "visibility": "shared", "name": null, "status": "active"}"#)
        case .list:
            let shown = isVisible ? rows : rows.filter { $0.member == "owner" }
            return .status(200, #"{"members": [\#(shown.map(document).joined(separator: ","))]}"#)
        case .add, .remove, .accept:
            guard isVisible && (asked.deed != .accept || rights.isAdministrator) else {
                return .glance(403, "You are not authorized to complete \(asked.deed) action.")
            }
            return write(asked.deed, member, quota: rights.quota)
        }
    }

    private mutating func write(_ deed: ModelCloud.Deed, _ member: String, quota: Int) -> HTTPAnswer {
        let index = rows.firstIndex { $0.member == member }
        if deed == .add {
            if rows.count >= quota {
                return .glance(
                    413,
                    "Image member limit exceeded for image \(id): Attempted: \(rows.count + 1), Maximum: \(quota)")
            }
            if index != nil { return .glance(409, "Member \(member) is duplicated for image \(id)") }
            rows.append(Row(member: member))
            return .status(200, document(Row(member: member)))
        }
        guard let index else {
            return .glance(404, "\(member) not found in the member list of the image \(id).")
        }
        if deed == .remove {
            rows.remove(at: index)
            return .status(204)
        }
        rows[index].status = "accepted"
        return .status(200, document(rows[index]))
    }

    private func document(_ row: Row) -> String {
        #"{"image_id": "\#(id)", "member_id": "\#(row.member)", "status": "\#(row.status)", "updated_at": "2026-01-01T00:00:00Z"}"#
    }
}
