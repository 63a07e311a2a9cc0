import FoundationEssentials

/// The answer of a cloud that fails.
enum FaultAnswer {
    /// An error in the form that the caller accepts, with its `Retry-After`.
    static func response(
        status: Int,
        retryAfter: Fault.RetryAfter?,
        to request: ServiceRequest,
        now: Date
    ) -> ServiceResponse {
        let error = GlanceError(status: status)
        var response = ErrorPage.response(error, to: request, dialect: .current)
        response = response.adding("X-Openstack-Request-Id", Identifier.request())
        switch retryAfter {
        case nil: return response
        case .seconds(let seconds): return response.adding("Retry-After", String(seconds))
        case .date(let seconds):
            let date = now.addingTimeInterval(Double(seconds))
            return response.adding("Retry-After", Timestamp.http(date))
        }
    }
}

extension ServiceResponse {
    /// The same list of members in another order, as Glance promises none; any other answer stays as it is.
    func shufflingMembers(seed: UInt64) -> Self {
        guard case .object(let entries)? = JSONValue(bytes: body), entries.contains(where: { $0.key == "members" })
        else { return self }
        var generator = SplitMix64(seed: seed)
        let shuffled = entries.map { entry in
            guard entry.key == "members", let rows = entry.value.array else { return entry }
            return JSONValue.Entry(key: entry.key, value: .array(rows.shuffled(using: &generator)))
        }
        var response = self
        response.body = Array(JSONValue.object(shuffled).text.utf8)
        return response
    }
}
