# Changes to QuickJS' source, each of which must apply: what Node.js' scripts see of errors is V8's.
# Usage: adapt.sh FILE

set -euo pipefail
file=$1

# change COUNT SCRIPT: runs a sed script and checks how many lines it changed.
change()
{
    sed -E "$2" "$file" > "$file.new"
    local changed
    changed=$(diff "$file" "$file.new" | grep -c '^>' || true)
    [ "$changed" -eq "$1" ] || { echo "changed $changed lines instead of $1: $2" >&2; exit 1; }
    mv "$file.new" "$file"
}

# A stack starts with the error's name and message, as they are when it is first looked at.
change 2 '/^static void build_backtrace\(/i\
#include "error-stack.h"\

'
change 1 '/^static void build_backtrace\(/,/^}/s/dbuf_putc\(&dbuf, .\\0.\);/if (dbuf.size > 0 \&\& dbuf.buf[dbuf.size - 1] == 10) dbuf.size--;\n    &/'
change 1 '/^static void build_backtrace\(/,/^}/s/JS_DefinePropertyValue\(ctx, error_obj, JS_ATOM_stack, str,/define_error_stack(ctx, error_obj, str);/'
change 0 '/define_error_stack\(ctx, error_obj, str\);/{n;d;}'

# Texts of the errors that scripts meet most.
change 1 's/JS_ThrowInternalError\(ctx, "stack overflow"\)/JS_ThrowRangeError(ctx, "Maximum call stack size exceeded")/'
change 1 "s/\"'%s' is not defined\"/\"%s is not defined\"/"
change 1 "s/\"%s is not initialized\"/\"Cannot access '%s' before initialization\"/"
change 1 "s/\"'%s' is read-only\"/\"Cannot assign to read only property '%s'\"/"
change 2 "s/\"cannot read property '%s' of (null|undefined)\"/\"Cannot read properties of \\1 (reading '%s')\"/"
change 2 "s/\"cannot set property '%s' of (null|undefined)\"/\"Cannot set properties of \\1 (setting '%s')\"/"
change 1 's/^( +)JS_ThrowTypeErrorReadOnly\(ctx, JS_PROP_THROW, atom\);$/\1JS_ThrowTypeError(ctx, "Assignment to constant variable.");/'
change 6 's/(js_throw_URIError\(ctx, )"[^"]*"\)/\1"URI malformed")/'
