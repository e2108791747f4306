import ArgumentParser

/// A shell's completion script: ArgumentParser's, with what that has no word for. It offers nothing behind `sweep help`,
/// bash and zsh would put a space behind `training.epochs=`, and bash takes what follows for another word.
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

        # Bash ends a word at `=`, of which --set has one in the middle: what it parted is put together, completed, and cut
        # off again. Values come at once behind `key=`, entries behind a list's comma. Bash 3 has no compopt.
        _sweep_whole_words() {
            local rest="${COMP_LINE}" word gap whole before offered
            local -a words=()
            local -i index place=0
            for index in "${!COMP_WORDS[@]}"; do
                word="${COMP_WORDS[index]}"
                gap="${rest%%[![:space:]]*}"
                rest="${rest:${#gap}}"
                rest="${rest#"${word}"}"
                if [[ -z "${gap}" && -n "${word}" && "${#words[@]}" -gt 0 ]]; then
                    words[${#words[@]} - 1]+="${word}"
                else
                    words+=("${word}")
                fi
                if [[ "${index}" -eq "${COMP_CWORD}" ]]; then place=$((${#words[@]} - 1)); fi
            done
            whole="${words[place]}"
            [[ "${whole}" = *"${2}" ]] || whole="${2}"
            before="${whole%"${2}"}"

            local -a COMP_WORDS=("${words[@]}")
            local -i COMP_CWORD="${place}"
            _sweep "${1}" "${whole}" "${words[place - 1]}"
            # Options are for whoever has begun one: all that they have in common is a `-`, which bash would put there.
            if [[ "${whole}" != -* ]]; then
                for index in "${!COMPREPLY[@]}"; do
                    if [[ "${COMPREPLY[index]}" = -* ]]; then unset "COMPREPLY[index]"; fi
                done
                COMPREPLY=("${COMPREPLY[@]}")
            fi
            offered="${COMPREPLY[0]}"
            COMPREPLY=("${COMPREPLY[@]#"${before}"}")
            case "${words[place - 1]} ${whole}" in
            '--set '* | *' --set='*)
                compopt +o filenames 2>/dev/null
                if [[ "${offered}" = *[=,/] || ("${offered}" = *'['* && "${offered}" != *']') ]]; then
                    compopt -o nospace 2>/dev/null
                fi
                ;;
            '--groups '* | *' --groups='*)
                # Folders have their slash already; bash would quote them only as file names, and add another.
                compopt +o filenames 2>/dev/null
                if [[ "${offered}" = *[=,/] ]]; then compopt -o nospace 2>/dev/null; fi
                for index in "${!COMPREPLY[@]}"; do
                    whole="$(printf %q "${COMPREPLY[index]}")"
                    COMPREPLY[index]="${whole//\\\\,/,}"
                done
                ;;
            esac
        }

        complete -o filenames -F _sweep_whole_words sweep
        """
    }

    private static var zsh: String {
        """
        _sweep_help() {
            case "${words[CURRENT - 1]}" in
        \(topics.map { "    \($0.word)) compadd -- \($0.next) ;;" }.joined(separator: "\n"))
            esac
        }

        # The value of --set comes at once behind `key=`, an entry behind a list's comma.
        functions[__sweep_complete_words]="${functions[__sweep_complete]}"
        __sweep_complete() {
            local -a open=() whole=()
            local word
            for word in "${@}"; do
                if [[ "${word}" = *[=,/] || ("${word}" = *\\[* && "${word}" != *\\]) ]]; then
                    open+=("${word}")
                else
                    whole+=("${word}")
                fi
            done
            local -i ret=1
            if [[ "${#open[@]}" -gt 0 ]]; then compadd -S '' -- "${open[@]}" && ret=0; fi
            if [[ "${#whole[@]}" -gt 0 ]]; then __sweep_complete_words "${whole[@]}" && ret=0; fi
            return "${ret}"
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
