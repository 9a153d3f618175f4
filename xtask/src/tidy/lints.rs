//! Switches that would quietly let something through: lints not inherited, features, ignored tests.

use super::Finding;
use super::sources::Sources;

struct Forbidden {
    code: &'static str,
    message: &'static str,
}

const FORBIDDEN: &[Forbidden] = &[
    Forbidden {
        code: "cfg(feature",
        message: "no compile-time feature picks what runs: decide by a setting at run time",
    },
    Forbidden { code: "cfg!(feature", message: "no compile-time feature picks what runs: decide by a setting" },
    Forbidden { code: "cfg_attr(feature", message: "no compile-time feature picks what runs" },
    Forbidden { code: "#[ignore", message: "a test that does not run tells nothing: repair it or remove it" },
];

pub(super) fn check(sources: &Sources) -> Vec<Finding> {
    let mut findings = Vec::new();
    for manifest in sources.manifests.iter().filter(|manifest| manifest.package.is_some()) {
        if !manifest.inherits_lints {
            let message = "does not inherit the workspace's lints: add `[lints]` with `workspace = true`";
            findings.push(Finding::new(&manifest.path, 1, message));
        }
        if let Some(line) = manifest.features_at {
            let message = "crates of ours have no features: every part is always compiled in";
            findings.push(Finding::new(&manifest.path, line, message));
        }
    }
    for file in &sources.rust {
        for (index, line) in file.code.lines().enumerate() {
            for Forbidden { code, message } in FORBIDDEN {
                if line.contains(code) {
                    findings.push(Finding::new(&file.path, index + 1, *message));
                }
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::manifest::Manifest;
    use super::super::sources::RustFile;
    use super::*;

    #[test]
    fn ignored_tests_and_features_are_found_but_not_in_comments_or_strings() {
        let text = "// #[ignore]\n#[ignore]\nlet s = \"cfg(feature\";\n#[cfg(feature = \"x\")]\n";
        let sources = Sources { rust: vec![RustFile::new("bus/src/lib.rs", text)], ..Sources::default() };

        let lines: Vec<_> = check(&sources).iter().map(|finding| finding.line).collect();
        assert_eq!(lines, [2, 4]);
    }

    #[test]
    fn every_package_inherits_the_lints_and_has_no_features() {
        let inherits = Manifest::parse("a/Cargo.toml", "[package]\nname = \"a\"\n[lints]\nworkspace = true");
        let does_not = Manifest::parse("b/Cargo.toml", "[package]\nname = \"b\"\n[features]\nx = []");
        let sources = Sources { manifests: vec![inherits, does_not], ..Sources::default() };

        let found: Vec<_> = check(&sources).into_iter().map(|found| (found.path, found.line)).collect();
        assert_eq!(found, [("b/Cargo.toml".into(), 1), ("b/Cargo.toml".into(), 3)]);
    }
}
