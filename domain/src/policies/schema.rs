//! The shape of a policy's value: a JSON Schema, compiled once, that can neither reach the network nor run away.

use std::fmt;

use jsonschema::{Draft, PatternOptions, Validator};
use serde_json::Value;

use crate::kernel::json;
use crate::kernel::{Code, Violation, Violations};

const MAX_SCHEMA_BYTES: usize = 32 * 1024;
const MAX_VALUE_BYTES: usize = 64 * 1024;
const MAX_DEPTH: usize = 32;
/// How many nodes a schema may have once its references are followed.
const MAX_NODES: usize = 4_000;
const MAX_MESSAGES: usize = 20;
const MAX_MESSAGE: usize = 300;
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// A compiled JSON Schema (draft 2020-12).
///
/// References stay inside the schema (`#` or `#/…`) and may not lead back to themselves; patterns are matched in linear
/// time; the size and depth of schema and value are bounded. So checking a value always ends, and soon.
pub struct ValueSchema(Validator);

impl fmt::Debug for ValueSchema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ValueSchema").finish_non_exhaustive()
    }
}

impl ValueSchema {
    /// Compiles a schema.
    ///
    /// # Errors
    /// `PoliciesSchemaInvalid`: not a JSON Schema, too large or too deep, or with a reference that leaves it, leads nowhere
    /// or leads back to itself.
    pub fn compile(schema: &Value) -> Result<Self, Violation> {
        let refuse = |why: String| Violation::new(Code::PoliciesSchemaInvalid, "schema", why);
        if !schema.is_object() {
            return Err(refuse("a schema is a JSON object".into()));
        }
        if json::depth(schema, MAX_DEPTH + 1) > MAX_DEPTH {
            return Err(refuse(format!("a schema is at most {MAX_DEPTH} levels deep")));
        }
        if schema.to_string().len() > MAX_SCHEMA_BYTES {
            return Err(refuse(format!("a schema is at most {MAX_SCHEMA_BYTES} bytes long")));
        }
        Walk { root: schema, left: MAX_NODES }.visit(schema, MAX_DEPTH * 2).map_err(refuse)?;
        jsonschema::options()
            .with_draft(Draft::Draft202012)
            .offline()
            .with_pattern_options(PatternOptions::regex().size_limit(1 << 20).dfa_size_limit(1 << 20))
            .build(schema)
            .map(Self)
            .map_err(|error| refuse(shorten(&format!("{} (at `{}`)", error.masked(), error.instance_path()))))
    }

    /// Checks a value.
    ///
    /// # Errors
    /// `PoliciesValueInvalid` for each fault (at most 20), with the path to it in `field`, from `value` on.
    pub fn check(&self, value: &Value) -> Result<(), Violations> {
        let mut broken = Violations::default();
        if json::depth(value, MAX_DEPTH + 1) > MAX_DEPTH {
            broken.add(Code::PoliciesValueInvalid, "value", format!("a value is at most {MAX_DEPTH} levels deep"));
            return broken.check();
        }
        if value.to_string().len() > MAX_VALUE_BYTES {
            broken.add(Code::PoliciesValueInvalid, "value", format!("a value is at most {MAX_VALUE_BYTES} bytes long"));
            return broken.check();
        }
        for error in self.0.iter_errors(value).take(MAX_MESSAGES) {
            let path = error.instance_path().to_string();
            let place = if path.is_empty() { String::new() } else { format!("at `{path}`: ") };
            let mut violation =
                Violation::new(Code::PoliciesValueInvalid, "value", shorten(&format!("{place}{error}")));
            // Not through the dotted constructor: a key of the value may have dots of its own.
            violation.field.extend(path.split('/').skip(1).map(unescape));
            broken.0.push(violation);
        }
        broken.check()
    }
}

/// A token of a JSON Pointer as the key it stands for.
fn unescape(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(MAX_MESSAGE).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// Walks a schema with its references followed, and gives up when that costs more than a sane schema can.
struct Walk<'a> {
    root: &'a Value,
    left: usize,
}

impl<'a> Walk<'a> {
    /// Visits a node and all it leads to; `depth` is how many more levels it may go down.
    fn visit(&mut self, node: &'a Value, depth: usize) -> Result<(), String> {
        let runs_away =
            || "references lead back to themselves, or the schema is too large once they are followed".to_owned();
        self.left = self.left.checked_sub(1).ok_or_else(runs_away)?;
        let depth = depth.checked_sub(1).ok_or_else(runs_away)?;
        match node {
            Value::Array(items) => items.iter().try_for_each(|item| self.visit(item, depth)),
            Value::Object(map) => map.iter().try_for_each(|(keyword, value)| {
                self.keyword(keyword, value, depth)?;
                self.visit(value, depth)
            }),
            _ => Ok(()),
        }
    }

