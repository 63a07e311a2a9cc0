/// What a load balancer is told.
enum Healthcheck {
    /// All is well, in JSON for those who ask for nothing else.
    static func response(accept: String) -> ServiceResponse {
        guard MediaRange.best(of: ["text/plain", "application/json"], accept: accept) == "application/json" else {
            return ServiceResponse(status: 200, contentType: "text/plain; charset=UTF-8", text: "OK")
        }
        return ServiceResponse(status: 200, json: ["detailed": false, "reasons": ["OK"]])
    }
}
