import Foundation

/// A program on the PATH.
func tool(_ name: String) -> URL? {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        .map { URL(fileURLWithPath: String($0)).appendingPathComponent(name) }
        .first { FileManager.default.isExecutableFile(atPath: $0.path) }
}

struct ToolFailure: Error, CustomStringConvertible {
    let tool: String
    let status: Int32
    let errors: String

    var description: String { "\(tool) failed with status \(status): \(errors)" }
}

/// Runs a program to its end and returns its output.
@discardableResult
func run(_ tool: URL, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = tool
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    let errors = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    _ = FileManager.default.createFile(atPath: errors.path, contents: nil)
    defer { try? FileManager.default.removeItem(at: errors) }
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    // Read before waiting: a full pipe would stop the tool.
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
        throw ToolFailure(
            tool: tool.lastPathComponent, status: process.terminationStatus,
            errors: String(decoding: (try? Data(contentsOf: errors)) ?? Data(), as: UTF8.self))
    }
    return String(decoding: data, as: UTF8.self)
}
