/// A step of libyaml's way through a text, without its pointers.
struct YAMLEvent {
    enum Content {
        case documentStart
        case documentEnd
        case scalar(Scalar)
        case sequenceStart
        case mappingStart
        case collectionEnd
        case alias
    }

    /// A scalar's text: its place in the source, or its bytes where those of the source differ.
    enum ScalarText {
        case source(start: Int, count: Int)
        case decoded([UInt8])
    }

    struct Scalar {
        let text: ScalarText
        let style: ScalarStyle
    }

    let content: Content
    let mark: Mark
    /// The node's anchor, or the name that an alias refers to.
    var anchor: String?
    /// The node's tag as libyaml resolves it, like `tag:yaml.org,2002:str`.
    var tag: String?
}
