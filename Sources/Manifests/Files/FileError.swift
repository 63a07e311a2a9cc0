internal import Host
internal import SystemPackage

/// The reason why a manifest could not be read, as a sentence and a remedy.
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

    /// Explains why a file was not read.
    ///
    /// - Parameters:
    ///   - failure: the reader's reason.
    ///   - path: the file's path, or `-` for standard input. A byte that is not UTF-8 in an argument or a variable is
    ///     U+FFFD in it.
    ///   - kinds: the kinds of file that are wanted.
    init(_ failure: FileReader.Failure, at path: String, as kinds: Set<ManifestKind>) {
        switch failure {
        case .system(.badFileDescriptor) where path == "-": self.init("standard input is closed")
        case .system(.noSuchFileOrDirectory) where path.unicodeScalars.contains("\u{FFFD}"): self = .nameIsNotText
        case .system(.noSuchFileOrDirectory):
            self.init(
                "there is no such file",
                hint: kinds == [.trust]
                    ? "name the file of trusted owners with -f, or write trust.yaml"
                    : "name the manifest with -f, or write sharing.yaml")
        case .system(let number): self.init(number)
        case .unfit(.directory): self.init(.isDirectory)
        case .unfit(.fifo):
            self.init("this is a named pipe, which may never end", hint: "read it with `-f - <` and its path")
        // The last two come from no reading that ends at a limit and takes any byte.
        case .unfit, .tooLarge, .notText: self.init("this is neither a file nor a pipe")
        }
    }

    /// Explains why a directory was not listed.
    init(directory number: Errno) {
        if number == .permissionDenied {
            self.init("the directory may not be read", hint: "check its permissions: ls -ld")
        } else {
            self.init(number)
        }
    }

    /// Explains the system's reason.
    init(_ number: Errno) {
        switch number {
        case .noSuchFileOrDirectory: self.init("there is no such file")
        case .notDirectory: self.init("a part of this path is a file, not a directory")
        case .permissionDenied, .notPermitted:
            self.init("it may not be read by this user", hint: "check its permissions: ls -l")
        case .isDirectory: self.init("this is a directory where a file should be")
        case .tooManySymbolicLinkLevels: self.init("its symbolic links go round in a circle")
        case .ioError: self.init("the system could not read it (input/output error)")
        default: self.init("the system could not read it (error number \(number.rawValue))")
        }
    }
}
