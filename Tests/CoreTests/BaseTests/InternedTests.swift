import Testing

@testable import Core

@Suite struct InternedTests {
    @Test func `one copy of each`() async {
        let pool = InternPool<String, [Int]>()
        let first = pool.value("a", [1])
        #expect(pool.value("a", [2]) == first && first.value == [1])
        #expect(pool.value("b", [1]) != first)
        let found = await withTaskGroup { group in
            for number in 0 ..< 100 { group.addTask { pool.value("c\(number % 3)", [number % 3]) } }
            return await group.reduce(into: Set<Interned<[Int]>>()) { $0.insert($1) }
        }
        #expect(Set(found.map(\.value)) == [[0], [1], [2]] && found.count == 3)
    }
}
