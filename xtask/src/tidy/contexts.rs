//! Contexts name each other's things by id: the rows of another context are reached only along the order
//! that the architecture draws. What spans contexts lives above them, in service/src/process.

use super::Finding;
use super::sources::{RustFile, Sources};

/// Each context, and those whose rows its use cases may read.
const ORDER: &[(&str, &[&str])] = &[
    ("chapters", &[]),
    ("access", &["chapters"]),
    ("members", &["chapters"]),
    ("koc", &["chapters", "members"]),
    ("events", &["chapters", "members"]),
    ("policies", &["chapters", "members"]),
    ("money", &["chapters", "members"]),
    ("growth", &["chapters", "members", "events", "policies", "money"]),
    ("stats", &[]),
    ("integrations", &[]),
];

pub(super) fn check(sources: &Sources) -> Vec<Finding> {
    sources.rust.iter().filter(|file| !file.is_test()).flat_map(of_file).collect()
}

fn of_file(file: &RustFile) -> Vec<Finding> {
    let mut parts = file.path.iter().filter_map(|part| part.to_str());
    let (Some("service"), Some("src"), Some(context)) = (parts.next(), parts.next(), parts.next()) else {
        return Vec::new();
    };
    let Some((context, below)) = ORDER.iter().find(|(name, _)| context == *name) else {
        return Vec::new();
    };
    modules_of_store(&file.code)
        .into_iter()
        .filter(|(_, module)| module != context && !below.contains(&module.as_str()))
        .filter(|(_, module)| ORDER.iter().any(|(name, _)| name == module))
        .map(|(line, module)| {
            let message = format!(
                "`{context}` reaches into the rows of `{module}`, against the order of contexts: \
                 name it by id, or lift the use case into service/src/process"
            );
            Finding::new(&file.path, line, message)
        })
        .collect()
}

/// The first segments after `store::`, also in a braced list, with their lines.
fn modules_of_store(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, matched) in code.match_indices("store::") {
        let before = code.get(..at).unwrap_or_default();
        if before.ends_with(|c: char| c.is_alphanumeric() || c == '_') || before.ends_with("::") {
            continue;
        }
        let line = before.matches('\n').count() + 1;
        let after = code.get(at + matched.len()..).unwrap_or_default();
        match after.strip_prefix('{') {
            Some(list) => found.extend(first_level(list, line)),
            None => found.extend(word(after).map(|module| (line, module))),
        }
    }
    found
}

/// The first words of the items of a braced list, up to its closing brace.
fn first_level(list: &str, mut line: usize) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut starts = true;
    for (at, character) in list.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => starts = true,
            '\n' => line += 1,
            _ if starts && !character.is_whitespace() => {
                starts = false;
                found.extend(list.get(at..).and_then(word).map(|module| (line, module)));
            }
            _ => {}
        }
    }
    found
}

fn word(text: &str) -> Option<String> {
    let word: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!word.is_empty()).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines_of(path: &str, code: &str) -> Vec<usize> {
        of_file(&RustFile::new(path, code)).iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn rows_along_the_order_may_be_read() {
        let code = "use store::chapters::chapter;\nuse store::{access, work::Work};\n";

        assert_eq!(lines_of("service/src/access/login.rs", code), []);
        assert_eq!(lines_of("service/src/process/chapter_split.rs", "use store::policies;"), []);
        assert_eq!(lines_of("worker/src/relay.rs", "use store::policies;"), []);
    }

    #[test]
    fn rows_against_the_order_are_found_in_every_form() {
        let code = "// store::policies\nuse store::policies::delivery;\nuse store::{\n    chapters::{chapter, \
            access},\n    events,\n};\nfn f() { store::access::grant::load(); my::store::policies::x(); }\n";

        assert_eq!(lines_of("service/src/chapters/chapter_open.rs", code), [2, 5, 7]);
    }
}
