import FoundationEssentials
import HTTPTypes
package import Transport

extension HTTPAnswer {
    /// The request's ID, by the name of today's services or of older ones.
    package var requestID: String? {
        response.headerFields[.openStackRequestID] ?? response.headerFields[.computeRequestID]
    }

    /// The time for which the service asks to be left alone; counted from the answer's own date, where it has one.
    var retryAfter: Duration? {
        guard let value = response.headerFields[.retryAfter] else { return nil }
        let now = response.headerFields[.date].flatMap(RetryAfter.date) ?? Date.now
        return RetryAfter.duration(value, now: now)
    }

    /// The place that a redirection leads to (RFC 9110, 15.4), without user, query and fragment; nil where it is none.
    ///
    /// What a gateway asks in a query, like the state of a login, is nobody's business, and a password nobody's at all.
    var redirection: String? {
        guard [301, 302, 303, 307, 308].contains(response.status.code) else { return nil }
        let location = (response.headerFields[.location] ?? "").withoutUserInformation
        let address = ErrorText.sentence(in: String(location.prefix { $0 != "?" && $0 != "#" }), hiding: redaction)
        return address.isEmpty ? "nowhere" : address
    }
}
