/// Where an image stands, of all that Glance knows.
enum ImageStatus: String, Sendable {
    /// Without data.
    case queued
    case active
    case deactivated
    /// Not quite gone: its members could not be taken away.
    case deleted
}
