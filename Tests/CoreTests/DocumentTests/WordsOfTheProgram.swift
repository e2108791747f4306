@testable import Core

/// What sweep files may say.
enum WordsOfTheProgram {
    static let all =
        Measure.allCases.map(\.rawValue) + Analysis.allCases.map(\.rawValue) + Regulariser.allCases.map(\.rawValue)
        + DatasetName.allCases.map(\.rawValue) + Method.allCases.map(\.rawValue) + GroupName.examples

    static let keys = SweepSchema.allKeys.map(\.path)
}
