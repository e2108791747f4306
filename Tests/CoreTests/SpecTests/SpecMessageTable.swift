/// Rows of `SpecMessageTests`: a sweep file, `--set`s, and every word that is answered.
enum SpecMessageTable {
    typealias Row = SpecMessageRow
    static let base = SpecMessageRow.base

    /// Keys that are unknown, missing, duplicate or at odds.
    static let keys: [Row] = [
        Row("methdos: [WT]\nname: x\ngroups: [R4]\n",
            #"""
            s.yaml:1:1: methdos: unknown key; did you mean methods?
              1 | methdos: [WT]
                | ^
            """#),
        Row(base + "seed: [0]\n",
            #"""
            s.yaml:4:1: seed: unknown key; did you mean seeds?
              4 | seed: [0]
                | ^
            """#),
        Row(base + "frobnicate: 1\n",
            #"""
            s.yaml:4:1: frobnicate: unknown key; the keys here are name, data, groups, methods, seeds, nu, regularisers, regulariser, \#
            training, saliency, measure, layer_LI, drift, latent, saliency_maps, decay, variants, limits
              4 | frobnicate: 1
                | ^
            """#),
        Row(base + "epochs: 10\n",
            #"""
            s.yaml:4:1: epochs: unknown key; did you mean training.epochs?
              4 | epochs: 10
                | ^
            """#),
        // Below a key without a value its own keys are meant, whatever else is spelt alike; below others they are not.
        Row(base + "data:\nsource: strokes\ntrain: 1000\n",
            #"""
            s.yaml:4:6: data: expected a word, or the keys source, fallback, train, test, validation, split_seed, pad, found nothing
              4 | data:
                |      ^
            s.yaml:5:1: source: unknown key; did you mean data.source?
              5 | source: strokes
                | ^
            s.yaml:6:1: train: unknown key; did you mean data.train?
              6 | train: 1000
                | ^
            """#),
        Row(base + "data:\nseeds: 1\ntrain: 5\n",
            #"""
            s.yaml:4:6: data: expected a word, or the keys source, fallback, train, test, validation, split_seed, pad, found nothing
              4 | data:
                |      ^
            s.yaml:6:1: train: unknown key; did you mean training?
              6 | train: 5
                | ^
            """#),
        Row(base + "training: {epohcs: 10}\n",
            #"""
            s.yaml:4:12: training.epohcs: unknown key; did you mean training.epochs?
              4 | training: {epohcs: 10}
                |            ^
            """#),
        Row(base + "data: {sorce: mnist}\n",
            #"""
            s.yaml:4:8: data.sorce: unknown key; did you mean data.source?
              4 | data: {sorce: mnist}
                |        ^
            """#),
        Row(base + "nu: {smalest: SI >= 0.95}\n",
            #"""
            s.yaml:4:6: nu.smalest: unknown key; did you mean nu.smallest?
              4 | nu: {smalest: SI >= 0.95}
                |      ^
            """#),
        Row(base + "regularizer: kl\n",
            #"""
            s.yaml:4:1: regularizer: unknown key; did you mean regulariser?
              4 | regularizer: kl
                | ^
            """#),
        Row("groups: [R4]\nmethods: [WT]\n",
            #"""
            s.yaml:1:1: name: missing; add for instance name: nu_search
              1 | groups: [R4]
                | ^
            """#),
        Row("seeds: 2\n",
            #"""
            s.yaml:1:1: name: missing; add for instance name: nu_search
              1 | seeds: 2
                | ^
            s.yaml:1:1: groups: missing; add for instance groups: [R4, T3]
              1 | seeds: 2
                | ^
            s.yaml:1:1: methods: missing; add for instance methods: [WT, DA, IR]
              1 | seeds: 2
                | ^
            """#),
        Row(base + "seeds: 2\nmeasure: [SI]\nseeds: 3\n",
            #"""
            s.yaml:6:1: seeds: duplicate key; it was given before at line 4, column 1. Delete one of the two
              6 | seeds: 3
                | ^
            """#),
        Row(base + "training:\n  epochs: 1\n  batch: 2\n  epochs: 2\n  batch: 3\n",
            #"""
            s.yaml:7:3: training.epochs: duplicate key; it was given before at line 5, column 3. Delete one of the two
              7 |   epochs: 2
                |   ^
            s.yaml:8:3: training.batch: duplicate key; it was given before at line 6, column 3. Delete one of the two
              8 |   batch: 3
                |   ^
            """#),
        Row(base + "seeds: 2\n\"seeds\": 3\nseeds: 4\n",
            #"""
            s.yaml:5:1: seeds: duplicate key; it was given before at line 4, column 1. Delete one of the two
              5 | "seeds": 3
                | ^
            s.yaml:6:1: seeds: duplicate key; it was given before at line 4, column 1. Delete one of the two
              6 | seeds: 4
                | ^
            """#),
        Row(base + "training: {epochs: 1, epochs: 2, batch: many}\n",
            #"""
            s.yaml:4:23: training.epochs: duplicate key; it was given before at line 4, column 12. Delete one of the two
              4 | training: {epochs: 1, epochs: 2, batch: many}
                |                       ^
            s.yaml:4:41: training.batch: expected a whole number from 1 to 1000000, found the text "many"
              4 | training: {epochs: 1, epochs: 2, batch: many}
                |                                         ^
            """#),
        Row(base + "regulariser: kl\nregularisers: [logit]\n",
            #"""
            s.yaml:4:1: regulariser: cannot stand beside regularisers; keep one of the two
              4 | regulariser: kl
                | ^
            """#),
        Row(base + "nu: {logspace: [1, 10, 3], from: 1}\n",
            #"""
            s.yaml:4:28: nu.from: cannot stand beside nu.logspace; keep one of the two
              4 | nu: {logspace: [1, 10, 3], from: 1}
                |                            ^
            """#),
        Row(base + "[a, b]: 1\n",
            #"""
            s.yaml:4:1: expected a key, found a list
              4 | [a, b]: 1
                | ^
            """#),
        Row(base + "training:\n  <<: 3\n",
            #"""
            s.yaml:5:7: training: expected an alias of a mapping after <<, found the number 3
              5 |   <<: 3
                |       ^
            """#),
    ]

    /// Values of another type than asked.
    static let types: [Row] = [
        Row(base + "training: {epochs: many}\n",
            #"""
            s.yaml:4:20: training.epochs: expected a whole number from 1 to 1000000, found the text "many"
              4 | training: {epochs: many}
                |                    ^
            """#),
        Row(base + "training: {epochs: \"10\"}\n",
            #"""
            s.yaml:4:20: training.epochs: expected a whole number from 1 to 1000000, found the text "10"; write 10 without the quotes
              4 | training: {epochs: "10"}
                |                    ^
            """#),
        // Without quotes it would not do either.
        Row(base + "training: {epochs: \"0\"}\n",
            #"""
            s.yaml:4:20: training.epochs: expected a whole number from 1 to 1000000, found the text "0"
              4 | training: {epochs: "0"}
                |                    ^
            """#),
        Row(base + "training: {epochs: 1.5}\n",
            #"""
            s.yaml:4:20: training.epochs: expected a whole number from 1 to 1000000, found the number 1.5
              4 | training: {epochs: 1.5}
                |                    ^
            """#),
        Row(base + "training: {epochs: [1]}\n",
            #"""
            s.yaml:4:20: training.epochs: expected a whole number from 1 to 1000000, found a list
              4 | training: {epochs: [1]}
                |                    ^
            """#),
        Row(base + "training: {epochs: }\n",
            #"""
            s.yaml:4:20: training.epochs: expected a whole number from 1 to 1000000, found nothing
              4 | training: {epochs: }
                |                    ^
            """#),
        Row(base + "training: 300\n",
            #"""
            s.yaml:4:11: training: expected the keys epochs, batch, learning_rate, hidden, initialisation, pooling, weight_decay, \#
            track_sigma_max, found the number 300
              4 | training: 300
                |           ^
            """#),
        Row(base + "training:\n",
            #"""
            s.yaml:4:10: training: expected the keys epochs, batch, learning_rate, hidden, initialisation, pooling, weight_decay, \#
            track_sigma_max, found nothing
              4 | training:
                |          ^
            """#),
        Row(base + "training: {learning_rate: fast}\n",
            #"""
            s.yaml:4:27: training.learning_rate: expected a number greater than 0 and at most 10, found the text "fast"
              4 | training: {learning_rate: fast}
                |                           ^
            """#),
        Row(base + "training: {hidden: {a: 1}}\n",
            #"""
            s.yaml:4:20: training.hidden: expected a list, each entry a whole number from 1 to 4096, found a mapping
              4 | training: {hidden: {a: 1}}
                |                    ^
            """#),
        Row(base + "data: [mnist]\n",
            #"""
            s.yaml:4:7: data: expected a word, or the keys source, fallback, train, test, validation, split_seed, pad, found a list
              4 | data: [mnist]
                |       ^
            """#),
        Row("name: [x]\ngroups: [R4]\nmethods: [IR]\n",
            #"""
            s.yaml:1:7: name: expected a name of letters, digits, '-', '_' and '.', found a list
              1 | name: [x]
                |       ^
            """#),
        Row("name:\ngroups: [R4]\nmethods: [IR]\n",
            #"""
            s.yaml:1:6: name: expected a name of letters, digits, '-', '_' and '.', found nothing
              1 | name:
                |      ^
            """#),
        Row("name: x\ngroups: {R4: 1}\nmethods: [IR]\n",
            #"""
            s.yaml:2:9: groups: expected a list, each entry a group such as R4 or T3, or {name: mine, permutations: my_group.txt}, found \#
            a mapping
              2 | groups: {R4: 1}
                |         ^
            """#),
        Row("name: x\ngroups: [[R4]]\nmethods: [IR]\n",
            #"""
            s.yaml:2:10: groups: expected a group such as R4 or T3, or {name: mine, permutations: my_group.txt}, found a list
              2 | groups: [[R4]]
                |          ^
            """#),
        Row(base + "nu: big\n",
            #"""
            s.yaml:4:5: nu: expected a number from 0 to 1000000000, or a list, each entry a number from 0 to 1000000000, or the keys \#
            smallest, on, from, to, within, max_probes, logspace, found the text "big"
              4 | nu: big
                |     ^
            """#),
        Row(base + "seeds: [a]\n",
            #"""
            s.yaml:4:9: seeds: expected a whole number from 0 to 9007199254740991, found the text "a"
              4 | seeds: [a]
                |         ^
            """#),
    ]

    /// Numbers out of range; each message tells the range.
    static let ranges: [Row] = [
        Row(base + "training: {epochs: 0}\n",
            #"""
            s.yaml:4:20: training.epochs: 0 is out of range; expected a whole number from 1 to 1000000
              4 | training: {epochs: 0}
                |                    ^
            """#),
        Row(base + "training: {epochs: -3}\n",
            #"""
            s.yaml:4:20: training.epochs: -3 is out of range; expected a whole number from 1 to 1000000
              4 | training: {epochs: -3}
                |                    ^
            """#),
        Row(base + "training: {epochs: 99999999999999999999}\n",
            #"""
            s.yaml:4:20: training.epochs: 99999999999999999999 is out of range; expected a whole number from 1 to 1000000
              4 | training: {epochs: 99999999999999999999}
                |                    ^
            """#),
        Row(base + "training: {learning_rate: 0}\n",
            #"""
            s.yaml:4:27: training.learning_rate: 0 is out of range; expected a number greater than 0 and at most 10
              4 | training: {learning_rate: 0}
                |                           ^
            """#),
        Row(base + "training: {learning_rate: .inf}\n",
            #"""
            s.yaml:4:27: training.learning_rate: .inf is not finite; expected a number greater than 0 and at most 10
              4 | training: {learning_rate: .inf}
                |                           ^
            """#),
        Row(base + "training: {learning_rate: 1e999}\n",
            #"""
            s.yaml:4:27: training.learning_rate: 1e999 is not finite; expected a number greater than 0 and at most 10
              4 | training: {learning_rate: 1e999}
                |                           ^
            """#),
        Row(base + "training: {hidden: [128, 0]}\n",
            #"""
            s.yaml:4:26: training.hidden: 0 is out of range; expected a whole number from 1 to 4096
              4 | training: {hidden: [128, 0]}
                |                          ^
            """#),
        Row(base + "data: {pad: 100}\n",
            #"""
            s.yaml:4:13: data.pad: 100 is out of range; expected a whole number from 0 to 64
              4 | data: {pad: 100}
                |             ^
            """#),
        Row(base + "data: {split_seed: -1}\n",
            #"""
            s.yaml:4:20: data.split_seed: -1 is out of range; expected a whole number from 0 to 9007199254740991
              4 | data: {split_seed: -1}
                |                    ^
            """#),
        Row(base + "seeds: 0\n",
            #"""
            s.yaml:4:8: seeds: 0 is out of range; expected a whole number from 1 to 10000
              4 | seeds: 0
                |        ^
            """#),
        Row(base + "seeds: [-1]\n",
            #"""
            s.yaml:4:9: seeds: -1 is out of range; expected a whole number from 0 to 9007199254740991
              4 | seeds: [-1]
                |         ^
            """#),
        Row(base + "nu: -1\n",
            #"""
            s.yaml:4:5: nu: -1 is out of range; expected a number from 0 to 1000000000
              4 | nu: -1
                |     ^
            """#),
        Row(base + "nu: .nan\n",
            #"""
            s.yaml:4:5: nu: .nan is not finite; expected a number from 0 to 1000000000
              4 | nu: .nan
                |     ^
            """#),
        Row(base + "nu: {from: 0}\n",
            #"""
            s.yaml:4:12: nu.from: 0 is out of range; expected a number from 1e-09 to 1000000000
              4 | nu: {from: 0}
                |            ^
            """#),
        Row(base + "nu: {within: 1}\n",
            #"""
            s.yaml:4:14: nu.within: 1 is out of range; expected a number from 1.001 to 1000
              4 | nu: {within: 1}
                |              ^
            """#),
        Row(base + "nu: {max_probes: 0}\n",
            #"""
            s.yaml:4:18: nu.max_probes: 0 is out of range; expected a whole number from 1 to 1000
              4 | nu: {max_probes: 0}
                |                  ^
            """#),
        Row(base + "nu: {from: 10, to: 1}\n",
            #"""
            s.yaml:4:12: nu: the bounds are reversed: from 10 must be less than to 1
              4 | nu: {from: 10, to: 1}
                |            ^
            """#),
        Row(base + "nu: {from: 2000}\n",
            #"""
            s.yaml:4:12: nu: the bounds are reversed: from 2000 must be less than to 1000
              4 | nu: {from: 2000}
                |            ^
            """#),
        Row(base + "nu: {logspace: [1, 10]}\n",
            #"""
            s.yaml:4:16: nu.logspace: expected a list of a number from 1e-09 to 1000000000, a number from 1e-09 to 1000000000, a whole \#
            number from 2 to 1000, found 2 entries
              4 | nu: {logspace: [1, 10]}
                |                ^
            """#),
        Row(base + "nu: {logspace: [1, 10, 1]}\n",
            #"""
            s.yaml:4:24: nu.logspace: 1 is out of range; expected a whole number from 2 to 1000
              4 | nu: {logspace: [1, 10, 1]}
                |                        ^
            """#),
        Row(base + "nu: {logspace: [1, 1.001, 9]}\n",
            #"""
            s.yaml:4:16: nu.logspace: 9 points lie closer than four significant digits can tell apart; ask for fewer
              4 | nu: {logspace: [1, 1.001, 9]}
                |                ^
            """#),
        Row(base + "saliency: {threshold: 1.5, steps: 0}\n",
            #"""
            s.yaml:4:23: saliency.threshold: 1.5 is out of range; expected a number from 0 to 1
              4 | saliency: {threshold: 1.5, steps: 0}
                |                       ^
            s.yaml:4:35: saliency.steps: 0 is out of range; expected a whole number from 1 to 10000
              4 | saliency: {threshold: 1.5, steps: 0}
                |                                   ^
            """#),
    ]
}
