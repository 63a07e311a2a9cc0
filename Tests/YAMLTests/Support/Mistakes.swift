internal import YAML

/// All mistakes of a text: those that leave no doubt, then the one that ends the reading, if there is one.
func mistakes(in text: String) -> [YAMLError] {
    var mistakes = YAMLMistakes()
    do throws(YAMLError) {
        _ = try YAMLDocument(Array(text.utf8), mistakes: &mistakes)
    } catch {
        return mistakes.kept + [error]
    }
    return mistakes.kept
}
