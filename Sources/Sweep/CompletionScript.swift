import ArgumentParser

/// A shell's completion script: ArgumentParser's, with what that has no word for. It offers nothing behind `sweep help`,
/// and bash and zsh would put a space behind `training.epochs=`.
enum CompletionScript {
    private static let option = "--generate-completion-script"

    /// The script that a command line asks for; nil where it asks for none, or for a shell that nobody knows.
    static func asked(_ arguments: [String]) -> String? {
        guard let first = arguments.first, first == option || first.hasPrefix(option + "=") else { return nil }
        let named = first == option ? arguments.dropFirst().first : String(first.dropFirst(option.count + 1))
        let shell = named.map { CompletionShell(rawValue: $0) } ?? CompletionShell.autodetected()
        return shell.flatMap(text)
    }

    private static func text(_ shell: CompletionShell) -> String? {
        let script = SweepCommand.completionScript(for: shell)
        switch shell {
        case .bash: return script + "\n\n" + bash
        case .zsh:
            // Behind the functions that it replaces, before the call.
            guard let call = script.range(of: "if [[ \"${funcstack[1]}\" = _sweep ]]") else { return script }
            return script[..<call.lowerBound] + zsh + "\n" + script[call.lowerBound...]
        case .fish: return script + "\n" + fish
        default: return script
        }
    }

    /// The commands whose help there is, each with what may follow it.
    private static var topics: [(word: String, next: String)] {
        // No key paths here: Swift 6.3 crashes over those of metatypes.
        let names = { (commands: [any ParsableCommand.Type]) in
            commands.map { $0.configuration }.filter { $0.shouldDisplay }.compactMap { $0.commandName }.joined(separator: " ")
        }
        let commands = SweepCommand.configuration.subcommands
        return [("help", names(commands))]
            + commands.compactMap { command in
                let next = names(command.configuration.subcommands)
                return next.isEmpty ? nil : (command.configuration.commandName ?? "", next)
            }
    }

    private static var bash: String {
        """
        _sweep_help() {
            case "${prev}" in
        \(topics.map { "    \($0.word)) COMPREPLY=($(compgen -W '\($0.next)' -- \"${cur}\")) ;;" }.joined(separator: "\n"))
            esac
        }

        # The value of --set comes at once behind `key=`. Bash 3 has no compopt.
        _sweep_and_space() {
            _sweep "${@}"
            if [[ "${COMPREPLY[0]}" = *= ]]; then compopt -o nospace +o filenames 2>/dev/null; fi
        }

        complete -o filenames -F _sweep_and_space sweep
        """
    }

    private static var zsh: String {
        """
        _sweep_help() {
            case "${words[CURRENT - 1]}" in
        \(topics.map { "    \($0.word)) compadd -- \($0.next) ;;" }.joined(separator: "\n"))
            esac
        }

        # The value of --set comes at once behind `key=`.
        functions[__sweep_complete_words]="${functions[__sweep_complete]}"
        __sweep_complete() {
            if [[ "${1}" = *= ]]; then compadd -S '' -- "${@}"; else __sweep_complete_words "${@}"; fi
        }

        """
    }

    private static var fish: String {
        topics.map { word, next in
            let path = word == "help" ? "sweep help" : "sweep help \(word)"
            return "complete -c 'sweep' -n 'test (commandline -opc | string join \" \") = \"\(path)\"' -fa '\(next)'\n"
        }.joined()
    }
}
