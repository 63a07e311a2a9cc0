/// Reads the `OS_*` variables of an openrc file without a shell.
///
/// It takes `NAME=value` and `export NAME=value` lines with the shell's quotes. What a shell would compute (`$NAME`,
/// `` `command` ``, `~`) and every other command is a mistake that is reported, never a value that is silently wrong.
enum OpenrcFile {
    /// Reads the variables.
    ///
    /// - Parameter text: the file's content.
    /// - Returns: the variables; of two assignments the last counts.
    /// - Throws: every mistake.
    static func variables(in text: String) throws(OpenrcError) -> [String: String] {
        var variables: [String: String] = [:]
        var issues: [OpenrcError.Issue] = []
        // A line of a file that was edited under Windows ends with "\r\n", which is one character.
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        for (index, line) in lines.enumerated() {
            do throws(OpenrcLine.Mistake) {
                switch try OpenrcLine(index == 0 ? line.droppingByteOrderMark : line) {
                case .nothing: break
                case .assignment(let name, let value): variables[name] = value
                case .removal(let name): variables[name] = nil
                }
            } catch {
                issues.append(OpenrcError.Issue(line: index + 1, message: error.message))
            }
        }
        guard issues.isEmpty else { throw OpenrcError(issues: issues) }
        return variables
    }
}

extension Substring {
    /// The text without the mark that some editors put at its beginning.
    fileprivate var droppingByteOrderMark: Substring {
        unicodeScalars.first == "\u{FEFF}" ? Substring(unicodeScalars.dropFirst()) : self
    }
}

/// The mistakes of an openrc file; none quotes a value, which may be a secret.
package struct OpenrcError: Error, Equatable, Sendable {
    /// One mistake.
    struct Issue: Equatable, Sendable {
        /// The line, counted from 1.
        let line: Int
        /// The mistake, and what to do about it.
        let message: String
    }

    /// Every mistake of the file, by line.
    let issues: [Issue]
}
