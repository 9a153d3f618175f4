//! Reads what the surface tests need of the schema's text.

use std::collections::BTreeSet;

/// A field of a type, or a value of an enum.
pub struct Field {
    pub name: String,
    pub described: bool,
}

/// What stands in `type name { … }` or `enum name { … }`, in its order.
pub fn fields_of(kind: &str, name: &str) -> Vec<Field> {
    let opening = format!("{kind} {name} ");
    let sdl = api::graphql::sdl();
    let mut lines = sdl.lines();
    assert!(lines.any(|line| format!("{line} ").starts_with(&opening)), "there is no {kind} {name}");
    let (mut fields, mut text, mut described, mut depth) = (Vec::new(), false, false, 0_i32);
    for line in lines {
        let line = line.trim();
        if line == "\"\"\"" {
            text = !text;
            described |= depth == 0;
            continue;
        }
        if text {
            continue;
        }
        if line == "}" {
            break;
        }
        if depth == 0 {
            let name: String = line.chars().take_while(|it| it.is_ascii_alphanumeric() || *it == '_').collect();
            fields.push(Field { name, described });
            described = false;
        }
        let count = |wanted: char| i32::try_from(line.matches(wanted).count()).unwrap();
        depth += count('(') - count(')');
    }
    fields
}

/// The names of a type's fields.
pub fn names_of(name: &str) -> BTreeSet<String> {
    fields_of("type", name).into_iter().map(|field| field.name).collect()
}
