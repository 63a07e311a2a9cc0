/// Who may see an image.
enum Visibility: String, Sendable {
    case `public`, `private`, shared, community
}
