//! A path that a document names must exist, or the document leads nowhere.

use std::path::{Component, Path, PathBuf};

use super::Finding;
use super::sources::{Sources, TextFile};

pub(super) fn check(sources: &Sources) -> Vec<Finding> {
    sources.docs.iter().flat_map(|file| of_file(sources, file)).collect()
}

fn of_file(sources: &Sources, file: &TextFile) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut in_block = false;
    for (index, line) in file.text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_block = !in_block;
            continue;
        }
        if in_block {
            continue;
        }
        let spans = line.split('`').skip(1).step_by(2);
        for path in spans.filter_map(|span| path_in(sources, span)) {
            if !exists(sources, Path::new(path)) {
                let message = format!("names `{path}`, which does not exist: correct the path");
                findings.push(Finding::new(&file.path, index + 1, message));
            }
        }
        for target in link_targets(line) {
            let from_here = file.path.parent().unwrap_or(Path::new("")).join(target);
            if !normal(&from_here).is_some_and(|path| exists(sources, &path)) {
                let message = format!("links to {target}, which does not exist: correct the link");
                findings.push(Finding::new(&file.path, index + 1, message));
            }
        }
    }
    findings
}

/// The span as a path of the repository: one that starts in a folder that stands at its root. Patterns
/// and places to fill in (`*`, `<context>`) are not paths.
fn path_in<'a>(sources: &Sources, span: &'a str) -> Option<&'a str> {
    let (first, _) = span.split_once('/')?;
    // `path.rs:12` points at a line.
    let path = match span.rsplit_once(':') {
        Some((path, line)) if line.chars().all(|c| c.is_ascii_digit()) => path,
        _ => span,
    };
    let plain = path.chars().all(|c| c.is_ascii_alphanumeric() || "/_-.".contains(c));
    let is_room = !first.is_empty() && first != "." && first != ".." && sources.root.join(first).is_dir();
    (plain && is_room).then_some(path)
}

/// Where `[text](target)` leads inside the repository.
fn link_targets(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| {
        let target = rest.split([')', '#', ' ']).next()?;
        let leads_out = target.contains("://") || target.starts_with("mailto:") || target.starts_with('/');
        (!target.is_empty() && !leads_out).then_some(target)
    })
}

/// Resolves `..` without asking the disk; None when it leads out of the repository.
fn normal(path: &Path) -> Option<PathBuf> {
    let mut parts = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => {
                if !parts.pop() {
                    return None;
                }
            }
            Component::CurDir => {}
            other => parts.push(other),
        }
    }
    Some(parts)
}

/// What git ignores comes and goes as the program runs, so it may be named.
fn exists(sources: &Sources, path: &Path) -> bool {
    let text = path.to_string_lossy();
    sources.root.join(path).exists()
        || sources.ignored.iter().any(|pattern| {
            let anchored = pattern.trim_start_matches('/').trim_end_matches('/');
            let first = text.split('/').next().unwrap_or_default();
            matches(anchored, &text) || matches(anchored, first)
        })
}

/// Whether `*` in the pattern, standing for anything, makes it the text.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((head, tail)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(rest) = text.strip_prefix(head) else {
        return false;
    };
    rest.char_indices()
        .map(|(at, _)| at)
        .chain([rest.len()])
        .any(|at| rest.get(at..).is_some_and(|rest| matches(tail, rest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines_of(path: &str, text: &str) -> Vec<usize> {
        let root = tempfile::tempdir().unwrap();
        for name in ["bus/src/lib.rs", "docs/API.md", "README.md"] {
            let path = root.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        let ignored = ["target/", "/bus/*.db*"].map(str::to_owned).to_vec();
        let sources = Sources { root: root.path().to_path_buf(), ignored, ..Sources::default() };
        let file = TextFile { path: path.into(), text: text.into() };
        of_file(&sources, &file).iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn paths_that_exist_or_are_no_paths_are_left_alone() {
        let text = "`bus/src/lib.rs` `bus/src` `bus/src/lib.rs:12` `bus/src/<context>/mod.rs` `bus/*.rs`\n\
            `POST /graphql` `application/json` `./bus/none` `bus/push.db` `bus/push.db-wal` and bus/none\n\
            ```\n`bus/none`\n```\n[api](API.md#errors) [site](https://example.org/x) [up](../README.md)\n";

        assert_eq!(lines_of("docs/GUIDE.md", text), []);
    }

    #[test]
    fn paths_and_links_that_lead_nowhere_are_found() {
        let text = "`bus/src/none.rs`\nfine\nsee `docs/NONE.md` and [it](NONE.md)\n[out](../../x.md)\n";

        assert_eq!(lines_of("docs/GUIDE.md", text), [1, 3, 3, 4]);
    }
}
