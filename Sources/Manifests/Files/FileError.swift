#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Why a file could not be read, in words.
struct FileError: Error, Hashable {
    let message: String
    var hint: String?

    init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }

    /// The name is not UTF-8, so that it cannot be shown as it is, nor found again by what is shown.
    static let nameIsNotText = FileError(
        "this name is not UTF-8", hint: "rename it: what it asks for could not be told from another's")

    /// Puts the system's reason into words.
    ///
    /// - Parameters:
    ///   - number: the system's error number.
    ///   - path: what it is about. What the command line or a variable has besides UTF-8 gets here as U+FFFD.
    init(number: CInt, at path: String) {
        if number == ENOENT, path.unicodeScalars.contains("\u{FFFD}") {
            self = .nameIsNotText
        } else {
            self.init(number: number)
        }
    }

    /// Puts the system's reason into words.
    init(number: CInt) {
        switch number {
        case ENOENT: self.init("there is no such file", hint: "name the manifest with -f, or write sharing.yaml")
        case ENOTDIR: self.init("a part of this path is a file, not a directory")
        case EACCES, EPERM: self.init("it may not be read by this user", hint: "check its permissions: ls -l")
        case EISDIR: self.init("this is a directory where a file should be")
        case ELOOP: self.init("its symbolic links go round in a circle")
        case EIO: self.init("the system could not read it (input/output error)")
        default: self.init("the system could not read it (error number \(number))")
        }
    }
}
