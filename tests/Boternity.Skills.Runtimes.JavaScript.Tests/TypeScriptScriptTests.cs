namespace Boternity.Skills.Runtimes.JavaScript.Tests;

/// <summary>TypeScript scripts, of which the types are taken away; Node.js 20 runs none to compare with.</summary>
public sealed class TypeScriptScriptTests : IDisposable
{
    // What scripts use of the language, but for what has code of its own, which Code has.
    private const string Library = """
        export interface Named { readonly name: string; tags?: string[] }
        export type Pair<A, B = A> = readonly [A, B];
        export type { Named as Other };
        export abstract class Shape<T extends number = number> implements Named {
          static #made = 0;
          readonly name: string;
          declare hidden: boolean;
          private sides?: T;
          protected constructor(name: string, sides?: T) {
            this.name = name;
            this.sides = sides;
            Shape.#made++;
          }
          abstract area(): number;
          get count(): number | undefined { return this.sides as number | undefined; }
          static made(): number { return Shape.#made; }
        }
        export class Square extends Shape<4> {
          constructor(public_: number) { super("square", 4); this.#side = public_; }
          #side: number;
          override area(this: Square): number { return this.#side ** 2; }
        }
        export function first<T>(items: readonly T[]): T;
        export function first<T>(items: readonly T[], fallback: T): T;
        export function first<T>(items: readonly T[], fallback?: T): T {
          return items.length > 0 ? items[0]! : fallback!;
        }
        export default function pair<A, B>(a: A, b: B): Pair<A, B> { return [a, b] as const; }
        """;

    private const string Main = """
        import * as fs from "node:fs";
        import { join, type ParsedPath } from "path";
        import type { Named } from "./shapes.ts";
        import pair, { Square, Shape, first, type Pair } from "./shapes.ts";

        type Options = { [key: string]: string | number | undefined } & { verbose?: boolean };
        declare const unknown: never;
        const shapes: Array<Shape> = [new Square(3), new Square(1 as number) as Shape];
        const areas = new Map<string, number[]>();
        for (const shape of shapes) {
          areas.set(shape.name, [...(areas.get(shape.name) ?? []), shape.area()]);
        }
        const options: Options = { level: 2 } satisfies Options;
        const isNamed = (x: unknown): x is Named => typeof x === "object" && x !== null && "name" in x;
        function assertText(x: unknown): asserts x is string {
          if (typeof x !== "string") throw new TypeError("no text");
        }
        const compare = <T,>(a: T, b: T): boolean => a < b && b > a;
        let later!: string;
        later = `${first<number>([], 7)} ${compare<number>(1, 2)}`;
        const parts: Pair<string, number> = pair<string, number>("a", 1);
        async function* letters(): AsyncGenerator<string> { for (const c of "ab") yield c; }
        label: for await (const c of letters()) { if (c === "b") break label; }
        assertText(later);
        fs.writeFileSync(join("/tmp", "out.txt"), JSON.stringify({ areas: [...areas], options, parts }));
        console.log(fs.readFileSync("/tmp/out.txt", "utf8"), isNamed(shapes[0]), later, Shape.made());
        console.log((shapes[0] as Square)!.count! < 5 ? "fewer" : "more", process.argv.slice(2) as string[]);
        try {
          assertText(1 as unknown);
        } catch (error: unknown) {
          console.log((error as Error).message, (error as Error).stack!.includes("main.ts:29"));
        }
        """;

    // What has code of its own, and what only looks so.
    private const string Code = """
        export enum Level { Low, Middle = 5, High, // the highest
          Top = High | 8, Name = "n" + "ame", 'a-b' = 20, ["c"], default }
        const enum Flag
        {
          A = 1 << 0,
          B = 1 << 1,
          All = A | B
        }
        enum Empty {}
        declare enum Gone { A }
        namespace Types { export type Id = number; export interface Row { id: Id } namespace Inner { type X = 1; } }
        class Point {
          sum?: number;
          constructor(public x: number, private readonly y = 2, z?: number) { this.sum = x + this.y + (z ?? 0); }
          get both(): [number, number] { return [this.x, this.y]; }
        }
        class Named extends Point {
          constructor(protected override readonly x: number, public name: string | undefined, readonly = 1) {
            const half = x / 2
            super(half, readonly)
            this.name += "!";
          }
        }
        const enumeration = "enum";
        class Plain { constructor(readonly, declare) { this.all = [readonly, declare]; } }
        const row: Types.Row = { id: Flag.All };
        console.log(Level.Low, Level[6], Level.Top, Level.Name, Level['a-b'], Level.c, Level.default, row.id, Empty);
        console.log(new Point(1).both, new Point(1, 3, 4).sum, JSON.stringify(new Named(4, "ä")), new Plain(1, 2).all);
        console.log(Object.keys(Level).length, new Error("x").stack!.includes("main.ts:29"), enumeration);
        """;

    private readonly JavaScriptBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Test]
    public async Task Run_EsModule_IsRunWithoutItsTypes()
    {
        InstalledSkill skill = await _bench.InstallAsync(
            "typed", ("scripts/main.ts", Main), ("scripts/shapes.ts", Library));

        Assert.That(skill.Scripts.SelectMany(static script => script.Findings), Is.Empty);
        SkillScriptResult result = await _bench.Executor.ExecuteScriptAsync(
            skill, "scripts/main.ts", new SkillScriptOptions { Arguments = ["x"] });

        Assert.That(result.ErrorText, Is.Empty);
        Assert.That(
            result.OutputText,
            Is.EqualTo(
                "{\"areas\":[[\"square\",[9,1]]],\"options\":{\"level\":2},\"parts\":[\"a\",1]} true 7 true 2\n"
                + "fewer [ 'x' ]\nno text true\n"));
    }

    [TestCase("main.ts", "helper.ts")]
    [TestCase("main.cts", "helper.cts")]
    public async Task Run_CommonJs_IsRunWithoutItsTypes(string main, string helper)
    {
        InstalledSkill skill = await _bench.InstallAsync(
            $"common-{main[5..]}",
            ($"scripts/{main}", $$"""
                const path: typeof import("path") = require("path");
                const { double } = require("./{{helper}}") as { double: (n: number) => number };
                interface Row { id: number }
                const rows: Row[] = [{ id: double(2) }];
                module.exports = rows as readonly Row[];
                console.log(rows.map((row: Row): string => `${row.id}`).join(), path.basename(__filename));
                """),
            ($"scripts/{helper}", "exports.double = function (n: number): number { return n * 2; };\n"));

        SkillScriptResult result = await _bench.Executor.ExecuteScriptAsync(skill, $"scripts/{main}");

        Assert.That(result.ErrorText, Is.Empty);
        Assert.That(result.OutputText, Is.EqualTo($"4 {main}\n"));
    }

    [Test]
    public async Task Run_EnumsAndParameterProperties_HaveTheirCode()
    {
        InstalledSkill skill = await _bench.InstallAsync("coded", ("scripts/main.ts", Code));

        Assert.That(skill.Scripts.SelectMany(static script => script.Findings), Is.Empty);
        SkillScriptResult result = await _bench.Executor.ExecuteScriptAsync(skill, "scripts/main.ts");

        Assert.That(result.ErrorText, Is.Empty);
        Assert.That(
            result.OutputText,
            Is.EqualTo(
                "0 High 14 name 20 21 22 3 {}\n"
                + "[ 1, 2 ] 8 {\"sum\":3,\"x\":4,\"y\":1,\"name\":\"ä!\"} [ 1, 2 ]\n"
                + "15 true enum\n"));
    }
}
