/// A moment of a test's own time, counted from its beginning.
package struct TestInstant: InstantProtocol {
    /// The time since the beginning.
    package var offset: Duration

    /// Makes a moment.
    package init(_ offset: Duration = .zero) {
        self.offset = offset
    }

    package func advanced(by duration: Duration) -> TestInstant { TestInstant(offset + duration) }

    package func duration(to other: TestInstant) -> Duration { other.offset - offset }

    package static func < (one: TestInstant, other: TestInstant) -> Bool { one.offset < other.offset }
}
