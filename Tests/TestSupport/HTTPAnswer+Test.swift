package import HTTPTypes
import OpenStack
package import Transport

extension HTTPAnswer {
    /// An answer with that content.
    package static func status(_ code: Int, _ body: String = "", fields: HTTPFields = [:]) -> HTTPAnswer {
        HTTPAnswer(response: HTTPResponse(status: .init(code: code), headerFields: fields), body: Array(body.utf8))
    }

    /// An answer that asks to be left alone for a while.
    package static func status(_ code: Int, retryAfter: String) -> HTTPAnswer {
        status(code, "slow down", fields: [.retryAfter: retryAfter])
    }

    /// An error as today's Glance words it for `Accept: application/json`.
    package static func glance(_ code: Int, _ message: String) -> HTTPAnswer {
        status(code, #"{"message": "\#(message)<br /><br />\n\n\n", "code": "\#(code)", "title": "Error"}"#)
    }

    /// An error as Keystone words it.
    package static func keystone(_ code: Int, _ message: String, fields: HTTPFields = [:]) -> HTTPAnswer {
        status(code, #"{"error": {"code": \#(code), "message": "\#(message)", "title": "Error"}}"#, fields: fields)
    }

    /// A token that Keystone hands out, with an image service in its catalog.
    package static func token(
        _ token: String, project: String = "owner", roles: [String] = ["member"],
        image: String = "http://glance.test/image", accessRules: String? = nil
    ) -> HTTPAnswer {
        let roles = roles.map { #"{"name": "\#($0)"}"# }.joined(separator: ", ")
        var fields = HTTPFields()
        if let name = HTTPField.Name("X-Subject-Token") { fields[name] = token }
        return status(
            201,
            """
            {"token": {\(accessRules.map { #""application_credential": {"access_rules": \#($0)}, "# } ?? "")"project": {"id": "\(project)"}, "roles": [\(roles)], "catalog": [{"type": "image",
            "endpoints": [{"interface": "public", "region": "RegionOne", "url": "\(image)"}]}]}}
            """,
            fields: fields
        )
    }
}

extension HTTPRequest {
    /// A header field's value by its name.
    package func field(_ name: String) -> String? {
        HTTPField.Name(name).flatMap { headerFields[$0] }
    }
}
