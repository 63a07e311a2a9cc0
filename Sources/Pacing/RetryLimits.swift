/// How often the same thing may be tried again, however much time is left for it.
package struct RetryLimits: Sendable, Equatable {
    /// After tries that got no answer; nil for as often as the time allows.
    package var connection: Int?
    /// After answers that are failures; nil for as often as the time allows.
    package var status: Int?

    /// Makes limits.
    package init(connection: Int? = nil, status: Int? = nil) {
        self.connection = connection
        self.status = status
    }

    /// How often something may be tried again.
    ///
    /// - Parameter hadAnswer: whether the try that failed was answered.
    /// - Returns: the number, or nil for no limit.
    func limit(hadAnswer: Bool) -> Int? {
        hadAnswer ? status : connection
    }
}
