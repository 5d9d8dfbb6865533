namespace Boternity.Skills.Tool.Commands;

/// <summary>What <c>boternity new</c> writes.</summary>
internal static class Templates
{
    public static Template Of(string kind, string name) => kind switch
    {
        "py" => Script(name, "greet.py", """
            import sys

            name = sys.argv[1] if len(sys.argv) > 1 else "world"
            print(f"Hello, {name}!")

            """),
        "js" => Script(name, "greet.js", """
            const name = process.argv[2] ?? "world";
            console.log(`Hello, ${name}!`);

            """),
        "py-tool" => Source(name, "skill.py", """
            # boternity has the host's functions: read_file, http_get, get_secret, log and others.
            # import boternity


            def execute(text):
                return text.upper()

            """),
        "js-tool" => Source(name, "skill.js", """
            // The host's functions: readFile, httpGet, getSecret, log and others.
            // import { log } from "boternity:skill/host";

            export function execute(input) {
              return input.toUpperCase();
            }

            """),
        "c" => Program(name, "skill.c", """
            #include <ctype.h>
            #include <stdio.h>

            // Standard input is the input, standard output the answer, an exit code that is not 0 an error.
            int main(void) {
                for (int c; (c = getchar()) != EOF;) {
                    putchar(toupper(c));
                }
                return 0;
            }

            """, """
            #!/bin/sh
            # Debian: apt-get install clang lld wasi-libc libclang-rt-dev-wasm32
            set -eu
            cd "$(dirname "$0")"
            clang --target=wasm32-wasi --sysroot=/usr -O2 skill.c -o skill.wasm

            """),
        "rust" => Program(name, "skill.rs", """
            use std::io::{self, Read};

            // Standard input is the input, standard output the answer, an exit code that is not 0 an error.
            fn main() -> io::Result<()> {
                let mut input = String::new();
                io::stdin().read_to_string(&mut input)?;
                print!("{}", input.to_uppercase());
                Ok(())
            }

            """, """
            #!/bin/sh
            # rustup target add wasm32-wasip1
            set -eu
            cd "$(dirname "$0")"
            rustc --target wasm32-wasip1 -O skill.rs -o skill.wasm

            """),
        _ => new Template(
            [
                ("SKILL.md", Manifest(name, "prompt", "What a model should do, step by step.")),
            ],
            $"boternity check {name}"),
    };

    private static Template Script(string name, string file, string source) => new(
        [
            ("SKILL.md", Manifest(name, "prompt", $"Run `scripts/{file} NAME`, and say what it printed.")),
            ($"scripts/{file}", source),
        ],
        $"boternity script {name} scripts/{file} -- you");

    private static Template Source(string name, string file, string source) => new(
        [
            ("SKILL.md", Manifest(name, "tool", "Input: a text. Output: the same in capitals.")),
            (file, source),
        ],
        $"boternity run {name} --input hello");

    private static Template Program(string name, string file, string source, string build) => new(
        [
            ("SKILL.md", Manifest(name, "tool", "Input: a text. Output: the same in capitals.")),
            (file, source),
            ("build.sh", build),
        ],
        $"{name}/build.sh && boternity run {name} --input hello");

    private static string Manifest(string name, string type, string body) => $"""
        ---
        name: {name}
        description: Say what it does and when to use it.
        metadata:
          skill-type: {type}
        ---

        # {name}

        {body}

        """;

    /// <summary>The files of a skill, and the command that tries it.</summary>
    internal sealed record Template(IReadOnlyList<(string Path, string Text)> Files, string Next);
}
