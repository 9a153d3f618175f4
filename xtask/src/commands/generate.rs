//! `cargo xtask generate`: files that are written by the executable itself, and committed.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use super::workspace::{Workspace, must};
use xtask::process::output_of;

struct Generated {
    path: &'static str,
    /// What the executable is asked for the file's text.
    arguments: &'static [&'static str],
}

const FILES: [Generated; 2] = [
    Generated { path: "api/schema.graphql", arguments: &["schema"] },
    Generated { path: "docs/reference/config.md", arguments: &["config", "--reference"] },
];

/// Writes the files, or with `check` compares them.
pub(crate) fn run(workspace: &Workspace, check: bool) -> Result<()> {
    must(&mut workspace.cargo(&["build", "--quiet", "--locked", "--bin", "flotilla"]))?;
    from_program(workspace, &workspace.program("debug", "flotilla"), check)
}

/// As [`run`], from an executable that is built already.
pub(crate) fn from_program(workspace: &Workspace, program: &Path, check: bool) -> Result<()> {
    let mut outdated = Vec::new();
    for Generated { path, arguments } in FILES {
        let text = output_of(workspace.command(program).args(arguments))?;
        let text = format!("{}\n", text.trim_end());
        let file = workspace.root().join(path);
        let committed = fs::read_to_string(&file).unwrap_or_default();
        match first_difference(&committed, &text) {
            None => println!("{path} is current"),
            Some(line) if check => {
                println!("{path}:{line}: is not what the code says");
                outdated.push(path);
            }
            Some(_) => {
                if let Some(folder) = file.parent() {
                    fs::create_dir_all(folder)?;
                }
                fs::write(&file, text).with_context(|| file.display().to_string())?;
                println!("{path} written");
            }
        }
    }
    if !outdated.is_empty() {
        bail!("{} not current: run `cargo xtask generate` and commit the change", outdated.join(" and "));
    }
    Ok(())
}

/// The first line, counted from 1, in which the texts differ.
fn first_difference(one: &str, other: &str) -> Option<usize> {
    if one == other {
        return None;
    }
    let same = one.lines().zip(other.lines()).take_while(|(one, other)| one == other).count();
    Some(same + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_difference_is_a_line_number() {
        assert_eq!(first_difference("a\nb\n", "a\nb\n"), None);
        assert_eq!(first_difference("a\nb\n", "a\nc\n"), Some(2));
        assert_eq!(first_difference("", "a\n"), Some(1));
        assert_eq!(first_difference("a\n", "a\nb\n"), Some(2));
    }
}
