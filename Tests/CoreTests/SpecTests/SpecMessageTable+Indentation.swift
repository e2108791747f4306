extension SpecMessageTable {
    /// Lines that are set in too far, or too little.
    static let indentation: [Row] = [
        Row("name: x\n  seeds: 2\ngroups: [R4]\nmethods: [IR]\n",
            #"""
            s.yaml:2:3: not valid YAML: this line is indented too far: found column 3, expected column 1 as line 1
              2 |   seeds: 2
                |   ^
            """#),
        Row("name: x\ngroups: [R4]\n methods: [IR]\n",
            #"""
            s.yaml:3:2: not valid YAML: this line is indented too far: found column 2, expected column 1 as line 2
              3 |  methods: [IR]
                |  ^
            """#),
        Row("name: x\ngroups: [R4]\nmethods: [IR]\ntraining:\n  epochs: 3\n   batch: 20\n",
            #"""
            s.yaml:6:4: not valid YAML: this line is indented too far: found column 4, expected column 3 as line 5
              6 |    batch: 20
                |    ^
            """#),
        Row("name: x\ngroups: [R4]\nmethods: [IR]\ntraining:\n  epochs: 3\n batch: 20\n",
            #"""
            s.yaml:6:2: not valid YAML: this line is indented too far or too little: found column 2, expected column 3 as line 5, or \#
            column 1 as line 4
              6 |  batch: 20
                |  ^
            """#),
        Row("  name: x\ngroups: [R4]\nmethods: [IR]\n",
            #"""
            s.yaml:1:3: not valid YAML: this line is indented too far: found column 3, expected column 1 as line 2
              1 |   name: x
                |   ^
            """#),
        Row("name: x\ngroups:\n  - R4\n - T3\nmethods: [IR]\n",
            #"""
            s.yaml:4:2: not valid YAML: this line is indented too little: found column 2, expected column 3 as line 3
              4 |  - T3
                |  ^
            """#),
        Row("name: x\ngroups:\n  - R4\n   - T3\nmethods: [IR]\n",
            #"""
            s.yaml:4:4: not valid YAML: this line is indented too far: found column 4, expected column 3 as line 3
              4 |    - T3
                |    ^
            """#),
        Row("name: x\ngroups:\n  - {name: a, permutations: b}\n    - R4\nmethods: [IR]\n",
            #"""
            s.yaml:4:5: not valid YAML: this line is indented too far: found column 5, expected column 3 as line 3
              4 |     - R4
                |     ^
            """#),
        // Here something else is wrong.
        Row("name: x\ntraining\n  epochs: 3\n",
            #"""
            s.yaml:2:1: not valid YAML: no ':' behind this key; expected key: value
              2 | training
                | ^
            """#),
    ]
}
