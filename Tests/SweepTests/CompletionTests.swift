import Foundation
@testable import Sweep
import Testing

/// What Tab offers, asked of bash itself.
@Suite struct CompletionTests {
    /// - Parameters:
    ///   - lines: words parted by spaces; the last one is completed, an empty one where it ends with a space.
    ///   - isParted: whether bash parts words at `=` too, as it does where nobody tells it otherwise.
    ///   - files: that lie in the current folder.
    private func offered(_ lines: [String], isParted: Bool = false, files: [String] = []) throws -> [[String]] {
        try withFolder { folder in
            for file in files {
                let url = folder.appendingPathComponent("here/\(file)")
                try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data().write(to: url)
            }
            let program = try Program()
            let script = try program.run(["--generate-completion-script", "bash"], in: folder)
            #expect(script.status == 0 && script.errors.isEmpty, "\(script.errors)")
            let text = script.output + """

                PATH="\(program.url.deletingLastPathComponent().path):$PATH"
                cd "\(folder.path)\(files.isEmpty ? "" : "/here")"
                tab() {
                    COMP_LINE="$1"
                    IFS=' ' read -ra COMP_WORDS <<< "\(isParted ? "${1//=/ = }" : "$1")"
                    [[ "$1" = *' ' ]] && COMP_WORDS+=('')
                    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                    COMP_POINT=${#COMP_LINE}
                    COMPREPLY=()
                    local name current="${COMP_WORDS[COMP_CWORD]}"
                    name="$(complete -p sweep | sed 's/.*-F \\([^ ]*\\).*/\\1/')"
                    "$name" sweep "${current#=}" "${COMP_WORDS[COMP_CWORD - 1]}"
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

    /// All options begin with a `-`: bash would put that there, behind an argument that is finished.
    @Test func `options are offered to whoever has begun one`() throws {
        let lines = ["sweep run x.yaml ", "sweep status ", "sweep plan x.yaml --jobs ", "sweep run x.yaml -"]
        let answers = try offered(lines)
        for index in 0 ..< 3 { #expect(!answers[index].contains { $0.hasPrefix("-") }, "\(lines[index]): \(answers[index])") }
        #expect(answers[3].contains("--results") && answers[3].contains("-h"), "\(answers[3])")
        let begun = try offered(["sweep run x.yaml --res"])
        #expect(begun == [["--results"]], "\(begun)")
    }

    @Test func `bash completes the values of what is set, whether it parts words or not`() throws {
        let rows: [(typed: String, whole: [String], parted: [String])] = [
            ("data.source=st", ["data.source=strokes"], ["strokes"]), ("data=st", ["data=strokes"], ["strokes"]),
            ("methods=", ["methods=WT", "methods=DA", "methods=IR", "methods=["], ["WT", "DA", "IR", "["]),
            ("methods=[DA,", ["methods=[DA,WT", "methods=[DA,IR"], ["[DA,WT", "[DA,IR"]),
            ("groups=[R", ["groups=[R4"], ["[R4"]), ("groups=[R4", ["groups=[R4,", "groups=[R4]"], ["[R4,", "[R4]"]),
            ("nu.on=v", ["nu.on=validation"], ["validation"]), ("training.epochs=", [], []), ("nu.wi", ["nu.within="], ["nu.within="]),
        ]
        let lines = rows.map { "sweep run x.yaml --set seeds=1 --set \($0.typed)" }
        #expect(try offered(lines) == rows.map(\.whole))
        #expect(try offered(lines, isParted: true) == rows.map(\.parted))
    }

    @Test func `permutation files are completed beside the groups`() throws {
        let lines = ["my", "R4,my", "R4,deep/", "R4,deep/m", ""].map { "sweep check m.safetensors --groups \($0)" }
        let found = try offered(lines, files: ["my_group.txt", "my.yaml", ".hidden.txt", "deep/mirror.txt", "deep/n.csv"])
        #expect(Array(found.prefix(2)) == [["my_group.txt"], ["R4,my_group.txt"]], "\(found)")
        #expect(found[2] == ["R4,deep/mirror.txt"] && found[3] == found[2], "\(found)")
        #expect(found[4].contains("R4") && found[4].suffix(2) == ["deep/", "my_group.txt"], "\(found)")
    }

    @Test func `no list is left open where a space would follow, and quotes are no part of it`() {
        let (bash, fish) = (SettingWords(addsSpaces: false), SettingWords(addsSpaces: true))
        #expect(bash.offered("methods=[W") == ["methods=[WT", "methods=[DA", "methods=[IR"])
        #expect(fish.offered("methods=[WT,D") == ["methods=[WT,DA,", "methods=[WT,DA]", "methods=[WT,IR,", "methods=[WT,IR]"])
        for typed in ["methods=\\[WT,DA,", "'methods=[WT,DA,", "\"methods=[WT,DA,"] {
            #expect(bash.offered(typed) == ["methods=[WT,DA,IR"], "\(typed)")
        }
        #expect(bash.offered("saliency.rule=").contains("saliency.rule=gauss-legendre") && bash.offered("x.y=").isEmpty)
        #expect(bash.offered("").contains("training.epochs=") && bash.offered("nu=").isEmpty && bash.offered("seeds=[").isEmpty)
    }

    @Test func `the scripts of all shells have it, and other shells are refused as ever`() throws {
        try withFolder { folder in
            let program = try Program()
            for shell in ["bash", "zsh", "fish"] {
                for arguments in [["--generate-completion-script", shell], ["--generate-completion-script=\(shell)"]] {
                    let script = try program.run(arguments, in: folder)
                    #expect(script.status == 0)
                    let parts = [
                        "---completion run -- --set", "---completion check -- --groups", "gauss-legendre", "list fetch verify export",
                    ]
                    for text in parts {
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
