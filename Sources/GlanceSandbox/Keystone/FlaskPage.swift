/// What the web framework below Keystone answers when Keystone itself is never asked.
enum FlaskPage {
    /// The page for a path or a method that is not routed.
    static func response(status: Int) -> ServiceResponse {
        let text =
            status == 405
            ? "The method is not allowed for the requested URL."
            : """
            The requested URL was not found on the server. If you entered the URL manually please check your \
            spelling and try again.
            """
        let title = StatusTitle.title(status)
        return ServiceResponse(
            status: status,
            contentType: "text/html; charset=utf-8",
            text: """
                <!doctype html>
                <html lang=en>
                <title>\(status) \(title)</title>
                <h1>\(title)</h1>
                <p>\(text)</p>

                """
        )
    }
}