    fn keyword(&mut self, keyword: &str, value: &'a Value, depth: usize) -> Result<(), String> {
        // A property may be called `$ref`; its schema is then an object, not a text.
        let Some(text) = value.as_str() else {
            return Ok(());
        };
        match keyword {
            "$ref" => {
                let target = text
                    .strip_prefix('#')
                    .ok_or_else(|| format!("`$ref` may only point into the same schema (`#/…`), not to `{text}`"))?;
                let target =
                    self.root.pointer(target).ok_or_else(|| format!("`$ref` to `{text}` points at nothing"))?;
                self.visit(target, depth)
            }
            "$schema" if text.trim_end_matches('#') == DIALECT => Ok(()),
            "$schema" => Err(format!("`$schema` may only be `{DIALECT}`")),
            "$id" | "$anchor" | "$dynamicRef" | "$dynamicAnchor" | "$recursiveRef" => {
                Err(format!("`{keyword}` is not supported: point with `$ref` and `#/…`"))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn refusal(schema: &Value) -> String {
        ValueSchema::compile(schema).expect_err("must be refused").message
    }

    #[test]
    fn faults_are_told_with_their_path() {
        let schema = json!({
            "type": "object",
            "properties": {"min": {"type": "integer"}, "a.b": {"$ref": "#/$defs/name"}},
            "required": ["min"],
            "$defs": {"name": {"type": "string", "pattern": "^[a-z]+$"}},
        });
        let schema = ValueSchema::compile(&schema).expect("a schema");
        assert_eq!(schema.check(&json!({"min": 1, "a.b": "x"})), Ok(()));
        let faults = schema.check(&json!({"min": "1", "a.b": "9"})).expect_err("two faults").0;
        let fields: Vec<_> = faults.iter().map(|fault| fault.field.join("|")).collect();
        assert!(fields.contains(&"value|min".to_owned()) && fields.contains(&"value|a.b".to_owned()), "{fields:?}");
        assert!(faults.iter().any(|fault| fault.message.starts_with("at `/min`: ")), "{faults:?}");
        let root = schema.check(&json!({})).expect_err("min is required").0;
        assert_eq!(root.first().map(|fault| fault.field.clone()), Some(vec!["value".to_owned()]));
    }

    #[test]
    fn references_stay_inside() {
        for bad in ["https://example.org/s.json", "other.json", "file:///etc/passwd", "urn:x", ""] {
            assert!(refusal(&json!({"$ref": bad})).contains("same schema"), "{bad}");
        }
        assert!(refusal(&json!({"$ref": "#/$defs/none"})).contains("nothing"));
        assert!(refusal(&json!({"$id": "https://example.org/s.json"})).contains("$id"));
        assert!(refusal(&json!({"$schema": "http://json-schema.org/draft-07/schema#"})).contains("$schema"));
        assert!(ValueSchema::compile(&json!({"$schema": DIALECT, "type": "integer"})).is_ok());
    }

    #[test]
    fn a_schema_cannot_run_away() {
        assert!(refusal(&json!({"$ref": "#"})).contains("themselves"));
        let knot = json!({"allOf": [{"$ref": "#/$defs/a"}], "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}});
        assert!(refusal(&knot).contains("themselves"));
        let mut doubling = serde_json::Map::new();
        for n in 0..20 {
            let next = format!("#/$defs/d{}", n + 1);
            doubling.insert(format!("d{n}"), json!({"allOf": [{"$ref": next}, {"$ref": next}]}));
        }
        doubling.insert("d20".into(), json!({"type": "integer"}));
        assert!(refusal(&json!({"$ref": "#/$defs/d0", "$defs": doubling})).contains("too large"));
        let deep = (0..60).fold(json!({}), |inner, _| json!({"not": inner}));
        assert!(refusal(&deep).contains("deep"));
        assert!(refusal(&json!({"title": "x".repeat(40_000)})).contains("bytes"));
        assert!(refusal(&json!({"pattern": "(a"})).contains("pattern"));
        assert!(ValueSchema::compile(&json!(true)).is_err());
    }

    #[test]
    fn a_value_cannot_run_away() {
        let any = ValueSchema::compile(&json!({})).expect("a schema");
        let deep = (0..60).fold(json!(1), |inner, _| json!([inner]));
        assert!(any.check(&deep).is_err());
        assert!(any.check(&json!("x".repeat(70_000))).is_err());
        let integers = ValueSchema::compile(&json!({"items": {"type": "integer"}})).expect("a schema");
        let faults = integers.check(&json!(vec!["x"; 500])).expect_err("many faults");
        assert_eq!(faults.0.len(), MAX_MESSAGES);
    }
}
