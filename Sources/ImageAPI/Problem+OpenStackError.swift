package import HTTPTypes
package import ImageSharing
package import OpenStack

extension Problem {
    /// Says in the report's terms what the cloud or the connection did.
    ///
    /// - Parameters:
    ///   - error: what happened.
    ///   - image: the image that was asked for.
    ///   - member: the member that was to be added, removed or accepted.
    ///   - method: the method by which it was asked.
    package init(
        _ error: OpenStackError, image: ImageID? = nil, member: ProjectID? = nil,
        sending method: HTTPRequest.Method = .get
    ) {
        var (code, hint) = Self.meaning(of: error)
        // Where no member was sent, none can have been refused.
        if code == .memberRejected && member == nil { (code, hint) = (.unexpectedResponse, "check the endpoint") }
        var message = Self.message(of: error)
        if let status = error.gatewayRefusal {
            message = "a gateway before the image service refuses \(method) with \(status): \(message)"
            hint = "have the gateway let \(method) through to the image service's /v2/images"
        }
        self.init(
            code: code, image: image, member: member, httpStatus: error.status, message: message,
            hint: error.hint ?? hint, requestID: error.meaning.wasSent ? error.requestID : nil
        )
    }

    /// The service's own words, but where they are longer than they are clear, or are not the service's.
    private static func message(of error: OpenStackError) -> String {
        // WebOb's words for any 401, which speak of browsers and bad passwords.
        if error.message.hasPrefix("This server could not verify that you are authorized") {
            return "Glance does not accept the token"
        }
        return error.isProxysLimit
            ? "something before Glance refuses the request as too large: \(error.message)" : error.message
    }

    /// The one table from a connection's codes to the report's.
    private static func meaning(of error: OpenStackError) -> (ProblemCode, String?) {
        switch error.cause ?? error.code {
        case .unauthorized:
            (
                .authenticationFailed,
                "check the credentials; an application credential's access rules refuse with 401 too"
            )
        case .forbidden, .ruledOut, .readOnly: (.forbidden, nil)
        case .notFound: (.imageNotFound, "check the image's ID, and that this project may see it")
        case .tooLarge where error.retryAfter == nil && !error.isGlancesLimit:
            (
                .unexpectedResponse,
                "Glance says 413 of a full image, and says so: ask whoever runs the proxy or gateway before it, "
                    + "since the request is a small one"
            )
        case .tooLarge where error.retryAfter == nil:
            (.memberLimitExceeded, "raise image_member_quota in Glance, or share with fewer projects")
        case .throttled, .tooLarge: (.throttled, "run again later, or use --max-rate")
        case .serverTrouble, .unanswered, .notSent, .tokenUnchecked, .notAsked:
            (.cloudUnavailable, "the cloud's trouble, not the manifest's: run again later; nothing is lost")
        case .timedOut: (.timedOut, "run again later, or allow a longer --request-timeout")
        case .tlsFailed: (.tlsFailed, "check the endpoint's certificate; OS_CACERT names a private authority's file")
        case .badRequest: (.memberRejected, "check the member's ID")
        case .conflict, .unexpected:
            (
                .unexpectedResponse,
                "this is not an answer of the Image v2 API: check the endpoint and any proxy before it"
            )
        case .misconfigured, .noEndpoint: (.configurationInvalid, nil)
        case .interrupted: (.cloudUnavailable, nil)
        }
    }
}

extension OpenStackError {
    /// True if a 413 is Glance's word about an image's member limit, and not that of a proxy about a request's size.
    ///
    /// Today's Glance says "Image member limit exceeded for image …", older ones "The limit has been exceeded on the
    /// number of allowed image members …".
    fileprivate var isGlancesLimit: Bool {
        message.contains("limit exceeded") || message.contains("limit has been exceeded")
    }

    /// True if it is a proxy's word about a request's size.
    fileprivate var isProxysLimit: Bool { code == .tooLarge && retryAfter == nil && !isGlancesLimit }
}
