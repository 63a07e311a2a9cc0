/// A password, an application credential's secret, or a token: text that never shows.
///
/// Descriptions, dumps and mirrors of it, and of whatever holds it, say `(redacted)`.
package struct Secret: Hashable, Sendable {
    /// The text, for the one request that needs it.
    package let exposed: String

    /// Keeps `text` secret.
    package init(_ text: String) {
        exposed = text
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always `(redacted)`.
    package var description: String { "(redacted)" }
    /// Always `(redacted)`.
    package var debugDescription: String { description }
    /// Always without children.
    package var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
