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
        response = response.adding("X-Openstack-Request-Id", RequestID.next())
        switch retryAfter {
        case nil: return response
        case .seconds(let seconds): return response.adding("Retry-After", String(seconds))
        case .date(let seconds):
            let date = now.addingTimeInterval(Double(seconds))
            return response.adding("Retry-After", Timestamp.http(date))
        }
    }
}
