import Testing

@testable import Core

@Suite struct FaultPlanTests {
    private func plan(_ text: String) throws(FaultError) -> FaultPlan {
        try FaultPlan(environment: [FaultPlan.variable: text])
    }

    @Test func `reads every action`() throws {
        #expect(try FaultPlan(environment: [:]).faults.isEmpty)
        #expect(try plan(" ; ").faults.isEmpty)
        let read = try plan("trap@R4 DA seed 1:3; hang-once@R4 IR logit ν=0.5 seed 0:measure;slow(20)@x:0;exit@x:measure+128")
        #expect(
            read.faults == [
                .init(action: .trap, once: false, job: "R4 DA seed 1", place: .epoch(3)),
                .init(action: .hang, once: true, job: "R4 IR logit ν=0.5 seed 0", place: .measuring(0)),
                .init(action: .slow(20), once: false, job: "x", place: .epoch(0)),
                .init(action: .exit, once: false, job: "x", place: .measuring(128)),
            ])
        for (word, action) in [("throw", .throw), ("diverge", .diverge), ("exit", .exit), ("oom-kill", .kill)]
            as [(String, FaultPlan.Action)]
        {
            #expect(try plan("\(word)@x:1").faults.map(\.action) == [action])
        }
    }

    @Test(arguments: [
        ("trap", "expected an action"), ("trap@x", "expected an action"), ("boom@x:1", "unknown action 'boom'"),
        ("trap@:1", "no job's label"), ("trap@x:-1", "expected an epoch"), ("trap@x:last", "expected an epoch"),
        ("trap@x:measure+", "expected an epoch, 'measure'"), ("trap@x:measure+-1", "expected an epoch, 'measure'"),
        ("trap@x:measured", "expected an epoch, 'measure'"),
        ("slow(-1)@x:1", "unknown action"), ("slow@x:1", "unknown action"),
    ])
    func `says what is wrong with a text`(_ text: String, _ problem: String) throws {
        let error = #expect(throws: FaultError.self) { try plan("trap@y:1; \(text)") }
        #expect(error?.description.contains(problem) == true, "\(String(describing: error))")
        #expect(error?.description.contains("'\(text)'") == true)
    }
}

@Suite struct FaultOutcomeTests {
    private func course(_ fault: String) throws -> RunBench.Course {
        var bench = try RunBench(methods: [.DA], seeds: [0, 1])
        bench.spec.limits.retries = 0
        bench.faults = try FaultPlan(environment: [FaultPlan.variable: fault])
        return try bench.run()
    }

    @Test func `thrown and diverging jobs fail by kind, and the others do not`() throws {
        for (fault, kind, stage) in [
            ("throw@R4 DA seed 1:1", .error, "training"), ("diverge@R4 DA seed 1:2", .diverged, "training"),
            ("throw@R4 DA seed 1:measure", .error, "measuring test"),
        ] as [(String, FailureKind, String)] {
            let course = try course(fault)
            #expect(course.added.failed.map(\.job.label) == ["R4 DA seed 1"], "\(fault)")
            #expect(course.added.failed.map(\.kind) == [kind], "\(fault)")
            #expect(course.added.failed.map(\.stage) == [stage], "\(fault)")
            #expect(course.added.evaluated.count == 1)
            #expect(course.runner.failures.count == 1)
        }
    }
}
