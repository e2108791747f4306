@testable import Core

extension SpecMessageTable {
    // Words of lists that grow: whoever adds one has no text to change here.
    private static let measured = (Measure.allCases.map(\.rawValue) + Analysis.allCases.map(\.rawValue)).joined(separator: ", ")
    private static let datasets = DatasetName.allCases.map(\.rawValue).joined(separator: ", ")
    private static let embedded = DatasetName.allCases.filter(\.isEmbedded).map(\.rawValue).joined(separator: ", ")
    private static let regularisers = Regulariser.allCases.map(\.rawValue).joined(separator: ", ")

    /// Words out of a vocabulary.
    static let words: [Row] = [
        Row("name: x\ngroups: [R4]\nmethods: [wt, AD]\n",
            #"""
            s.yaml:3:11: methods: wt is not one of WT, DA, IR; did you mean WT?
              3 | methods: [wt, AD]
                |           ^
            s.yaml:3:15: methods: AD is not one of WT, DA, IR; did you mean DA?
              3 | methods: [wt, AD]
                |               ^
            """#),
        Row("name: x\ngroups: [R3, T1, t3, Q]\nmethods: [IR]\n",
            #"""
            s.yaml:2:10: groups: R3 is not a group; the groups are \#(GroupName.listedNames), Tn and Tny for n shifts along x or y, \#
            such as T3, and {name: mine, permutations: my_group.txt}; did you mean R4?
              2 | groups: [R3, T1, t3, Q]
                |          ^
            s.yaml:2:14: groups: T1 is not a group; the groups are \#(GroupName.listedNames), Tn and Tny for n shifts along x or y, \#
            such as T3, and {name: mine, permutations: my_group.txt}; shifts are by a half, a third, …: expected T2 or more, with \#
            a number that divides the width (of Tny the height)
              2 | groups: [R3, T1, t3, Q]
                |              ^
            s.yaml:2:18: groups: t3 is not a group; the groups are \#(GroupName.listedNames), Tn and Tny for n shifts along x or y, \#
            such as T3, and {name: mine, permutations: my_group.txt}; did you mean T3?
              2 | groups: [R3, T1, t3, Q]
                |                  ^
            s.yaml:2:22: groups: Q is not a group; the groups are \#(GroupName.listedNames), Tn and Tny for n shifts along x or y, \#
            such as T3, and {name: mine, permutations: my_group.txt}
              2 | groups: [R3, T1, t3, Q]
                |                      ^
            """#),
        Row(base + "data: minst\n",
            #"""
            s.yaml:4:7: data.source: minst is not one of \#(datasets); did you mean mnist?
              4 | data: minst
                |       ^
            """#),
        Row(base + "data: {source: mnist, fallback: mnist}\n",
            #"""
            s.yaml:4:33: data.fallback: mnist is not one of \#(embedded), none
              4 | data: {source: mnist, fallback: mnist}
                |                                 ^
            """#),
        Row(base + "data: {source: strokes, fallback: strokes}\n",
            #"""
            s.yaml:4:35: data.fallback: strokes is the source already; leave the fallback out
              4 | data: {source: strokes, fallback: strokes}
                |                                   ^
            """#),
        Row(base + "measure: [acuracy]\n",
            #"""
            s.yaml:4:11: measure: acuracy is not one of \#(measured); did you mean accuracy?
              4 | measure: [acuracy]
                |           ^
            """#),
        Row(base + "regulariser: logits\n",
            #"""
            s.yaml:4:14: regulariser: logits is not one of \#(regularisers); did you mean logit?
              4 | regulariser: logits
                |              ^
            """#),
        Row(base + "training: {initialisation: xavier}\n",
            #"""
            s.yaml:4:28: training.initialisation: xavier is not one of uniform, he, glorot
              4 | training: {initialisation: xavier}
                |                            ^
            """#),
        Row(base + "saliency: {rule: gauss}\n",
            #"""
            s.yaml:4:18: saliency.rule: gauss is not one of midpoint, gauss-legendre; did you mean gauss-legendre?
              4 | saliency: {rule: gauss}
                |                  ^
            """#),
        Row(base + "nu: {on: testing}\n",
            #"""
            s.yaml:4:10: nu.on: testing is not one of train, validation, test; did you mean test?
              4 | nu: {on: testing}
                |          ^
            """#),
    ]

    /// Names that cannot be a folder.
    static let names: [Row] = [
        Row("name: a/b\ngroups: [R4]\nmethods: [IR]\n",
            #"""
            s.yaml:1:7: name: "a/b" has the character '/'; the name becomes a folder and may hold letters a–z and A–Z, digits, '-', '_' \#
            and '.'
              1 | name: a/b
                |       ^
            """#),
        Row("name: ..\ngroups: [R4]\nmethods: [IR]\n",
            #"""
            s.yaml:1:7: name: ".." begins with '.'; expected a letter or a digit first
              1 | name: ..
                |       ^
            """#),
        Row("name: \"\"\ngroups: [R4]\nmethods: [IR]\n",
            #"""
            s.yaml:1:7: name: the name is empty; the name becomes a folder and may hold letters a–z and A–Z, digits, '-', '_' \#
            and '.'
              1 | name: ""
                |       ^
            """#),
        Row("name: my sweep\ngroups: [R4]\nmethods: [IR]\n",
            #"""
            s.yaml:1:7: name: "my sweep" has the character ' '; the name becomes a folder and may hold letters a–z and A–Z, digits, \#
            '-', '_' and '.'
              1 | name: my sweep
                |       ^
            """#),
        Row("name: \"a\\tb\"\ngroups: [R4]\nmethods: [IR]\n",
            #"""
            s.yaml:1:7: name: "a\tb" has the character '\t'; the name becomes a folder and may hold letters a–z and A–Z, digits, \#
            '-', '_' and '.'
              1 | name: "a\tb"
                |       ^
            """#),
        Row("name: \"a\\nb\"\ngroups: [R4]\nmethods: [IR]\n",
            #"""
            s.yaml:1:7: name: "a\nb" has the character '\n'; the name becomes a folder and may hold letters a–z and A–Z, digits, \#
            '-', '_' and '.'
              1 | name: "a\nb"
                |       ^
            """#),
        Row(
            "name: nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn\n"
                + "groups: [R4]\nmethods: [IR]\n",
            #"""
            s.yaml:1:7: name: the name has 101 characters; expected at most 100
              1 | name: nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn
                |       ^
            """#),
    ]

    /// Lists that are empty or repeat themselves.
    static let lists: [Row] = [
        Row("name: x\ngroups: []\nmethods: []\n",
            #"""
            s.yaml:2:9: groups: the list is empty; expected a list, each entry a group such as R4 or T3, or {name: mine, permutations: \#
            my_group.txt}
              2 | groups: []
                |         ^
            s.yaml:3:10: methods: the list is empty; expected a list, each entry one of WT, DA, IR
              3 | methods: []
                |          ^
            """#),
        Row(base + "nu: []\n",
            #"""
            s.yaml:4:5: nu: the list is empty; expected a list, each entry a number from 0 to 1000000000
              4 | nu: []
                |     ^
            """#),
        Row("name: x\ngroups: [T3, R4, T3x]\nmethods: [IR, IR]\n",
            #"""
            s.yaml:2:18: groups: T3 is listed twice; delete one of the two
              2 | groups: [T3, R4, T3x]
                |                  ^
            s.yaml:3:15: methods: IR is listed twice; delete one of the two
              3 | methods: [IR, IR]
                |               ^
            """#),
        Row(base + "seeds: [1, 2, 01]\n",
            #"""
            s.yaml:4:15: seeds: 1 is listed twice; delete one of the two
              4 | seeds: [1, 2, 01]
                |               ^
            """#),
        Row(base + "nu: [1, 1.0]\n",
            #"""
            s.yaml:4:9: nu: 1 is listed twice; delete one of the two
              4 | nu: [1, 1.0]
                |         ^
            """#),
        Row(base + "nu: [0,5, 1,5, 2, 2,5]\n",
            #"""
            s.yaml:4:13: nu: 5 is listed twice: the list reads as 0, 5, 1, 5, 2, 2, 5; a decimal comma was probably meant, \#
            which is a point here: [0.5, 1.5, 2, 2.5]
              4 | nu: [0,5, 1,5, 2, 2,5]
                |             ^
            """#),
        // Whatever else is wrong with the list is told too.
        Row(base + "nu: [0,5, 1,5, -1]\n",
            #"""
            s.yaml:4:13: nu: 5 is listed twice: the list reads as 0, 5, 1, 5, -1; a decimal comma was probably meant, \#
            which is a point here: [0.5, 1.5, -1]
              4 | nu: [0,5, 1,5, -1]
                |             ^
            s.yaml:4:16: nu: -1 is out of range; expected a number from 0 to 1000000000
              4 | nu: [0,5, 1,5, -1]
                |                ^
            """#),
        // Commas of a list, whatever stands behind them; and seeds have no decimals.
        Row(base + "nu: [0,5,1,5]\n",
            #"""
            s.yaml:4:12: nu: 5 is listed twice; delete one of the two
              4 | nu: [0,5,1,5]
                |            ^
            """#),
        Row(base + "nu: [0.5,5, 1,5]\n",
            #"""
            s.yaml:4:15: nu: 5 is listed twice; delete one of the two
              4 | nu: [0.5,5, 1,5]
                |               ^
            """#),
        Row(base + "seeds: [0,5, 1,5]\n",
            #"""
            s.yaml:4:16: seeds: 5 is listed twice; delete one of the two
              4 | seeds: [0,5, 1,5]
                |                ^
            """#),
    ]

    /// `SI >= 0.95` and what is not like it.
    static let conditions: [Row] = [
        Row(base + "nu: {smallest: SI}\n",
            #"""
            s.yaml:4:16: nu.smallest: "SI" is incomplete; expected a measure and a threshold, such as SI >= 0.95
              4 | nu: {smallest: SI}
                |                ^
            """#),
        Row(base + "nu: {smallest: SI > 0.95}\n",
            #"""
            s.yaml:4:16: nu.smallest: > is not supported; expected >=, as in SI >= 0.95
              4 | nu: {smallest: SI > 0.95}
                |                ^
            """#),
        Row(base + "nu: {smallest: Si >= 0.95}\n",
            #"""
            s.yaml:4:16: nu.smallest: Si is not a measure; expected a measure and a threshold, such as SI >= 0.95; did you mean SI?
              4 | nu: {smallest: Si >= 0.95}
                |                ^
            """#),
        Row(base + "nu: {smallest: LI >= 0.95}\n",
            #"""
            s.yaml:4:16: nu.smallest: LI does not rise with ν, so no smallest ν reaches it; only SI can be searched for, as in SI >= 0.95
              4 | nu: {smallest: LI >= 0.95}
                |                ^
            """#),
        Row(base + "nu: {smallest: SI >= high}\n",
            #"""
            s.yaml:4:16: nu.smallest: high is not a number; expected a measure and a threshold, such as SI >= 0.95
              4 | nu: {smallest: SI >= high}
                |                ^
            """#),
        Row(base + "nu: {smallest: SI >= 95}\n",
            #"""
            s.yaml:4:16: nu.smallest: the threshold 95 is out of range; SI is a cosine: expected a number greater than 0 and at most 1
              4 | nu: {smallest: SI >= 95}
                |                ^
            """#),
        Row(base + "nu: {smallest: SI >= 0.95 always}\n",
            #"""
            s.yaml:4:16: nu.smallest: "always" follows the threshold; expected a measure and a threshold, such as SI >= 0.95
              4 | nu: {smallest: SI >= 0.95 always}
                |                ^
            """#),
        Row(base + "nu: {smallest: 0.95 <= SI}\n",
            #"""
            s.yaml:4:16: nu.smallest: 0.95 is not a measure; expected a measure and a threshold, such as SI >= 0.95
              4 | nu: {smallest: 0.95 <= SI}
                |                ^
            """#),
        Row(base + "nu: {smallest: }\n",
            #"""
            s.yaml:4:16: nu.smallest: expected a measure and a threshold, such as SI >= 0.95, found nothing
              4 | nu: {smallest: }
                |                ^
            """#),
    ]

    /// Values that do not go together.
    static let combinations: [Row] = [
        Row("name: x\ngroups: [T5]\nmethods: [IR]\n",
            #"""
            s.yaml:2:10: groups: T5 does not fit: 5 does not divide the image side of 36 pixels (28 and the padding); expected one of 2, \#
            3, 4, 6, 9, 12, 18, 36
              2 | groups: [T5]
                |          ^
            """#),
        Row("name: x\ngroups: [R4,\n  T36y, T7y]\nmethods: [IR]\ndata: {pad: 0}\n",
            #"""
            s.yaml:3:3: groups: T36y does not fit: 36 does not divide the image side of 28 pixels (28 and the padding); expected one of \#
            2, 4, 7, 14, 28
              3 |   T36y, T7y]
                |   ^
            """#),
        Row(base + "data: {train: 60000}\n",
            #"""
            s.yaml:4:7: data: train 60000 + test 50000 + validation 2000 = 112000 samples; mnist has 63042 without class 9
              4 | data: {train: 60000}
                |       ^
            """#),
        Row(base + "data:\n  source: mnist\n  fallback: strokes\n  train: 11042\n",
            #"""
            s.yaml:5:3: data: train 11042 + test 50000 + validation 2000 = 63042 samples; strokes has 63000 without class 9
              5 |   source: mnist
                |   ^
            """#),
        Row(base + "training: {batch: 20000}\n",
            #"""
            s.yaml:4:19: training.batch: batch 20000 is larger than the train split of 10000 samples; expected at most 10000
              4 | training: {batch: 20000}
                |                   ^
            """#),
        Row(base + "data: {train: 100}\n",
            #"""
            s.yaml:4:15: training.batch: batch 512, the default, is larger than the train split of 100 samples; expected at most 100
              4 | data: {train: 100}
                |               ^
            """#),
    ]

    /// Texts that are no sweep, or not YAML.
    static let notSweeps: [Row] = [
        Row("",
            #"""
            s.yaml: is empty; expected at least the keys name, groups and methods
            """#),
        Row("# nothing\n\n",
            #"""
            s.yaml: is empty; expected at least the keys name, groups and methods
            """#),
        Row("just words\n",
            #"""
            s.yaml:1:1: expected keys with values, such as name: nu_search, found the text "just words"
              1 | just words
                | ^
            """#),
        Row("- a\n- b\n",
            #"""
            s.yaml:1:1: expected keys with values, such as name: nu_search, found a list
              1 | - a
                | ^
            """#),
        Row("name: x\ngroups: [R4\nmethods: [IR]\n",
            #"""
            s.yaml:2:9: not valid YAML: this '[' has no ']'
              2 | groups: [R4
                |         ^
            """#),
        Row(base + "data: {train: 100\n",
            #"""
            s.yaml:4:7: not valid YAML: this '{' has no '}'
              4 | data: {train: 100
                |       ^
            """#),
        Row("name: x\ngroups [R4]\nmethods: [IR]\n",
            #"""
            s.yaml:2:1: not valid YAML: no ':' behind this key; expected key: value
              2 | groups [R4]
                | ^
            """#),
        Row(base + "training:\n  epochs 3\n  batch: 20\n",
            #"""
            s.yaml:6:8: not valid YAML: a ':' where none can stand: one too many in this line, or one missing in the line before
              6 |   batch: 20
                |        ^
            """#),
        Row(base + "training:\n\tepochs: 3\n",
            #"""
            s.yaml:5:1: not valid YAML: a tab; YAML indents with spaces
              5 | 	epochs: 3
                | ^
            """#),
        Row("name: x\ngroups: [R4]\nmethods:\n  - IR\n WT\n",
            #"""
            s.yaml:5:2: not valid YAML: while parsing a block mapping at line 1, column 1: did not find expected key, in this line or \#
            before it
              5 |  WT
                |  ^
            """#),
        Row(base + "nu: 0,5\ntraining: {lr: 0.1}\n",
            #"""
            s.yaml:4:5: nu: expected a number from 0 to 1000000000, or a list, each entry a number from 0 to 1000000000, or the keys \#
            smallest, on, from, to, within, max_probes, logspace, found the text "0,5" (as a number: 0.5)
              4 | nu: 0,5
                |     ^
            s.yaml:5:12: training.lr: unknown key; did you mean training.learning_rate?
              5 | training: {lr: 0.1}
                |            ^
            """#),
        Row("name: x\n\tgroups: [R4]\n",
            #"""
            s.yaml:2:1: not valid YAML: a tab; YAML indents with spaces
              2 | 	groups: [R4]
                | ^
            """#),
        Row("name: \"x\n",
            #"""
            s.yaml:1:7: not valid YAML: this quoted text has no end
              1 | name: "x
                |       ^
            """#),
        Row(base + "seeds: *none\n",
            #"""
            s.yaml:4:8: not valid YAML: found undefined alias
              4 | seeds: *none
                |        ^
            """#),
        Row("name: x\n---\nname: y\n",
            #"""
            s.yaml:2:1: not valid YAML: a second document begins here; expected one sweep a file: delete this line, or move what \#
            follows elsewhere
              2 | ---
                | ^
            """#),
        Row("name: a\u{7}b\n",
            #"""
            s.yaml:1:8: not valid YAML: control characters are not allowed
              1 | name: a�b
                |        ^
            """#),
    ]

    /// `--set`: the place is the command line.
    static let overrides: [Row] = [
        Row(base, set: ["training.epohcs=10"],
            #"""
            --set training.epohcs=10: training.epohcs: unknown key; did you mean training.epochs?
            """#),
        Row(base, set: ["epochs=10"],
            #"""
            --set epochs=10: epochs: unknown key; did you mean training.epochs?
            """#),
        Row(base, set: ["training.epochs=many"],
            #"""
            --set training.epochs=many: training.epochs: expected a whole number from 1 to 1000000, found the text "many"
            """#),
        Row(base, set: ["training.epochs"],
            #"""
            --set training.epochs: expected key=value, for instance --set training.epochs=10
            """#),
        Row(base, set: ["=3"],
            #"""
            --set =3: expected a key before =, with dots between its parts, for instance --set training.epochs=10
            """#),
        Row(base, set: ["training..epochs=3"],
            #"""
            --set training..epochs=3: expected a key before =, with dots between its parts, for instance --set training.epochs=10
            """#),
        Row(base, set: ["groups=[R4"],
            #"""
            --set groups=[R4: not valid YAML: this '[' has no ']'
            """#),
        Row(base, set: ["groups=[]"],
            #"""
            --set groups=[]: groups: the list is empty; expected a list, each entry a group such as R4 or T3, or {name: mine, \#
            permutations: my_group.txt}
            """#),
        Row(base, set: ["seeds.first=3"],
            #"""
            --set seeds.first=3: seeds: expected a whole number from 1 to 10000, or a list, each entry a whole number from 0 to \#
            9007199254740991, found a mapping
            """#),
        Row(base + "seeds: 3\n", set: ["seeds.first=3"],
            #"""
            --set seeds.first=3: seeds has no keys of its own here: it is the number 3
            """#),
        Row(base, set: ["name="],
            #"""
            --set name=: name: expected a name of letters, digits, '-', '_' and '.', found nothing
            """#),
        Row(base, set: ["groups=[T5]", "trainng.epochs=3"],
            #"""
            --set trainng.epochs=3: trainng: unknown key; did you mean training?
            --set groups=[T5]: groups: T5 does not fit: 5 does not divide the image side of 36 pixels (28 and the padding); expected one \#
            of 2, 3, 4, 6, 9, 12, 18, 36
            """#),
        Row(base, set: ["data.train=100"],
            #"""
            --set data.train=100: training.batch: batch 512, the default, is larger than the train split of 100 samples; expected \#
            at most 100
            """#),
        Row(base, set: ["seeds=\"2\""],
            #"""
            --set seeds="2": seeds: expected a whole number from 1 to 10000, or a list, each entry a whole number from 0 to \#
            9007199254740991, found the text "2"; write 2 without the quotes
            """#),
        // The file alone would be in order.
        Row(base + "training: {batch: 200}\ndata:\n  train: 10000\n", set: ["data.train=100"],
            #"""
            --set data.train=100: training.batch: batch 200 is larger than the train split of 100 samples; expected at most 100
            """#),
        Row(base + "data:\n  train: 10000\n", set: ["data.train=70000"],
            #"""
            --set data.train=70000: data: train 70000 + test 50000 + validation 2000 = 122000 samples; mnist has 63042 without class 9
            """#),
        Row(base + "nu: {smallest: SI >= 0.9, from: 1, to: 10}\n", set: ["nu.to=0.5"],
            #"""
            --set nu.to=0.5: nu: the bounds are reversed: from 1 must be less than to 0.5
            """#),
        Row("name: x\ngroups: [T4]\nmethods: [IR]\ndata: {pad: 4}\n", set: ["data.pad=1"],
            #"""
            --set data.pad=1: groups: T4 does not fit: 4 does not divide the image side of 30 pixels (28 and the padding); expected one \#
            of 2, 3, 5, 6, 10, 15, 30
            """#),
    ]

    /// Lists without their brackets, and keys as the paper writes them.
    static let slips: [Row] = [
        Row("name: x\ngroups: R4, T3\nmethods: WT DA\n",
            #"""
            s.yaml:2:9: groups: R4, T3 is not a group; the groups are \#(GroupName.listedNames), Tn and Tny for n shifts along x or y, \#
            such as T3, and {name: mine, permutations: my_group.txt}; did you mean [R4, T3]?
              2 | groups: R4, T3
                |         ^
            s.yaml:3:10: methods: WT DA is not one of WT, DA, IR; did you mean [WT, DA]?
              3 | methods: WT DA
                |          ^
            """#),
        Row(base + "training: {hidden: 128-128}\n",
            #"""
            s.yaml:4:20: training.hidden: expected a whole number from 1 to 4096, found the text "128-128"; did you mean [128, 128]?
              4 | training: {hidden: 128-128}
                |                    ^
            """#),
        Row(base + "seeds: 0-4\n",
            #"""
            s.yaml:4:8: seeds: expected a whole number from 1 to 10000, or a list, each entry a whole number from 0 to 9007199254740991, \#
            found the text "0-4"; did you mean [0, 1, 2, 3, 4]?
              4 | seeds: 0-4
                |        ^
            """#),
        // Of a range that is too long, and of words that are none, nothing is guessed.
        Row(base + "seeds: 0-400\n",
            #"""
            s.yaml:4:8: seeds: expected a whole number from 1 to 10000, or a list, each entry a whole number from 0 to 9007199254740991, \#
            found the text "0-400"
              4 | seeds: 0-400
                |        ^
            """#),
        Row("name: x\ngroups: [R4]\nmethods: WT XY\nν: 3\n",
            #"""
            s.yaml:3:10: methods: WT XY is not one of WT, DA, IR
              3 | methods: WT XY
                |          ^
            s.yaml:4:1: ν: unknown key; did you mean nu?
              4 | ν: 3
                | ^
            """#),
    ]

    /// Everything else.
    static let more: [Row] = [
        Row(base + "seeds: !python/object:os.system 3\n",
            #"""
            s.yaml:4:8: seeds: the tag !python/object:os.system belongs to another program; leave it out
              4 | seeds: !python/object:os.system 3
                |        ^
            """#),
        // The caret stands under what the terminal shows: wide characters take two cells.
        Row("name: 日本語\ngroups: [R4, \"日本\", Q]   # 群\nmethods: [IR]\n",
            #"""
            s.yaml:1:7: name: "日本語" has the character '日'; the name becomes a folder and may hold letters a–z and A–Z, digits, \#
            '-', '_' and '.'
              1 | name: 日本語
                |       ^
            s.yaml:2:14: groups: 日本 is not a group; the groups are \#(GroupName.listedNames), Tn and Tny for n shifts along x or y, \#
            such as T3, and {name: mine, permutations: my_group.txt}
              2 | groups: [R4, "日本", Q]   # 群
                |              ^
            s.yaml:2:20: groups: Q is not a group; the groups are \#(GroupName.listedNames), Tn and Tny for n shifts along x or y, \#
            such as T3, and {name: mine, permutations: my_group.txt}
              2 | groups: [R4, "日本", Q]   # 群
                |                      ^
            """#),
        // Of a long line the part around the place is shown.
        Row(base + "seeds: [" + (0 ..< 200).map { $0 == 100 ? "x, 100" : "\($0)" }.joined(separator: ", ") + "]\n",
            #"""
            s.yaml:4:399: seeds: expected a whole number from 0 to 9007199254740991, found the text "x"
              4 | …, 91, 92, 93, 94, 95, 96, 97, 98, 99, x, 100, 101, 102, 103, 104, 105, 106, …
                |                                        ^
            """#),
        Row(base + "data: fashion\n",
            #"""
            s.yaml:4:7: data.source: fashion is not one of \#(datasets); did you mean fashion-mnist?
              4 | data: fashion
                |       ^
            """#),
        Row(base + "x-shared: 3\nseeds:\n  - 1\n  - \"2\"\n",
            #"""
            s.yaml:7:5: seeds: expected a whole number from 0 to 9007199254740991, found the text "2"; write 2 without the quotes
              7 |   - "2"
                |     ^
            """#),
        Row(base + "training: {<<: {epochs: 0}}\n",
            #"""
            s.yaml:4:25: training.epochs: 0 is out of range; expected a whole number from 1 to 1000000
              4 | training: {<<: {epochs: 0}}
                |                         ^
            """#),
        Row(base + "saliency: {target: [label]}\nmeasure: {}\n",
            #"""
            s.yaml:4:20: saliency.target: expected one of label, predicted, found a list
              4 | saliency: {target: [label]}
                |                    ^
            s.yaml:5:10: measure: expected a list, each entry one of \#(measured), found a mapping
              5 | measure: {}
                |          ^
            """#),
        Row("name: x\r\ngroups: [R4]\r\nmethods: [IR]\r\nseeds: none\r\n",
            #"""
            s.yaml:4:8: seeds: expected a whole number from 1 to 10000, or a list, each entry a whole number from 0 to 9007199254740991, \#
            found the text "none"
              4 | seeds: none
                |        ^
            """#),
        Row(base + "nu: [1, {a: b}, big]\n",
            #"""
            s.yaml:4:9: nu: expected a number from 0 to 1000000000, found a mapping
              4 | nu: [1, {a: b}, big]
                |         ^
            s.yaml:4:17: nu: expected a number from 0 to 1000000000, found the text "big"
              4 | nu: [1, {a: b}, big]
                |                 ^
            """#),
        Row(base + "measure: decay\ndecay: {samples: 200}\n",
            #"""
            s.yaml:5:18: decay.samples: 200 samples under 3 elements of R4 besides the identity are 600 differences x − gx; expected \#
            at most 512: at most 170 samples
              5 | decay: {samples: 200}
                |                  ^
            """#),
        Row("name: x\ngroups: [R4, T12]\nmethods: [IR]\nmeasure: [LI, decay]\n",
            #"""
            s.yaml:4:10: decay.samples: 64 samples under 11 elements of T12 besides the identity are 704 differences x − gx; expected \#
            at most 512: at most 46 samples
              4 | measure: [LI, decay]
                |          ^
            """#),
        Row(base + "measure: latent\nlatent: {perplexity: 1}\n",
            #"""
            s.yaml:5:22: latent.perplexity: 1 is out of range; expected a number greater than 1 and at most 1000
              5 | latent: {perplexity: 1}
                |                      ^
            """#),
        Row(base + "measure: latent\nlatent: {samples: 20, traced: 2, perplexity: 30}\n",
            #"""
            s.yaml:5:46: latent.perplexity: perplexity 30 needs three times as many points; the samples and the traced orbits of R4 are \#
            26: expected a smaller perplexity or more samples
              5 | latent: {samples: 20, traced: 2, perplexity: 30}
                |                                              ^
            """#),
    ]
}
