//! The real tree: headquarters, 34 provinces, 333 prefectures and 2,851 counties.

use std::collections::HashMap;

use anyhow::{Context as _, Result};
use chrono::NaiveDate;
use domain::chapters::{Division, DivisionKind, Level};
use domain::kernel::{ChapterId, IdSource, local_midnight};
use service::process::{Seed, SeedChapter};

use super::people::helmsman;

/// The divisions of China; see `data/README.md`.
const DIVISIONS: &str = include_str!("../../data/divisions.csv");
/// Counties set up after the list's date, and when.
const SET_UP_SINCE: &[&str] = &["653228", "653229"];
/// How many counties have a helmsman: the seed figure of county-level licence points.
const STAFFED_COUNTIES: usize = 1_089;
/// How many counties can be licensed at all.
const COUNTIES: usize = 2_851;

/// Headquarters alone, with all divisions to license: where a real installation begins.
pub fn bare_tree() -> Result<Seed> {
    Ok(Seed { chapters: vec![headquarters()], divisions: divisions()? })
}

fn headquarters() -> SeedChapter {
    SeedChapter { parent: None, level: Level::Headquarters, name: "总部".into(), division: None, helmsman: None }
}

/// Every division with its chapter; all provinces and prefectures and 1,089 counties have a synthetic helmsman, the other
/// counties are vacant, spread evenly.
pub fn real_tree(ids: &dyn IdSource) -> Result<Seed> {
    real_tree_of(ids, None)
}

/// The same for some provinces only, by code: a small tree for tests.
pub fn real_tree_of(ids: &dyn IdSource, provinces: Option<&[&str]>) -> Result<Seed> {
    let wanted = |division: &Division| {
        provinces.is_none_or(|codes| codes.iter().any(|code| code.get(..2) == division.code.get(..2)))
    };
    let divisions: Vec<Division> = divisions()?.into_iter().filter(wanted).collect();
    let licensable: Vec<&Division> =
        divisions.iter().filter(|division| division.kind == DivisionKind::Administrative).collect();
    let mut chapters = vec![headquarters()];
    let mut by_code: HashMap<&str, ChapterId> = HashMap::new();
    let mut seen_counties = 0;
    for division in licensable {
        let parent = match &division.parent {
            None => ChapterId(1),
            Some(code) => *by_code.get(code.as_str()).with_context(|| format!("{code} stands after its children"))?,
        };
        let staffed = division.level != Level::County || {
            seen_counties += 1;
            seen_counties * STAFFED_COUNTIES / COUNTIES > (seen_counties - 1) * STAFFED_COUNTIES / COUNTIES
        };
        let n = chapters.len();
        let id = ChapterId(i32::try_from(n + 1)?);
        by_code.insert(&division.code, id);
        chapters.push(SeedChapter {
            parent: Some(parent),
            level: division.level,
            name: division.name.clone(),
            division: Some(division.code.clone()),
            helmsman: staffed.then(|| helmsman(ids, n, &division.code)),
        });
    }
    Ok(Seed { chapters, divisions })
}

/// The divisions, parents before children.
fn divisions() -> Result<Vec<Division>> {
    let vintage = NaiveDate::from_ymd_opt(2023, 6, 30).context("a date")?;
    let set_up = NaiveDate::from_ymd_opt(2024, 12, 27).context("a date")?;
    let mut found = Vec::new();
    for record in csv::Reader::from_reader(DIVISIONS.as_bytes()).deserialize() {
        let (code, parent, level, name, kind): (String, Option<String>, String, String, String) = record?;
        let since = if SET_UP_SINCE.contains(&code.as_str()) { set_up } else { vintage };
        found.push(Division {
            parent: parent.filter(|parent| !parent.is_empty()),
            level: level.parse().map_err(anyhow::Error::msg)?,
            kind: match kind.as_str() {
                "administrative" => DivisionKind::Administrative,
                "functional_zone" => DivisionKind::FunctionalZone,
                other => anyhow::bail!("{code}: `{other}` is not a kind of division"),
            },
            valid_from: local_midnight(since),
            valid_to: None,
            code,
            name,
        });
    }
    found.sort_by(|a, b| (a.level, &a.code).cmp(&(b.level, &b.code)));
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::kernel::SeededIds;

    #[test]
    fn the_tree_has_the_counts_of_the_real_one() {
        let seed = real_tree(&SeededIds::new(1)).unwrap();
        let count = |level: Level| seed.chapters.iter().filter(|chapter| chapter.level == level).count();
        assert_eq!(Level::ALL.map(count), [1, 34, 333, 2_851]);
        let staffed = |chapter: &&SeedChapter| chapter.helmsman.is_some();
        assert_eq!(seed.chapters.iter().filter(staffed).count(), 34 + 333 + 1_089);
        assert_eq!(seed.divisions.len(), 3_343);
        let phones: std::collections::HashSet<_> =
            seed.chapters.iter().filter_map(|chapter| Some(&chapter.helmsman.as_ref()?.phone)).collect();
        assert_eq!(phones.len(), 34 + 333 + 1_089);
        assert!(phones.iter().all(|phone| phone.len() == 11));
    }
}
