import Foundation
import Testing

/// What Tab offers, asked of bash itself.
@Suite struct CompletionTests {
    /// - Parameter line: words parted by spaces; the last one is completed, an empty one where it ends with a space.
    private func offered(_ lines: [String]) throws -> [[String]] {
        try withFolder { folder in
            let program = try Program()
            let script = try program.run(["--generate-completion-script", "bash"], in: folder)
            #expect(script.status == 0 && script.errors.isEmpty, "\(script.errors)")
            let text = script.output + """

                PATH="\(program.url.deletingLastPathComponent().path):$PATH"
                tab() {
                    COMP_LINE="$1"
                    IFS=' ' read -ra COMP_WORDS <<< "$1"
                    [[ "$1" = *' ' ]] && COMP_WORDS+=('')
                    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                    COMP_POINT=${#COMP_LINE}
                    COMPREPLY=()
                    local name
                    name="$(complete -p sweep | sed 's/.*-F \\([^ ]*\\).*/\\1/')"
                    "$name" sweep "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
                    echo "${COMPREPLY[@]}"
                }
                \(lines.map { "tab '\($0)'" }.joined(separator: "\n"))
                """
            let result = try Tool.run("bash", ["--norc", try write(text, to: folder, as: "tab.bash")], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            let answers = result.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            return answers.map { $0.split(separator: " ").map(String.init) }
        }
    }

    @Test func `bash completes what can be explained, set, measured and helped with`() throws {
        let lines = [
            "sweep explain S", "sweep explain nu.w", "sweep explain R", "sweep explain k",
            "sweep run x.yaml --set training.e", "sweep plan x.yaml --set nu.sm", "sweep submit x.yaml --set seed",
            "sweep check m.safetensors --groups R", "sweep check m.safetensors --groups R4,T3",
            "sweep help ", "sweep help da", "sweep help data ", "sweep pl",
        ]
        let answers = Dictionary(uniqueKeysWithValues: zip(lines, try offered(lines)))
        let first = try #require(answers["sweep explain S"])
        #expect(first.contains("SI") && first.contains("SI_spearman") && first.allSatisfy { $0.hasPrefix("S") }, "\(first)")
        #expect(answers["sweep explain nu.w"] == ["nu.within"])
        #expect(answers["sweep explain R"] == ["R4"] && answers["sweep explain k"] == ["kl"], "\(answers)")
        #expect(answers["sweep run x.yaml --set training.e"] == ["training.epochs="], "\(answers)")
        #expect(answers["sweep plan x.yaml --set nu.sm"] == ["nu.smallest="])
        #expect(answers["sweep submit x.yaml --set seed"] == ["seeds="])
        #expect(answers["sweep check m.safetensors --groups R"] == ["R4"])
        #expect(answers["sweep check m.safetensors --groups R4,T3"] == ["R4,T3", "R4,T3y"], "\(answers)")
        let topics = try #require(answers["sweep help "])
        #expect(topics.contains("run") && topics.contains("bench") && !topics.contains("isolated-job"), "\(topics)")
        #expect(answers["sweep help da"] == ["data"] && answers["sweep help data "] == ["list", "fetch", "verify", "export"])
        #expect(answers["sweep pl"] == ["plan"])
    }

    @Test func `the scripts of all shells have it, and other shells are refused as ever`() throws {
        try withFolder { folder in
            let program = try Program()
            for shell in ["bash", "zsh", "fish"] {
                for arguments in [["--generate-completion-script", shell], ["--generate-completion-script=\(shell)"]] {
                    let script = try program.run(arguments, in: folder)
                    #expect(script.status == 0)
                    for text in ["training.epochs=", "gauss-legendre", "list fetch verify export"] {
                        #expect(script.output.contains(text), "\(shell): \(text)")
                    }
                }
                // Where the shell is here it takes the script.
                let file = try write(try program.run(["--generate-completion-script", shell], in: folder).output, to: folder, as: "s")
                let check = try Tool.run(shell, ["-n", file], in: folder)
                #expect(check.status == 0 || check.status == 127, "\(shell): \(check.errors)")
            }
            #expect(try program.run(["--generate-completion-script", "tcsh"], in: folder).status == 64)
        }
    }
}
