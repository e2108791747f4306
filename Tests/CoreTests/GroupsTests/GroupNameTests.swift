import Core
import Foundation
import Testing

@Suite struct GroupNameTests {
    @Test(arguments: [
        ("R4", "R4", 4), ("D4", "D4", 8), ("F2", "F2", 2), ("T2", "T2", 2), ("T3", "T3", 3), ("T3x", "T3", 3),
        ("T3y", "T3y", 3), ("T36", "T36", 36), ("T12y", "T12y", 12),
    ])
    func known(text: String, canonical: String, order: Int) throws {
        let name = try #require(GroupName(text))
        #expect(name.description == canonical)
        #expect(name.order == order)
        #expect(GroupName(canonical) == name)
    }

    @Test(arguments: [
        "", "R", "R3", "r4", "R4 ", " R4", "D8", "F", "T", "Tx", "Ty", "T0", "T1", "T03", "T-3", "T+3", "T3z", "T3xy",
        "T3Y", "T3.0", "T٣", "T99999999999999999999", "X4",
    ])
    func unknown(text: String) {
        #expect(GroupName(text) == nil)
    }

    @Test func axesAreDifferentGroups() {
        #expect(GroupName("T3") == GroupName("T3x"))
        #expect(GroupName("T3") != GroupName("T3y"))
    }

    @Test func codedAsItsCanonicalText() throws {
        let names = ["R4", "T3x", "T4y", "D4", "F2"].compactMap { GroupName($0) }
        let data = try JSONEncoder().encode(names)
        #expect(String(decoding: data, as: UTF8.self) == #"["R4","T3","T4y","D4","F2"]"#)
        #expect(try JSONDecoder().decode([GroupName].self, from: data) == names)
        #expect {
            try JSONDecoder().decode([GroupName].self, from: Data(#"["R5"]"#.utf8))
        } throws: { error in
            guard case DecodingError.dataCorrupted(let context) = error else { return false }
            return context.debugDescription == "'R5' names no group"
        }
    }
}
