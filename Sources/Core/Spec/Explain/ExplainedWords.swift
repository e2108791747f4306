/// All that `sweep explain` knows something about, for the completion of shells.
public enum ExplainedWords {
    /// Keys by path, then their last parts, then the words that keys take; each once.
    public static var all: [String] {
        let keys = KeyExplanation.all
        let meanings = WordMeaning.meanings.keys.sorted()
        var seen: Set<String> = []
        return (keys.map(\.path) + keys.map(\.name) + keys.flatMap(\.kind.words) + meanings).filter { seen.insert($0).inserted }
    }
}
