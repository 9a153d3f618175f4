//! Which crate may know which: the arrows of the architecture, and the libraries that stay out of a room.

use super::Finding;
use super::manifest::{Dependency, Manifest};
use super::sources::Sources;

struct Room {
    name: &'static str,
    /// Crates of ours that it may depend on.
    knows: &'static [&'static str],
    /// Libraries that it may not depend on.
    shuns: &'static [&'static str],
}

const ORM: &[&str] = &["sea-orm", "sea-orm-migration", "sea-query", "sqlx", "redis"];

/// Every crate of ours but the root package, which may know all. A new crate is entered here, and in the
/// map in docs/ARCHITECTURE.md.
const ROOMS: &[Room] = &[
    Room {
        name: "domain",
        knows: &[],
        shuns: &[
            "tokio",
            "tokio-util",
            "futures-util",
            "sea-orm",
            "sea-orm-migration",
            "sea-query",
            "sqlx",
            "async-graphql",
            "axum",
            "redis",
            "reqwest",
        ],
    },
    Room { name: "bus", knows: &[], shuns: &["sea-orm", "sqlx", "axum", "async-graphql"] },
    Room { name: "migration", knows: &[], shuns: &["axum", "async-graphql", "redis"] },
    Room { name: "store", knows: &["domain"], shuns: &["axum", "async-graphql", "redis"] },
    Room {
        name: "service",
        knows: &["store", "bus", "domain"],
        shuns: &["sea-orm", "sea-orm-migration", "sea-query", "sqlx", "redis", "axum", "async-graphql"],
    },
    Room { name: "worker", knows: &["service", "bus", "domain"], shuns: ORM },
    Room { name: "api", knows: &["service", "domain"], shuns: ORM },
    Room {
        name: "pages",
        knows: &[],
        shuns: &["sea-orm", "sea-orm-migration", "sea-query", "sqlx", "redis", "async-graphql"],
    },
    Room { name: "xtask", knows: &[], shuns: &["tokio", "sea-orm", "axum"] },
    Room { name: "rig", knows: &["xtask"], shuns: &[] },
];

/// The composition root.
const ROOT: &str = "flotilla";

/// Names of ours that no room may list even for its tests: only the root package's tests see everything.
/// A schema to test rows on is the exception.
const FOR_TESTS: &str = "migration";
const SCHEMA_USERS: [&str; 3] = ["store", "service", "worker"];

pub(super) fn check(sources: &Sources) -> Vec<Finding> {
    let mut findings: Vec<_> = sources.manifests.iter().flat_map(of_manifest).collect();
    findings.extend(back_doors(sources));
    findings
}

fn of_manifest(manifest: &Manifest) -> Vec<Finding> {
    let Some(package) = manifest.package.as_deref().filter(|package| *package != ROOT) else {
        return Vec::new();
    };
    let Some(room) = ROOMS.iter().find(|room| room.name == package) else {
        let message = format!("crate `{package}` is in no room: enter it in xtask/src/tidy/arrows.rs");
        return vec![Finding::new(&manifest.path, 1, message)];
    };
    manifest
        .dependencies
        .iter()
        .filter_map(|dependency| {
            let message = refusal(room, dependency)?;
            Some(Finding::new(&manifest.path, dependency.line, message))
        })
        .collect()
}

fn refusal(room: &Room, dependency: &Dependency) -> Option<String> {
    let Room { name: package, knows, shuns } = room;
    let name = dependency.name.as_str();
    let is_ours = name == ROOT || ROOMS.iter().any(|room| room.name == name);
    let is_schema = dependency.dev && name == FOR_TESTS && SCHEMA_USERS.contains(package);
    if is_ours && !knows.contains(&name) && !is_schema {
        let allowed = if knows.is_empty() { "nothing of ours".to_owned() } else { knows.join(", ") };
        return Some(format!("`{package}` may not know `{name}`, only {allowed}: move the code that needs it"));
    }
    if shuns.contains(&name) && !dependency.dev {
        return Some(format!("`{name}` stays out of `{package}`: what needs it lives in another crate"));
    }
    None
}

/// What a crate re-exports whole reaches those who may not list it.
fn back_doors(sources: &Sources) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &sources.rust {
        let Some(room) = file.path.iter().next().and_then(|room| room.to_str()) else {
            continue;
        };
        if !["migration", "store", "service"].contains(&room) || file.is_test() {
            continue;
        }
        for (index, line) in file.code.lines().enumerate() {
            if let Some(what) = line.trim().strip_prefix("pub use ").and_then(re_exported) {
                let message = format!("re-exports {what}, which lets it in by the back door: export own types");
                findings.push(Finding::new(&file.path, index + 1, message));
            }
        }
    }
    findings
}

fn re_exported(path: &str) -> Option<&'static str> {
    let path = path.trim_start_matches("::");
    let first = path.split([':', ';', ' ']).next()?;
    let whole_store = ["store;", "store::*", "store as "].iter().any(|start| path.starts_with(start));
    match first {
        "sea_orm" | "sea_orm_migration" | "sea_query" | "sqlx" => Some("the ORM"),
        "store" if whole_store => Some("the store"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::sources::RustFile;
    use super::*;

    fn lines_of(package: &str, dependencies: &str) -> Vec<usize> {
        let text = format!("[package]\nname = \"{package}\"\n{dependencies}");
        of_manifest(&Manifest::parse("Cargo.toml", &text)).iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn arrows_that_are_drawn_are_allowed() {
        assert_eq!(lines_of("api", "[dependencies]\nservice = {}\ndomain = {}\naxum = \"0\""), []);
        assert_eq!(lines_of("service", "[dependencies]\nstore = {}\n[dev-dependencies]\nmigration = {}"), []);
        assert_eq!(lines_of(ROOT, "[dependencies]\napi = {}\nworker = {}\nmigration = {}"), []);
    }

    #[test]
    fn arrows_backwards_and_around_are_refused() {
        assert_eq!(lines_of("domain", "[dependencies]\nserde = \"1\"\nstore = {}"), [5]);
        assert_eq!(lines_of("api", "[dependencies]\nstore.workspace = true\nworker = {}"), [4, 5]);
        assert_eq!(lines_of("worker", "[dev-dependencies]\napi.workspace = true"), [4]);
        assert_eq!(lines_of("rig", "[dependencies]\nxtask = {}\nbus = {}\nflotilla = {}"), [5, 6]);
        assert_eq!(lines_of("api", "[dev-dependencies]\nmigration = {}"), [4]);
    }

    #[test]
    fn libraries_stay_out_of_rooms_but_not_out_of_their_tests() {
        assert_eq!(lines_of("domain", "[dependencies]\ntokio = \"1\""), [4]);
        assert_eq!(lines_of("api", "[dependencies]\norm = { package = \"sea-orm\", version = \"2\" }"), [4]);
        assert_eq!(lines_of("domain", "[dev-dependencies]\ntokio = \"1\""), []);
    }

    #[test]
    fn a_crate_without_a_room_is_told_where_to_be_entered() {
        assert_eq!(lines_of("attic", ""), [1]);
    }

    #[test]
    fn re_exporting_the_orm_or_the_whole_store_is_refused() {
        let text = "pub use sea_orm_migration::prelude::*;\npub use store::Page;\nuse sea_orm::Value;\n\
            pub use store::*;\n// pub use sea_orm;\n";
        let sources = Sources { rust: vec![RustFile::new("service/src/lib.rs", text)], ..Sources::default() };

        let lines: Vec<_> = back_doors(&sources).iter().map(|finding| finding.line).collect();
        assert_eq!(lines, [1, 4]);
    }
}
