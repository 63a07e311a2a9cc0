/// Something that happened between the program and the cloud.
package enum ExchangeEvent: Sendable {
    /// A request was sent; `status` is nil where it got no answer.
    case request(method: String, status: Int?, took: Duration)
    /// Everybody waits because the cloud asks for it.
    case pause(Duration)
}
