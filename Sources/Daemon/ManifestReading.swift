/// The manifest as it can be read again and again, the cheapest way first.
package protocol ManifestReading: Sendable {
    /// Returns a text that is another one where files were touched, without opening any; nil where it cannot be relied on.
    func stamp() async -> String?
    /// Returns the identity of the content, without decoding it.
    func identity() async -> ManifestIdentity
    /// Returns the content, good or not.
    func read() async -> ManifestVersion
}
